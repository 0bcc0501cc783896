import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DirectoryInUse, DirectoryUnusable, lockDirectory, openSqliteEventStore } from '#platform/event-store-sqlite';
import { all, anEvent, runProgram, someEvents } from '#testing';
import { configure, connect, isSafeSqlite } from './connection.ts';

let directory: string;
beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'redline-')), 'data');
});
afterEach(() => rmSync(join(directory, '..'), { recursive: true, force: true }));

const made = async (count = 0): Promise<void> => {
  const opened = openSqliteEventStore({ directory, sequenceKeyName: 'school' });
  if (count > 0) await opened.store.append('a-1', someEvents(count), 'any');
  await opened.close();
};
const inside = (sql: string): void => {
  const db = new Database(join(directory, 'events.db'));
  db.exec(sql);
  db.close();
};
const imports = `
  import { lockDirectory, openSqliteEventStore } from '#platform/event-store-sqlite';
  const directory = process.argv.at(-1);`;
const unusable = expect.objectContaining({ code: 'directory-unusable' });

describe('a data directory', () => {
  it('is made for its owner alone', async () => {
    await made();
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    for (const file of ['events.db', 'lock.db']) expect(statSync(join(directory, file)).mode & 0o777).toBe(0o600);
  });

  it('outlasts a power cut: the name of every directory that was made for it is flushed', async () => {
    const text = `
      import fs from 'node:fs';
      import { syncBuiltinESMExports } from 'node:module';
      const { openSync, fsyncSync } = fs;
      const opened = new Map();
      fs.openSync = (path, ...rest) => {
        const descriptor = openSync(path, ...rest);
        opened.set(descriptor, path);
        return descriptor;
      };
      fs.fsyncSync = (descriptor) => {
        fsyncSync(descriptor);
        console.log('flushed', opened.get(descriptor));
      };
      syncBuiltinESMExports();
      const { lockDirectory } = await import('#platform/event-store-sqlite');
      lockDirectory(process.argv.at(-1) + '/a/b').release();`;
    const above = ['/..', '', '/a'].map((below) => `flushed ${join(directory, below)}\n`);
    expect(await runProgram({ text, argument: directory })).toBe(
      [`flushed ${join(directory, '../..')}\n`, ...above].join(''),
    );
    // Whoever made it may have died before it was flushed.
    expect(await runProgram({ text, argument: directory })).toBe(above.at(-1));
  });

  it('keeps everything over a restart, and the clock does not go back', async () => {
    const first = openSqliteEventStore({ directory, clock: () => new Date('2022-05-10T00:00:00.000Z') });
    await first.store.append('a-1', someEvents(2), 'no_stream');
    await first.close();
    const second = openSqliteEventStore({ directory, clock: () => new Date('2022-05-09T00:00:00.000Z') });
    await second.store.append('a-1', [anEvent()], 1n);
    const recorded = await all(second.log.read());
    await second.close();
    expect(recorded.map((e) => [e.revision, e.position])).toEqual([0n, 1n, 2n].map((n) => [n, n]));
    expect(new Set(recorded.map((e) => e.recordedAt))).toEqual(new Set(['2022-05-10T00:00:00.000Z']));
  });

  it('is opened as durably as SQLite can', async () => {
    await made();
    const db = connect(directory, false);
    const pragma = (name: string): unknown => db.pragma(name, { simple: true });
    expect(['journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout', 'trusted_schema'].map(pragma)).toEqual([
      'wal',
      2,
      1,
      250,
      0,
    ]);
    db.close();
  });

  it('refuses to change or remove an event, whoever asks', async () => {
    await made(2);
    for (const sql of ['UPDATE events SET revision = 7', 'DELETE FROM events WHERE position = 1'])
      expect(() => inside(sql)).toThrow(/never (changed|removed)/);
  });

  it('remembers the name of its sequence key', async () => {
    await made();
    expect(() => openSqliteEventStore({ directory, sequenceKeyName: 'case' })).toThrow(unusable);
    const opened = openSqliteEventStore({ directory });
    await opened.store.append('a-1', [anEvent({ metadata: { school: '7' } })], 'any');
    expect(await all(opened.log.read({ filter: { keys: ['7'] } }))).toHaveLength(1);
    await opened.close();
  });
});

/** What the operator reads. */
const line = (open: () => unknown): string => {
  try {
    open();
  } catch (error) {
    return (error as Error).message;
  }
  return 'opened';
};

