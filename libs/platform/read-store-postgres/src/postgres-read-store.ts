import pg from 'pg';
import type { Pool, PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import type { DataSourceOptions } from 'typeorm';
import { addressOf, checkDatabase, DatabaseUnusable, refusedAtStart } from '#platform/postgres';
import { AsyncMutex, ReadStore, ReadStoreUnavailable } from '#platform/read-store';
import type { WriteTransaction } from '#platform/read-store';
import { entityTypes, rawTypes } from './checked-types.ts';
import { defaultLimits, readingPool, writingPool } from './connections.ts';
import type { Access, PostgresLimits } from './connections.ts';
import { PostgresTransaction } from './postgres-transaction.ts';
import { asUnavailable, asUnreachable } from './unavailability.ts';
import { WritingSession } from './writing-session.ts';

/** `url` may hold a password, which goes nowhere else; `entities` are all rows of all read models, each once. */
export interface PostgresReadStoreOptions {
  readonly url: string;
  readonly entities: NonNullable<DataSourceOptions['entities']>;
  /** Made unless it is there; `public` if left out. */
  readonly schema?: string;
  /** What the server calls these sessions. */
  readonly applicationName?: string;
  readonly limits?: Partial<PostgresLimits>;
}

const nothing = (): void => undefined;

/**
 * Read models in a schema of a PostgreSQL database. One session writes, transaction after transaction; other processes
 * may write at the same time. TypeORM reads in sessions that the server itself keeps from writing.
 */
export class PostgresReadStore extends ReadStore {
  readonly dataSource: DataSource;
  readonly #pool: Pool;
  readonly #answerMs: number;
  readonly #mutex = new AsyncMutex();
  #isClosed = false;

  private constructor(dataSource: DataSource, pool: Pool, { connectMs }: PostgresLimits) {
    super();
    this.#answerMs = connectMs;
    this.dataSource = dataSource;
    this.#pool = pool;
  }

  /**
   * Connects to a primary of version 14 or later whose database is in UTF8 and sorts by code point.
   * @throws DatabaseUnusable when this one will not do, ReadStoreUnavailable when it cannot be reached now
   */
  static async open(options: PostgresReadStoreOptions): Promise<PostgresReadStore> {
    const { url, entities, schema = 'public', applicationName = 'redline', limits } = options;
    if (!/^[a-z][a-z0-9_]{0,62}$/.test(schema)) throw new DatabaseUnusable(`${schema} is no name of a schema`);
    const access: Access = {
      address: addressOf(url),
      schema,
      applicationName,
      limits: { ...defaultLimits, ...limits },
    };
    const pool = new pg.Pool(writingPool(access, rawTypes));
    // A connection lost while idle is replaced when it is needed.
    pool.on('error', nothing);
    // One lost at work tells whoever asks; without a listener the process would end with it.
    pool.on('connect', (client) => client.on('error', nothing));
    const dataSource = new DataSource({
      type: 'postgres',
      entities,
      installExtensions: false,
      poolErrorHandler: nothing,
      extra: readingPool(access, entityTypes),
    });
    try {
      await prepared(pool, schema);
      await dataSource.initialize().catch((error: unknown) => Promise.reject(asUnavailable(error)));
      return new PostgresReadStore(dataSource, pool, access.limits);
    } catch (error) {
      await pool.end();
      throw error;
    }
  }

  override write<T>(work: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    return this.#mutex.run(() => this.#transaction(work));
  }

  /** Waits for the transactions that were asked for, then closes every connection. Can be called twice. */
  async close(): Promise<void> {
    await this.#mutex.run(async () => {
      if (this.#isClosed) return;
      this.#isClosed = true;
      await this.dataSource.destroy();
      await this.#pool.end();
    });
  }

  async #transaction<T>(work: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    if (this.#isClosed) throw new ReadStoreUnavailable('CLOSED');
    const client = await connected(this.#pool);
    const session = new WritingSession(client, this.#answerMs);
    let isUsable = false;
    try {
      await session.begin();
      const result = await work(new PostgresTransaction(session, this.dataSource));
      await session.commit();
      isUsable = true;
      return result;
    } catch (error) {
      // After a failure of the storage the connection is not asked again: it might not answer.
      isUsable = !(error instanceof ReadStoreUnavailable) && (await session.rollback());
      throw error;
    } finally {
      session.scope.end();
      client.release(!isUsable);
    }
  }
}

/** Two processes made the same schema at the same moment, which IF NOT EXISTS does not see. It is there now. */
const isMadeTwice = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === '23505' && error.schema === 'pg_catalog';

const connected = async (pool: Pool): Promise<PoolClient> => {
  try {
    return await pool.connect();
  } catch (error) {
    throw asUnreachable(error);
  }
};

const prepared = async (pool: Pool, schema: string): Promise<void> => {
  const client = await connected(pool).catch((error: unknown) => {
    const refused = error instanceof ReadStoreUnavailable ? refusedAtStart(error.cause) : error;
    throw refused instanceof DatabaseUnusable ? refused : error;
  });
  try {
    await checkDatabase(client);
    const { rows } = await client.query('SELECT to_regnamespace($1) AS found', [schema]);
    // Even IF NOT EXISTS asks for the right to make one.
    if (!(rows[0] as { found: string | null }).found) await client.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
  } catch (error) {
    if (!isMadeTwice(error)) throw asUnavailable(error);
  } finally {
    client.release();
  }
};
