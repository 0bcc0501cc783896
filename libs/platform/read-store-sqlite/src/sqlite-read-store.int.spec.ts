import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EntitySchema } from 'typeorm';
import { createTableSql, ReadStoreUnavailable } from '#platform/read-store';
import { SqliteReadStore } from '#platform/read-store-sqlite';
import { onEachReadStore, readStoreContract } from '#testing';

onEachReadStore({ sqlite: (at) => SqliteReadStore.open(at) }, readStoreContract);

interface Tally {
  id: string;
  part: number;
  hits: number;
  tags: readonly string[];
}
const tally = new EntitySchema<Tally>({
  name: 'tally',
  columns: {
    id: { type: 'text', primary: true },
    part: { type: 'integer', primary: true },
    hits: { type: 'integer' },
    tags: { type: 'simple-json' },
  },
});
const row = (id: string, hits = 1, part = 0): Tally => ({ id, part, hits, tags: [id] });

describe('the file of the SQLite read store', () => {
  let directory: string;
  let store: SqliteReadStore;
  const file = (): string => join(directory, 'read.db');
  const open = async (): Promise<SqliteReadStore> => {
    const opened = await SqliteReadStore.open({ directory, entities: [tally] });
    await opened.write((tx) => tx.run(createTableSql(opened.dataSource, tally, 'tally')));
    return opened;
  };
  const all = (): Promise<Tally[]> => store.dataSource.getRepository(tally).find({ order: { id: 'ASC', part: 'ASC' } });

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'read-store-'));
    store = await open();
  });
  afterEach(async () => {
    await store.close();
    rmSync(directory, { recursive: true });
  });

  it('tells a full disk from a wrong statement, and goes on once there is room', async () => {
    await store.write((tx) => tx.upsert(tally, [row('s0')]));
    const pages = await store.write((tx) => tx.all<{ page_count: number }>('PRAGMA page_count'));
    const limit = (count: number) => store.write((tx) => tx.all(`PRAGMA max_page_count = ${count}`));
    await limit((pages[0]?.page_count ?? 0) + 2);
    const rows = Array.from({ length: 3_000 }, (_, at) => row(`s${at}`));
    const swallowing = store.write(async (tx) => {
      await tx.upsert(tally, rows).catch(() => undefined);
      await tx.run('DELETE FROM tally');
    });
    await expect(swallowing).rejects.toBeInstanceOf(ReadStoreUnavailable);
    expect(await all()).toEqual([row('s0')]);
    await expect(store.write((tx) => tx.upsert(tally, rows))).rejects.toMatchObject({ code: 'SQLITE_FULL' });
    await expect(store.write((tx) => tx.run('nonsense'))).rejects.not.toBeInstanceOf(ReadStoreUnavailable);
    await limit(1_000_000);
    await store.write((tx) => tx.upsert(tally, rows));
    expect(await all()).toHaveLength(3_000);
  });

  it('keeps all or nothing when the process is killed in a transaction', async () => {
    await store.write((tx) => tx.upsert(tally, [row('before')]));
    await store.close();
    const script = `const db = new (require('better-sqlite3'))(${JSON.stringify(file())});
      db.exec("BEGIN IMMEDIATE; DELETE FROM tally; INSERT INTO tally VALUES ('half', 0, 1, '[]')");
      process.kill(process.pid, 'SIGKILL');`;
    expect(spawnSync(process.execPath, ['-e', script]).signal).toBe('SIGKILL');
    store = await open();
    expect(store.replacedBecause).toBeUndefined();
    expect(await all()).toEqual([row('before')]);
  });

  it.each([
    [
      'nonsense',
      () => writeFileSync(file(), 'not a database at all, but long enough to be read as a header …'.repeat(20)),
    ],
    [
      'a broken page, left by a process that died at work',
      () => {
        writeFileSync(file(), readFileSync(file()).fill(0xff, 5_000));
        writeFileSync(`${file()}-wal`, '');
      },
    ],
    ['another format', () => new Database(file()).pragma('user_version = 99')],
  ])('replaces a file of %s', async (_, damage) => {
    await store.write((tx) =>
      tx.upsert(
        tally,
        Array.from({ length: 500 }, (__, at) => row(`s${at}`)),
      ),
    );
    await store.close();
    damage();
    store = await open();
    expect(store.replacedBecause).toEqual(expect.any(String));
    expect(await all()).toEqual([]);
  });

  it('makes a deleted file anew, readable by its owner alone', async () => {
    await store.close();
    rmSync(file());
    store = await open();
    expect(await all()).toEqual([]);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  it('leaves the database of someone else as it is', async () => {
    await store.close();
    rmSync(file());
    const other = new Database(file());
    other.exec('CREATE TABLE treasure (gold)');
    other.close();
    await expect(open()).rejects.toThrow('not a read store');
    expect(new Database(file()).prepare('SELECT * FROM treasure').all()).toEqual([]);
    rmSync(file());
    store = await open();
  });
});
