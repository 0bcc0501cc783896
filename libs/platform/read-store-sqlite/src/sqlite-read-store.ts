import type { Database } from 'better-sqlite3';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import type { DataSourceOptions } from 'typeorm';
import { AsyncMutex, ReadStore, ReadStoreUnavailable, TransactionScope } from '#platform/read-store';
import type { WriteTransaction } from '#platform/read-store';
import { openReadFile } from './read-file.ts';
import { sqliteCode } from './sqlite-code.ts';
import { SqliteTransaction, WritingConnection } from './sqlite-transaction.ts';

/** `directory` must exist; `entities` are all rows of all read models, each once. */
export interface SqliteReadStoreOptions {
  readonly directory: string;
  readonly entities: NonNullable<DataSourceOptions['entities']>;
  /** The file's name; `read.db` unless told. */
  readonly file?: string;
}

const storageCodes = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|NOMEM|CORRUPT|NOTADB|PROTOCOL)/;

const asUnavailable = (error: unknown): unknown => {
  const code = sqliteCode(error);
  return storageCodes.test(code) ? new ReadStoreUnavailable(code, error) : error;
};

/**
 * Read models in `read.db` of a directory. One connection writes, transaction after transaction; TypeORM reads on a
 * second one that the database itself keeps from writing, so no entity manager can step into a transaction.
 */
export class SqliteReadStore extends ReadStore {
  readonly dataSource: DataSource;
  /** Why an earlier `read.db` was thrown away at opening: damage or another format. All read models start anew. */
  readonly replacedBecause: string | undefined;
  readonly #connection: WritingConnection;
  readonly #mutex = new AsyncMutex();

  private constructor(dataSource: DataSource, database: Database, replacedBecause?: string) {
    super();
    this.dataSource = dataSource;
    this.#connection = new WritingConnection(database);
    this.replacedBecause = replacedBecause;
  }

  /** Opens or makes the file. Throws when it belongs to another application, or when a setting does not hold. */
  static async open({ directory, entities, file: name = 'read.db' }: SqliteReadStoreOptions): Promise<SqliteReadStore> {
    const file = join(directory, name);
    const { database, replacedBecause } = openReadFile(file);
    const dataSource = new DataSource({
      type: 'better-sqlite3',
      database: file,
      readonly: true,
      timeout: 250,
      entities,
      prepareDatabase: (reader: Database) => void reader.pragma('trusted_schema = OFF'),
    });
    await dataSource.initialize();
    return new SqliteReadStore(dataSource, database, replacedBecause);
  }

  override write<T>(work: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    return this.#mutex.run(() => this.#transaction(work));
  }

  /** Waits for the transactions that were asked for, then closes both connections. Can be called twice. */
  async close(): Promise<void> {
    await this.#mutex.run(async () => {
      if (!this.#connection.database.open) return;
      await this.dataSource.destroy();
      // The writer closes last: only it can fold the WAL into the file.
      this.#connection.database.close();
    });
  }

  async #transaction<T>(work: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    const { database } = this.#connection;
    if (!database.open) throw new ReadStoreUnavailable('CLOSED');
    const scope = new TransactionScope();
    try {
      this.#connection.prepare('BEGIN IMMEDIATE').run();
      const result = await work(new SqliteTransaction(this.#connection, this.dataSource, { scope }));
      scope.throwIfFailed();
      if (!database.inTransaction) throw new ReadStoreUnavailable('ROLLED_BACK');
      this.#connection.prepare('COMMIT').run();
      return result;
    } catch (error) {
      if (database.inTransaction) this.#connection.prepare('ROLLBACK').run();
      throw asUnavailable(error);
    } finally {
      scope.end();
    }
  }
}
