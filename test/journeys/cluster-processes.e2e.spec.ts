import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { openLogAt } from '#composition';
import { all, until } from '#testing';
import { Cluster } from './cluster.ts';
import { publicSchool } from './contents.ts';
import { Office } from './office.ts';

// Workers as processes of their own, killed and put to sleep as only a process can be.
let cluster: Cluster;
let workers: WorkerProcess[] = [];

/** A worker run from the sources. */
class WorkerProcess {
  out = '';
  err = '';
  readonly #child: ChildProcess;

  constructor(settings: Readonly<Record<string, string>>) {
    const args = ['--import', './tools/swc.mjs', 'apps/worker/src/main.ts'];
    const env = { PATH: process.env['PATH'] ?? '', REDLINE_WORKER_PORT: '0', REDLINE_MODE: 'cluster', ...settings };
    this.#child = spawn(process.execPath, args, { env });
    this.#child.stdout?.on('data', (part: Buffer) => (this.out += part.toString()));
    this.#child.stderr?.on('data', (part: Buffer) => (this.err += part.toString()));
  }

  send(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** What it ends with; a worker that is no more is not waited for. */
  async ended(): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit');
    return this.#child.exitCode;
  }

  /** Makes the log. */
  async leads(): Promise<boolean> {
    return (await this.#status())?.sequencer.isLeading === true;
  }

  /** Makes the log and keeps all of the read models: there is no other worker any more. */
  async doesEverything(): Promise<boolean> {
    const status = await this.#status();
    return status?.sequencer.isLeading === true && status.partitions.length === 4;
  }

  async #status(): Promise<{ partitions: number[]; sequencer: { isLeading: boolean } } | undefined> {
    const url = /^Redline worker: (\S+)\n/.exec(this.out)?.[1];
    if (url === undefined) return undefined;
    const answer = await fetch(url, { signal: AbortSignal.timeout(1_000) }).catch(() => undefined);
    if (!answer?.ok) return undefined;
    return (await answer.json()) as { partitions: number[]; sequencer: { isLeading: boolean } };
  }
}

const told = (): string => workers.map(({ err }) => err).join('\n');

const settings = (): Record<string, string> => ({
  REDLINE_KURRENTDB_URL: cluster.place.kurrentUrl,
  REDLINE_POSTGRES_URL: cluster.place.postgresUrl,
  REDLINE_UNFIT_KURRENTDB: 'allow',
});

const started = (): WorkerProcess => {
  const worker = new WorkerProcess(settings());
  workers.push(worker);
  return worker;
};

/** The first one leads before the second one starts. */
const pair = async (): Promise<[leader: WorkerProcess, standby: WorkerProcess]> => {
  const leader = started();
  await until(() => leader.leads(), told);
  const standby = started();
  await until(() => standby.out !== '', told);
  return [leader, standby];
};

beforeAll(async () => {
  cluster = await Cluster.start();
});
afterEach(async () => {
  for (const worker of workers) {
    worker.send('SIGCONT');
    worker.send('SIGKILL');
    await worker.ended();
  }
  workers = [];
});
afterAll(() => cluster?.stop());

const isDense = async (): Promise<void> => {
  const { log, close } = await openLogAt(cluster.place);
  const events = await all(log.read());
  await close();
  expect(events.map(({ position }) => Number(position))).toEqual(events.map((_, n) => n));
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
};

it('has another worker lead after a kill, and commands go on', async () => {
  const [leader, standby] = await pair();
  const office = await Office.open(cluster.place);
  expect((await office.command('/api/v1/schools', publicSchool('3646030001'))).status).toBe(201);
  leader.send('SIGKILL');
  await until(() => standby.doesEverything(), told);
  // Until the accounts are kept by somebody again nobody is let in: 503, never somebody who was disabled meanwhile.
  let registered = await office.command('/api/v1/schools', publicSchool('3646030002'));
  await until(async () => {
    if (registered.status >= 300) registered = await office.command('/api/v1/schools', publicSchool('3646030002'));
    return registered.status < 300;
  }, told);
  const asked = `/api/v1/eligibility/3646030002?year=2024&season=AUTUMN&on=2024-06-01&minPosition=${registered.body.position}`;
  expect((await office.getOnceKnown(asked)).body).toMatchObject({ mayEnrol: true });
  await office.close();
  await isDense();
});

it('lets a worker that slept past its lease write nothing when it wakes', async () => {
  const [sleeper, standby] = await pair();
  sleeper.send('SIGSTOP');
  await until(() => standby.doesEverything(), told); // a transaction that it holds open must end first
  const office = await Office.open(cluster.place);
  expect((await office.command('/api/v1/schools', publicSchool('3646030003'))).status).toBe(201);
  sleeper.send('SIGCONT');
  await pause(500);
  expect((await office.command('/api/v1/schools', publicSchool('3646030004'))).status).toBe(201);
  expect(await standby.leads()).toBe(true);
  await office.close();
  await isDense();
});

it('leaves its place at once when it is asked to stop, and ends with 0', async () => {
  const [leader, standby] = await pair();
  leader.send('SIGTERM');
  expect(await leader.ended()).toBe(0);
  await until(() => standby.doesEverything(), told);
  // The fake shows its options to nobody, and the worker says so; else there is nothing to say.
  const said = leader.err.split('\n').filter((line) => line !== '' && !line.includes('does not show its options'));
  expect(said).toEqual([]);
});

it.each([
  ['no addresses', {}, /^redline: REDLINE_KURRENTDB_URL is needed in cluster mode; REDLINE_POSTGRES_URL is needed/],
  ['the embedded mode', { REDLINE_MODE: 'embedded' }, /^redline: REDLINE_MODE must be cluster/],
  [
    'a store that is not fit to hold a register',
    'unfit',
    /^redline: KurrentDB is not fit to hold a register: .*tls=false/,
  ],
])('ends with one line and 1 for %s', async (_, given, line) => {
  const { REDLINE_UNFIT_KURRENTDB: _allow, ...strict } = settings();
  const worker = new WorkerProcess(given === 'unfit' ? strict : (given as Record<string, string>));
  workers.push(worker);
  expect(await worker.ended()).toBe(1);
  expect(worker.err).toMatch(line);
  expect(worker.err.trim().split('\n')).toHaveLength(1);
});
