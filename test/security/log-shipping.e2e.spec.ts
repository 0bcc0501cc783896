import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '#testing';
import { Programs } from '../faults/kit/programs.ts';
import { LogMachines } from './log-machines.ts';
import { writableTo } from './processes.ts';

const nobody = 65_534;
const isRoot = process.getuid?.() === 0;
/**
 * The service's user is another than that of the logs. It may read what root has installed, wherever that lies, and write
 * nothing that is not its own.
 */
const asServiceUser = isRoot
  ? [
      'setpriv',
      `--reuid=${nobody}`,
      `--regid=${nobody}`,
      '--clear-groups',
      ...['inh-caps', 'ambient-caps', 'bounding-set'].map((set) => `--${set}=-all,+dac_read_search`),
    ]
  : [];
/**
 * `access(2)` asks without that capability, and the finder of native modules asks by it: below a folder that is root's
 * alone it would find nothing. `stat(2)` says what can be read.
 */
const findsModules = [
  '--import',
  'data:text/javascript,import fs from "node:fs"; fs.accessSync = (path) => void fs.statSync(path);',
];
if (!isRoot) process.stderr.write('NOT RUN: 16.4.2 as another user than that of the logs: only root can be two\n');

let folder: string;
let data: string;
let programs: Programs;
let machines: LogMachines;
let journal: ChildProcess | undefined;
let service: ChildProcess;
let url: string;
/** From here on the service's standard error goes to the shipper that runs now. */
const attachJournal = (): void => {
  service.stderr?.unpipe();
  journal?.stdin?.end();
  journal = machines.journal();
  service.stderr?.pipe(journal.stdin as NodeJS.WritableStream);
};

/** A sign-in that is refused; answers under which id it stands in the log. */
const refusedSignIn = async (account: string): Promise<string> => {
  const response = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account, password: 'not the right one', code: '000000' }),
  });
  const { code, traceId } = (await response.json()) as { readonly code: string; readonly traceId: string };
  if (!code.startsWith('sign-in-')) throw new Error(`not refused: ${code}`);
  return traceId;
};
/** From a new account each time, so that none is told to wait before its turn. */
const refusedSignIns = async (count: number): Promise<readonly string[]> => {
  const traceIds: string[] = [];
  while (traceIds.length < count) traceIds.push(await refusedSignIn(`nobody.${traceIds.length}`));
  return traceIds;
};
const kept = (traceId: string): readonly string[] => machines.lines().filter((line) => line.includes(traceId));
const arrived = (...traceIds: readonly string[]): Promise<void> =>
  until(
    () => traceIds.every((traceId) => kept(traceId).length > 0),
    () => JSON.stringify(machines.lines().slice(-5)),
  );
const read = (file: string): string => readFileSync(file, 'utf8');

/** On a machine without rsyslog this says so and is not run; where everything must be there it fails. */
const missing = LogMachines.missing();
if (missing !== undefined) process.stderr.write(`NOT RUN: 16.4.2 and 16.4.3 as shipped: ${missing}\n`);
const isRun = missing === undefined || process.env['CI'] !== undefined;

