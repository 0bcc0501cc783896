import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newKeyText } from '#platform/secrets';
import type { SecretPlace } from '#platform/secrets';
import { openVault, rekeyVault } from '#platform/vault';
import { PostgresServer, startProgram } from '#testing';

// A change of the key dies before each of its steps: every call of the file system, every statement to a database.

const mostSteps = 80;
const atOnce = 3;
const person = { name: '李小明', idNumber: '46010020100101001X' };
const owners = ['3646012001/1', '3646012001/2', '3646012001/3'];

/** Kills itself before the step that its argument names, or prints how many steps there are. */
const program = `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  import Database from 'better-sqlite3';
  import pg from 'pg';
  const [place, keys, last] = JSON.parse(process.argv.at(-1));
  let steps = -1; // none before it is recorded
  const counted = (on, name) => {
    const real = on[name];
    on[name] = function (...given) {
      if (steps >= 0 && steps++ === last) process.kill(process.pid, 'SIGKILL');
      return real.apply(this, given);
    };
  };
  for (const name of ['openSync', 'writeSync', 'fsyncSync', 'closeSync', 'renameSync', 'rmSync']) counted(fs, name);
  syncBuiltinESMExports();
  counted(Database.prototype, 'prepare');
  counted(pg.Client.prototype, 'query');
  const { rekeyVault } = await import('#platform/vault');
  await rekeyVault(place, { ...keys, record: async () => void (steps = 0) });
  process.stdout.write(String(steps));
`;

interface Keys {
  readonly key?: string;
  readonly newKey?: string;
}

const run = (
  place: SecretPlace,
  keys: Keys,
  last: number,
): Promise<{ readonly signal: string | null; readonly printed: string }> =>
  new Promise((resolve) => {
    const child = startProgram({ text: program, argument: JSON.stringify([place, keys, last]) });
    let printed = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    child.on('close', (_code, signal) => resolve({ signal, printed }));
  });

const folder = mkdtempSync(join(tmpdir(), 'rekey-death-'));
afterAll(() => rmSync(folder, { recursive: true }));

const keyIn = (directory: string): string => readFileSync(join(directory, 'keys/vault.key'), 'utf8');
const bytesIn = (directory: string): string =>
  readdirSync(directory)
    .filter((name) => name.startsWith('vault.db'))
    .map((name) => readFileSync(join(directory, name), 'latin1'))
    .join('');

/** A vault before its key is changed. */
const first = async () => {
  const directory = join(folder, 'first');
  const vault = await openVault({ kind: 'sqlite', directory });
  for (const owner of owners) await vault.seal(owner, person);
  await vault.close();
  const sealed = [...bytesIn(directory).matchAll(/[\w-]{90,100}/g)].map(([text]) => text);
  return { directory, sealed, key: keyIn(directory) };
};

interface Found {
  /** Whether it died, and which key then is the vault's. */
  readonly end: string;
  /** Texts under the old key that are left beside the new one. */
  readonly left: readonly string[];
  readonly keys: readonly string[];
  readonly opened: readonly unknown[];
}

/** What the next start finds of a copy whose key was being changed when it died before a step. */
const foundAfter = async (before: Awaited<ReturnType<typeof first>>, step: number): Promise<Found> => {
  const directory = join(folder, String(step));
  cpSync(before.directory, directory, { recursive: true });
  const place = { kind: 'sqlite', directory } as const;
  const { signal, printed } = await run(place, {}, step);
  const vault = await openVault(place);
  const isOld = keyIn(directory) === before.key;
  const left = isOld ? [] : before.sealed.filter((text) => bytesIn(directory).includes(text));
  const opened = [];
  for (const owner of owners) {
    const { subject, fields } = await vault.seal(owner, person);
    opened.push(await vault.open(subject, fields));
  }
  await vault.close();
  const { texts } = await rekeyVault(place, { record: () => Promise.resolve() }); // and can be ordered again
  const ended = /^\d+$/.test(printed) ? 'done' : printed;
  const end = signal === 'SIGKILL' ? (isOld ? 'old' : 'new') : ended;
  return { end, left, keys: readdirSync(join(directory, 'keys')), opened: [...opened, texts] };
};

it('a change of the key that dies, at whatever step, leaves the old key and all or the new key and all', async () => {
  const before = await first();
  expect(before.sealed.length).toBeGreaterThanOrEqual(owners.length);
  const found: Found[] = [];
  for (let step = 0; step < mostSteps && !found.some(({ end }) => end === 'done'); step += atOnce)
    found.push(...(await Promise.all(Array.from({ length: atOnce }, (_, n) => foundAfter(before, step + n)))));
  expect(found.map(({ end }) => end).join(' ')).toMatch(/^(?:old ){10,}(?:new ){5,}done(?: done)*$/);
  const whole = { left: [], keys: ['vault.key'], opened: [person, person, person, owners.length] };
  for (const { end, ...rest } of found) expect({ end, ...rest }).toEqual({ end, ...whole });
}, 240_000);

describe('in a cluster', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  afterAll(() => server.stop());

  /** Which key opens everybody after a death before a step; the other one opens nothing. */
  const keyAfter = async (step: number): Promise<string> => {
    const place = { kind: 'postgres', url: await server.newDatabase() } as const;
    const [key, newKey] = [newKeyText(), newKeyText()];
    const before = await openVault(place, key);
    const sealed = [];
    for (const owner of owners) sealed.push(await before.seal(owner, person));
    await before.close();
    const { signal, printed } = await run(place, { key, newKey }, step);
    const ends: string[] = [];
    for (const [name, one] of Object.entries({ old: key, new: newKey })) {
      const vault = await openVault(place, one).catch((error: { readonly code: string }) => error.code);
      if (typeof vault === 'string') continue;
      for (const { subject, fields } of sealed) expect(await vault.open(subject, fields)).toEqual(person);
      await vault.close();
      ends.push(name);
    }
    return signal === 'SIGKILL' ? ends.join() : `${ends.join()} ${/^\d+$/.test(printed) ? 'done' : printed}`;
  };

  it('the same, by the database alone', async () => {
    const ends: string[] = [];
    for (let step = 0; step < mostSteps && !ends.includes('new done'); step += atOnce)
      ends.push(...(await Promise.all(Array.from({ length: atOnce }, (_, n) => keyAfter(step + n)))));
    expect(ends.join('; ')).toMatch(/^(?:old; ){5,}(?:new; )+new done(?:; new done)*$/);
  }, 240_000);
});
