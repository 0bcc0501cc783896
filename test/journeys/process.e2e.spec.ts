import { afterEach, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publicSchool } from './contents.ts';
import { People, setupTokenIn, wangFang } from './people.ts';

/** The service as a process of its own, run from the sources. */
class Service {
  out = '';
  err = '';
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown[]>;

  constructor(settings: Readonly<Record<string, string>>) {
    const args = ['--enable-source-maps', '--import', './tools/swc.mjs', 'apps/api/src/main.ts'];
    const { PATH = '' } = process.env;
    this.#child = spawn(process.execPath, args, { env: { PATH, PORT: '0', ...settings } });
    this.#child.stdout?.on('data', (part: Buffer) => (this.out += part.toString()));
    this.#child.stderr?.on('data', (part: Buffer) => (this.err += part.toString()));
    this.#ended = once(this.#child, 'close');
  }

  /** The address that it says it listens on. */
  async url(): Promise<string> {
    for (;;) {
      const found = /^Redline: (\S+)\n/m.exec(this.out)?.[1];
      if (found !== undefined) return found;
      const ended = await Promise.race([
        this.#ended.then(() => true),
        new Promise((resolve) => setTimeout(resolve, 20)),
      ]);
      if (ended === true) throw new Error(`it ended: ${this.err}`);
    }
  }

  async end(signal: NodeJS.Signals): Promise<unknown> {
    this.#child.kill(signal);
    return this.ended();
  }

  async ended(): Promise<unknown> {
    const [code] = await this.#ended;
    return code;
  }
}

const register = (url: string, cookie: string, code: string): Promise<Response> =>
  fetch(`${url}/api/v1/schools`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify(publicSchool(code)),
  });

/** Starting from the sources takes seconds on a busy machine. */

const started: Service[] = [];
const folders: string[] = [];
const start = (settings: Readonly<Record<string, string>>): Service => {
  const service = new Service(settings);
  started.push(service);
  return service;
};
const folder = async (): Promise<string> => {
  const made = await mkdtemp(join(tmpdir(), 'redline-process-'));
  folders.push(made);
  return made;
};
afterEach(async () => {
  await Promise.all(started.splice(0).map((service) => service.end('SIGKILL')));
  await Promise.all(folders.splice(0).map((made) => rm(made, { recursive: true, force: true })));
});

it('answers what is under way when it is told to end, loses nothing, and starts again', async () => {
  const data = await folder();
  const service = start({ REDLINE_DATA_DIR: data });
  const url = await service.url();
  expect(service.out.split('\n')).toHaveLength(3);
  const cookie = await new People(url, setupTokenIn(service.out)).cookieOf(wangFang);
  expect((await register(url, cookie, '3646015000')).status).toBe(201);

  let [next, recorded] = [1, 1];
  const officer = async (): Promise<void> => {
    for (;;) {
      const code = String(3_646_015_000 + next);
      next += 1;
      const status = await register(url, cookie, code).then(
        ({ status: seen }) => seen,
        () => 0,
      );
      if (status !== 201) return;
      recorded += 1;
    }
  };
  const officers = [officer(), officer(), officer(), officer()];
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await service.end('SIGTERM')).toBe(0);
  await Promise.all(officers);
  expect(recorded).toBeGreaterThan(1);

  const again = start({ REDLINE_DATA_DIR: data });
  const address = `${await again.url()}/api/v1/schools?limit=1&minPosition=${recorded - 1}`;
  const list = await fetch(address, { headers: { cookie } });
  expect(again.out.split('\n')).toHaveLength(2); // somebody can sign in
  expect(((await list.json()) as { total: number }).total).toBeGreaterThanOrEqual(recorded);
  expect(await again.end('SIGINT')).toBe(0);
});

it('ends the streams of those who listen', async () => {
  const service = start({ REDLINE_DATA_DIR: await folder() });
  const url = await service.url();
  const cookie = await new People(url, setupTokenIn(service.out)).cookieOf(wangFang);
  const stream = await fetch(`${url}/api/v1/eligibility/stream`, { headers: { cookie } });
  expect(stream.status).toBe(200);
  expect(await service.end('SIGTERM')).toBe(0);
});

it('refuses bad settings in one line and touches nothing', async () => {
  const data = join(await folder(), 'data');
  const service = start({ REDLINE_DATA_DIR: data, PORT: 'http', REDLINE_HOST: '0.0.0.0' });
  expect(await service.ended()).toBe(1);
  expect(service.err).toMatch(/^redline: PORT [^\n]+\n$/);
  expect(existsSync(data)).toBe(false);
});

it('says in one line that its directory is taken, unusable or newer', async () => {
  const data = await folder();
  const first = start({ REDLINE_DATA_DIR: data });
  await first.url();
  const second = start({ REDLINE_DATA_DIR: data });
  expect(await second.ended()).toBe(1);
  expect(second.err).toMatch(/^redline: [^\n]* in use [^\n]*\n$/);

  const blocked = join(await folder(), 'file');
  await writeFile(blocked, '');
  await chmod(blocked, 0o600);
  const unusable = start({ REDLINE_DATA_DIR: blocked });
  expect(await unusable.ended()).toBe(1);
  expect(unusable.err).toMatch(/^redline: [^\n]* cannot be used[^\n]*\n$/);

  const taken = start({ REDLINE_DATA_DIR: await folder(), PORT: new URL(await first.url()).port });
  expect(await taken.ended()).toBe(1);
  expect(taken.err).toMatch(/^redline: [^\n]*EADDRINUSE[^\n]*\n$/);
});