describe('a data directory is refused in one line', () => {
  it('when a later release wrote it', async () => {
    await made();
    inside('PRAGMA user_version = 2');
    for (const readOnly of [false, true]) {
      const open = (): unknown => openSqliteEventStore({ directory, readOnly });
      expect(open).toThrow(expect.objectContaining({ name: 'NewerFormat', code: 'newer-format', found: 2, known: 1 }));
      expect(line(open)).toMatch(/events\.db has format 2; this release knows up to 1[^\n]*$/);
    }
  });

  it('when its file is something else', () => {
    mkdirSync(directory);
    writeFileSync(join(directory, 'events.db'), 'not a database at all '.repeat(100));
    expect(line(() => openSqliteEventStore({ directory }))).toMatch(/^The data directory .*: events\.db: .+\.$/);
    rmSync(join(directory, 'events.db'));
    inside('CREATE TABLE strange (x)');
    expect(() => openSqliteEventStore({ directory })).toThrow(unusable);
    expect(() => openSqliteEventStore({ directory, readOnly: true })).toThrow(unusable);
  });

  it('when its file is something else, which is left as it was', () => {
    mkdirSync(directory);
    inside('CREATE TABLE strange (x)');
    const before = readFileSync(join(directory, 'events.db'));
    expect(() => openSqliteEventStore({ directory })).toThrow(unusable);
    expect(readFileSync(join(directory, 'events.db'))).toEqual(before);
  });

  it('when no directory can be made there, instead of trying for ever', () => {
    expect(line(() => openSqliteEventStore({ directory: '/proc/redline' }))).toMatch(/^The data directory [^\n]+\.$/);
  });

  it('when there is nothing to read', () => {
    expect(() => openSqliteEventStore({ directory, readOnly: true })).toThrow(unusable);
    mkdirSync(directory);
    writeFileSync(join(directory, 'events.db'), '');
    expect(() => openSqliteEventStore({ directory, readOnly: true })).toThrow(unusable);
  });

  it('when a pragma does not take', async () => {
    expect(() => configure(new Database(':memory:'))).toThrow('journal_mode is memory, not wal');
    await made(1);
    inside('PRAGMA journal_mode = DELETE');
    expect(() => openSqliteEventStore({ directory, readOnly: true })).toThrow(unusable);
  });

  it('when it is below a file, or may not be written', async () => {
    writeFileSync(directory, '');
    expect(() => openSqliteEventStore({ directory: join(directory, 'below') })).toThrow(DirectoryUnusable);
    rmSync(directory);
    await made(1);
    chmodSync(join(directory, '..'), 0o755);
    for (const file of ['events.db', 'lock.db']) chmodSync(join(directory, file), 0o444);
    // Root may write anywhere: after the imports it becomes nobody.
    const asNobody = 'if (process.getuid() === 0) { process.setgid(65534); process.setuid(65534); }';
    const text = `${imports} ${asNobody} await openSqliteEventStore({ directory }).close();`;
    for (const mode of [0o555, 0o777]) {
      chmodSync(directory, mode);
      expect(await runProgram({ text, argument: directory })).toContain("code: 'directory-unusable'");
    }
  });
});

describe('the lock of a data directory', () => {
  it('has one holder in a process', () => {
    const lock = lockDirectory(directory);
    expect(() => lockDirectory(directory)).toThrow(DirectoryInUse);
    expect(() => openSqliteEventStore({ directory })).toThrow(expect.objectContaining({ code: 'directory-in-use' }));
    lock.release();
    lockDirectory(directory).release();
  });

  it('has one holder among processes, and outlives none', async () => {
    const lock = lockDirectory(directory);
    const text = `${imports} lockDirectory(directory); console.log('locked'); process.kill(process.pid, 'SIGKILL')`;
    expect(await runProgram({ text, argument: directory })).toContain('directory-in-use');
    lock.release();
    expect(await runProgram({ text, argument: directory })).toContain('locked');
    lockDirectory(directory).release();
  });

  it('may be lent to the store, and is then not released by it', async () => {
    const lock = lockDirectory(directory);
    await openSqliteEventStore({ directory, lock }).close();
    expect(() => lockDirectory(directory)).toThrow(DirectoryInUse);
    lock.release();
  });

  it('is not left behind by a store that could not open', () => {
    mkdirSync(join(directory, 'events.db'), { recursive: true });
    expect(() => openSqliteEventStore({ directory })).toThrow(unusable);
    lockDirectory(directory).release();
  });

  it('is not needed for reading beside the writer', async () => {
    const writer = openSqliteEventStore({ directory });
    const reader = openSqliteEventStore({ directory, readOnly: true });
    const stop = new AbortController();
    const pulls = reader.log.follow({ signal: stop.signal })[Symbol.asyncIterator]();
    expect((await pulls.next()).value).toEqual({ kind: 'caughtUp' });
    const next = pulls.next();
    await writer.store.append('a-1', [anEvent()], 'any');
    expect((await next).value).toMatchObject({ kind: 'event', event: { position: 0n } });
    await expect(reader.store.append('a-1', [anEvent()], 'any')).rejects.toMatchObject({ code: 'unsupported' });
    stop.abort();
    await reader.close();
    await writer.close();
  });
});

describe('a safe SQLite', () => {
  it.each([
    ['3.51.2', false],
    ['3.9.9', false],
    ['2.99.99', false],
    ['3.51.3', true],
    ['3.53.2', true],
    ['4.0.0', true],
  ])('%s: %s', (version, safe) => {
    expect(isSafeSqlite(version)).toBe(safe);
  });
});
