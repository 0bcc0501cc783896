import type { Database } from 'better-sqlite3';
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import type { EntityManager, QueryRunner } from 'typeorm';
import { AsyncMutex } from '#platform/read-store';
import { entities } from './entities.ts';
import { FirstTables } from './first-tables.migration.ts';
import { UsedSignIns } from './used-sign-ins.migration.ts';
import { VouchedSessions } from './vouched-sessions.migration.ts';
import { asUnavailable, codeOf, IdentityUnavailable } from './identity-errors.ts';
import type { IdentityStore } from './identity-store.ts';

const applicationId = 0x52_4c_69_64; // "RLid"
/** SQLite itself waits so long with everything else of this process; beyond that we wait without holding anybody up. */
const busyMs = 50;
const turnMs = 5_000;

/** Set and read back: what was answered must outlast the power, above all a code that was used. */
const settings: readonly (readonly [pragma: string, set: string, read: unknown])[] = [
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', 'FULL', 2],
  ['busy_timeout', String(busyMs), busyMs],
  ['trusted_schema', 'OFF', 0],
  ['cell_size_check', 'ON', 1],
  ['secure_delete', 'ON', 1],
  ['mmap_size', '0', 0],
];

const prepareDatabase = (database: Database): void => {
  // In this order: another process that is making the file names it before it puts anything in.
  const isEmpty = database.prepare('SELECT count(*) FROM sqlite_master').pluck().get() === 0;
  const owner = database.pragma('application_id', { simple: true });
  // Someone else's data is not ours to write into.
  if (owner !== applicationId && !isEmpty) throw new IdentityUnavailable('NOT_OURS');
  chmodSync(database.name, 0o600); // a copy that was put back may be open to others
  for (const [pragma, set, read] of settings) {
    database.pragma(`${pragma} = ${set}`);
    const found = database.pragma(pragma, { simple: true });
    if (found !== read) throw new Error(`SQLite keeps ${pragma} at ${String(found)}, not ${String(read)}`);
  }
  if (owner !== applicationId) database.pragma(`application_id = ${applicationId}`);
};

const isBusy = (error: unknown): boolean => codeOf(error).startsWith('SQLITE_BUSY');

/** Asks again while another process, or another store of this one, writes. */
const inTurn = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (const untilMs = performance.now() + turnMs; ;) {
    try {
      return await ask();
    } catch (error) {
      if (!isBusy(error) || performance.now() > untilMs) throw error;
    }
    await pause(1 + busyMs * Math.random()); // a delay, so that two do not meet again
  }
};

/**
 * `identity.db` of a directory. TypeORM has one connection to it, which every transaction shares: they follow one
 * another behind a mutex, and whoever reads waits with them, else it would see half of a transaction.
 */
export class SqliteIdentityStore implements IdentityStore {
  readonly #dataSource: DataSource;
  readonly #runner: QueryRunner;
  readonly #mutex = new AsyncMutex();

  private constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
    this.#runner = dataSource.createQueryRunner();
  }

  /** Opens or makes the file (0600) and brings its tables up to date. @throws IdentityUnavailable */
  static async open(directory: string): Promise<SqliteIdentityStore> {
    try {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      const database = join(directory, 'identity.db');
      closeSync(openSync(database, 'a', 0o600));
      const dataSource = new DataSource({
        type: 'better-sqlite3',
        database,
        timeout: busyMs,
        entities,
        migrations: [FirstTables, UsedSignIns, VouchedSessions],
        prepareDatabase: prepareDatabase as (database: unknown) => void,
      });
      await inTurn(() => dataSource.initialize());
      const store = new SqliteIdentityStore(dataSource);
      await store.write(() => dataSource.runMigrations({ transaction: 'none' }));
      return store;
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  read<T>(work: (rows: EntityManager) => Promise<T>): Promise<T> {
    return this.#alone(() => inTurn(() => work(this.#runner.manager)));
  }

  write<T>(work: (rows: EntityManager) => Promise<T>): Promise<T> {
    return this.#alone(() => this.#transaction(work));
  }

  async close(): Promise<void> {
    await this.#mutex.run(async () => {
      if (this.#dataSource.isInitialized) await this.#dataSource.destroy();
    });
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    return this.#mutex.run(async () => {
      if (!this.#dataSource.isInitialized) throw new IdentityUnavailable('CLOSED');
      return work().catch((error: unknown) => Promise.reject(asUnavailable(error)));
    });
  }

  async #transaction<T>(work: (rows: EntityManager) => Promise<T>): Promise<T> {
    // TypeORM's own BEGIN takes the lock with the first write: one that read before would fail instead of waiting.
    await inTurn(() => this.#runner.query('BEGIN IMMEDIATE'));
    try {
      const result = await work(this.#runner.manager);
      await this.#runner.query('COMMIT');
      return result;
    } catch (error) {
      // SQLite has rolled back by itself where the disk was full.
      await this.#runner.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }
}
