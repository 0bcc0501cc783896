import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EntitySchema } from 'typeorm';
import { createTableSql, ReadStoreUnavailable } from '#platform/read-store';
import type { WriteTransaction } from '#platform/read-store';
import { SqliteReadStore } from '#platform/read-store-sqlite';

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
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the SQLite read store', () => {
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

  it('keeps every row of five transactions asked for at once', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    await Promise.all(
      ids.map((id) =>
        store.write(async (tx) => {
          await tx.upsert(tally, [row(id, 1, 1)]);
          await nextTurn();
          await tx.upsert(tally, [row(id, 1, 2)]);
        }),
      ),
    );
    expect((await all()).map(({ id, part }) => `${id}${part}`)).toEqual(ids.flatMap((id) => [`${id}1`, `${id}2`]));
  });

  it('leaves nothing of a transaction that throws, and everything of its neighbours', async () => {
    const failing = store.write(async (tx) => {
      await tx.upsert(tally, [row('gone')]);
      await nextTurn();
      throw new Error('no');
    });
    const other = store.write((tx) => tx.upsert(tally, [row('kept')]));
    await expect(failing).rejects.toThrow('no');
    await other;
    expect((await all()).map(({ id }) => id)).toEqual(['kept']);
  });

  it('refuses writing through TypeORM, also while a transaction is open', async () => {
    const saved = store.write(async (tx) => {
      await tx.upsert(tally, [row('a')]);
      await expect(store.dataSource.getRepository(tally).save(row('b'))).rejects.toThrow('readonly');
    });
    await saved;
    expect(await all()).toEqual([row('a')]);
  });

  it('shows a reader nothing before the commit, and everything after it', async () => {
    await store.write(async (tx) => {
      await tx.upsert(tally, [row('a')]);
      expect(await all()).toEqual([]);
      expect(await tx.find(tally, ['a'])).toEqual([row('a')]);
    });
    expect(await all()).toEqual([row('a')]);
  });

  it('upserts by primary key and finds by its first column', async () => {
    await store.write(async (tx) => {
      await tx.upsert(tally, [row('a', 1, 1), row('a', 1, 2), row('b', 1)]);
      await tx.upsert(tally, [row('a', 9, 1)]);
      const found = await tx.find(tally, ['a', 'nobody']);
      expect(found.toSorted((one, other) => one.part - other.part)).toEqual([row('a', 9, 1), row('a', 1, 2)]);
    });
  });

  it('lets other work of the process run within a large upsert', async () => {
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 0);
    const rows = Array.from({ length: 20_000 }, (_, at) => row(`s${at}`));
    await store.write((tx) => tx.upsert(tally, rows));
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(0);
    expect(await store.dataSource.getRepository(tally).count()).toBe(20_000);
  });

  it('puts entities into renamed tables', async () => {
    await store.write(async (tx) => {
      const green = tx.renamed((table) => `${table}_v2_b1`);
      await tx.run(createTableSql(store.dataSource, tally, 'tally_v2_b1'));
      await green.upsert(tally, [row('green')]);
      expect(green.table(tally)).toBe('"tally_v2_b1"');
      expect(await green.all(`SELECT id FROM ${green.table(tally)}`)).toEqual([{ id: 'green' }]);
    });
    expect(await all()).toEqual([]);
  });

  it('refuses a call after the end, and a transaction after closing', async () => {
    let leaked: WriteTransaction | undefined;
    await store.write(async (tx) => {
      leaked = tx;
    });
    await expect(leaked?.run('DELETE FROM tally')).rejects.toThrow('over');
    await store.close();
    await expect(store.write(async () => undefined)).rejects.toBeInstanceOf(ReadStoreUnavailable);
    store = await open();
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
