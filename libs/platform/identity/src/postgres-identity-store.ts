import pg from 'pg';
import type { ClientBase, CustomTypesConfig, PoolConfig } from 'pg';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { addressOf, checkDatabase, onPrimary, PromptClient, refusedAtStart } from '#platform/postgres';
import { entities } from './entities.ts';
import { FirstTables } from './first-tables.migration.ts';
import { UsedSignIns } from './used-sign-ins.migration.ts';
import { VouchedSessions } from './vouched-sessions.migration.ts';
import { asUnavailable, codeOf, IdentityUnavailable } from './identity-errors.ts';
import type { IdentityStore } from './identity-store.ts';

const schema = 'identity';
const migrationLock = 7_205_772;
const [connectMs, statementMs, lockMs, idleMs, graceMs] = [5_000, 10_000, 5_000, 10_000, 2_000];

const int8: number = pg.types.builtins.INT8;

/** Every count of ours is a safe integer. */
const types: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === int8 ? Number : pg.types.getTypeParser(oid, format)) as CustomTypesConfig['getTypeParser'],
};

const settings = Object.entries({
  search_path: schema,
  statement_timeout: statementMs,
  lock_timeout: lockMs,
  idle_in_transaction_session_timeout: idleMs,
  default_transaction_read_only: 'off',
});

const poolOf = (url: string): PoolConfig => ({
  ...addressOf(url),
  Client: PromptClient,
  verify: onPrimary,
  application_name: 'redline-identity',
  types,
  max: 4,
  connectionTimeoutMillis: connectMs,
  query_timeout: statementMs + graceMs,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  options: settings.map(([name, value]) => `-c ${name}=${value}`).join(' '),
});

const ignored = (): void => undefined;

/** The schema `identity` of a PostgreSQL database. Any number of processes may write at once. */
export class PostgresIdentityStore implements IdentityStore {
  readonly #dataSource: DataSource;
  #isClosed = false;

  private constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /**
   * Makes the schema unless it is there, and brings its tables up to date; of many processes one after another.
   * @throws DatabaseUnusable when this database will not do, IdentityUnavailable when it cannot be had now
   */
  static async open(url: string): Promise<PostgresIdentityStore> {
    const pool = poolOf(url);
    const dataSource = new DataSource({
      type: 'postgres',
      schema,
      entities,
      migrations: [FirstTables, UsedSignIns, VouchedSessions],
      installExtensions: false,
      poolErrorHandler: ignored,
      extra: pool,
    });
    try {
      await aloneAt(pool, async (client) => {
        await checkDatabase(client);
        await makeSchema(client);
        await dataSource.initialize();
        await dataSource.runMigrations({ transaction: 'all' });
      });
      return new PostgresIdentityStore(dataSource);
    } catch (error) {
      if (dataSource.isInitialized) await dataSource.destroy().catch(ignored);
      throw isUnusable(error) ? error : asUnavailable(error);
    }
  }

  async read<T>(work: (rows: EntityManager) => Promise<T>): Promise<T> {
    return this.#answered(() => work(this.#dataSource.manager));
  }

  async write<T>(work: (rows: EntityManager) => Promise<T>): Promise<T> {
    const attempt = () => this.#dataSource.transaction('READ COMMITTED', work);
    // Of two that waited for each other the server undid one, and all of it: it can be done now.
    return this.#answered(() =>
      attempt().catch((error: unknown) => (isDeadlock(error) ? attempt() : Promise.reject(error))),
    );
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#dataSource.destroy();
  }

  async #answered<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isClosed) throw new IdentityUnavailable('CLOSED');
    try {
      return await work();
    } catch (error) {
      throw asUnavailable(error);
    }
  }
}

const isDeadlock = (error: unknown): boolean => codeOf(error) === '40P01';

const isUnusable = (error: unknown): boolean => codeOf(error) === 'database-unusable';

/** One process at a time prepares; the lock ends with the connection. */
const aloneAt = async (pool: PoolConfig, work: (client: ClientBase) => Promise<void>): Promise<void> => {
  const client = new PromptClient({ ...pool, query_timeout: 60_000 });
  client.on('error', ignored);
  await client.connect().catch((error: unknown) => {
    throw refusedAtStart(error);
  });
  try {
    // Whoever comes second waits as long as the first may take.
    await client.query(`SET statement_timeout = 60000`);
    await client.query(`SET lock_timeout = 60000`);
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    await work(client);
  } finally {
    await client.end().catch(ignored);
  }
};

const makeSchema = async (client: ClientBase): Promise<void> => {
  const { rows } = await client.query('SELECT to_regnamespace($1) AS found', [schema]);
  // Even IF NOT EXISTS asks for the right to make one.
  if (!(rows[0] as { found: string | null }).found) await client.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
};