if (isRun)
  describe('the log of the service', () => {
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'redline-log-'));
      chmodSync(folder, 0o755);
      data = join(folder, 'data');
      mkdirSync(data, { mode: 0o700 });
      if (isRoot) chownSync(data, nobody, nobody);
      programs = await Programs.compiled();
      machines = await LogMachines.in(folder);
      machines.startHost();
      await machines.startShipper();
      const [program, ...args] = [
        ...asServiceUser,
        process.execPath,
        ...(isRoot ? findsModules : []),
        programs.apiProgram,
      ];
      service = spawn(program, args, {
        cwd: programs.folder,
        env: { PATH: process.env['PATH'], PORT: '0', REDLINE_DATA_DIR: data },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      attachJournal();
      let out = '';
      service.stdout?.setEncoding('utf8').on('data', (part: string) => (out += part));
      await until(() => /^Redline: /m.test(out) || service.exitCode !== null);
      url = /^Redline: (\S+)$/m.exec(out)?.[1] ?? '';
    });
    afterAll(async () => {
      if (service?.exitCode === null) {
        service.kill('SIGKILL');
        await once(service, 'close');
      }
      journal?.stdin?.end();
      await machines?.remove();
      await programs?.remove();
      rmSync(folder, { recursive: true, force: true });
    });

    it('16.4.3 L2 goes to a log host of its own, with when it came and from where', async () => {
      const traceId = await refusedSignIn('nobody.here');
      await arrived(traceId);
      const [, at = '', address, line = ''] = /^(\S+) (\S+) (.*)$/.exec(kept(traceId)[0] ?? '') ?? [];
      expect(Date.parse(at)).toBeGreaterThan(0);
      expect(address).toBe('127.0.0.1');
      expect(JSON.parse(line)).toMatchObject({ traceId, code: 'sign-in-refused', url: '/api/v1/session', status: 401 });
    });

    it('16.4.3 L2 waits while the log host is away, and the service goes on', async () => {
      await machines.killHost();
      const meanwhile = await refusedSignIns(5);
      expect((await fetch(`${url}/health/ready`)).status).toBe(200);
      machines.startHost();
      await arrived(...meanwhile);
    });

    it('16.4.3 L2 waits on disk, so that what ships it may be killed meanwhile', async () => {
      await machines.killHost();
      await machines.killShipper();
      await machines.startShipper();
      attachJournal();
      const meanwhile = await refusedSignIns(5);
      await until(() => meanwhile.every((traceId) => machines.waiting().includes(traceId)));
      await machines.killShipper();
      await machines.startShipper();
      machines.startHost();
      await arrived(...meanwhile);
      expect(meanwhile.filter((traceId) => kept(traceId).length === 0)).toEqual([]);
    });

    it('16.4.2 L2 is open to the service nowhere: it writes to its data directory and to a pipe', () => {
      const places = writableTo(service.pid ?? 0).filter((place) => !/^(?:pipe|socket|anon_inode):/.test(place));
      expect(places.filter((place) => place.startsWith(data)).length).toBeGreaterThan(0);
      expect(places.filter((place) => !place.startsWith(data) && place !== '/dev/null')).toEqual([]);
    });

    if (isRoot)
      it('16.4.2 L2 is closed to the service’s user once it has left', () => {
        const files = readdirSync(machines.archive).map((name) => join(machines.archive, name));
        expect(files.length).toBeGreaterThan(0);
        const before = files.map(read);
        const [program = '', ...args] = asServiceUser;
        const tried = (command: string, file: string): string => {
          const { stderr } = spawnSync(program, [...args, 'sh', '-c', command, 'sh', file], { encoding: 'utf8' });
          return stderr;
        };
        for (const file of files) {
          for (const command of ['echo forged >>"$1"', ': >"$1"', 'rm "$1"', 'mv "$1" "$1.old"', 'chmod 666 "$1"'])
            expect([command, tried(command, file)]).toEqual([command, expect.stringMatching(/denied|not permitted/)]);
          expect(tried('echo forged >"$(dirname "$1")/more.log"', file)).toMatch(/denied/);
        }
        expect(files.map(read)).toEqual(before);
        const spool = join(folder, 'shipper');
        expect(tried('echo forged >"$1/redline.qi"', spool)).toMatch(/denied/);
      });
  });

describe('the files for its host', () => {
  const unit = read('docker/host/redline.service');
  const settings = new Map(
    unit.split('\n').flatMap((line) => {
      const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );

  it('16.4.2 L2 give the service the journal, a data directory, and nothing else to write to', () => {
    expect(Object.fromEntries(settings)).toMatchObject({
      User: 'redline',
      StandardError: 'journal',
      StandardOutput: 'null',
      SyslogIdentifier: 'redline',
      LogRateLimitIntervalSec: '0',
      StateDirectory: 'redline',
      ProtectSystem: 'strict',
      NoNewPrivileges: 'yes',
      CapabilityBoundingSet: '',
    });
    for (const name of ['LogsDirectory', 'ReadWritePaths', 'SupplementaryGroups'])
      expect(settings.has(name)).toBe(false);
  });

  it('16.4.2 L2 start the service as its documentation does, and ship what the unit calls itself', () => {
    const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: { readonly start: string } };
    expect(settings.get('ExecStart')).toBe(`/usr/bin/${scripts.start}`);
    expect(read('docker/host/ship-log.conf')).toContain(`$programname == "${settings.get('SyslogIdentifier')}"`);
  });
});
