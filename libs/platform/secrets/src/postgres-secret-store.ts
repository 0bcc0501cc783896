import pg from 'pg';
import type { ClientBase, CustomTypesConfig, PoolConfig } from 'pg';
import { DataSource } from 'typeorm';
import type { EntityManager, EntitySchema } from 'typeorm';
import { addressOf, checkDatabase, onPrimary, PromptClient, refusedAtStart } from '#platform/postgres';
import { keyProofRow } from './key-proof.row.ts';
import type { SecretStore, SecretStoreKind } from './secret-store.ts';
import { asUnavailable, codeOf, SecretsUnavailable } from './secrets-unavailable.ts';
import type { SecretStoreName } from './secrets-unavailable.ts';

const [connectMs, statementMs, lockMs, idleMs, graceMs] = [5_000, 10_000, 5_000, 10_000, 2_000];

const int8: number = pg.types.builtins.INT8;

/** Every count of ours is a safe integer. */
const types: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === int8 ? Number : pg.types.getTypeParser(oid, format)) as CustomTypesConfig['getTypeParser'],
};

const settings = {
  statement_timeout: statementMs,
  lock_timeout: lockMs,
  idle_in_transaction_session_timeout: idleMs,
  default_transaction_read_only: 'off',
};

const poolOf = (name: SecretStoreName, url: string): PoolConfig => ({
  ...addressOf(url),
  Client: PromptClient,
  verify: onPrimary,
  application_name: `redline-${name}`,
  types,
  max: 4,
  connectionTimeoutMillis: connectMs,
  query_timeout: statementMs + graceMs,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  options: Object.entries({ search_path: name, ...settings })
    .map(([setting, value]) => `-c ${setting}=${value}`)
    .join(' '),
});

const ignored = (): void => undefined;

/** A schema of a PostgreSQL database, named after the store. Any number of processes may write at once. */
export class PostgresSecretStore implements SecretStore {
  readonly #kind: SecretStoreKind;
  readonly #dataSource: DataSource;
  #isClosed = false;

  private constructor(kind: SecretStoreKind, dataSource: DataSource) {
    this.#kind = kind;
    this.#dataSource = dataSource;
  }

  /**
   * Makes the schema unless it is there, and brings its tables up to date; of many processes one after another.
   * @throws DatabaseUnusable when this database will not do, SecretsUnavailable when it cannot be had now
   */
  static async open(kind: SecretStoreKind, url: string): Promise<PostgresSecretStore> {
    const pool = poolOf(kind.name, url);
    const dataSource = new DataSource({
      type: 'postgres',
      schema: kind.name,
      entities: [keyProofRow, ...kind.entities],
      migrations: [...kind.migrations],
      installExtensions: false,
      poolErrorHandler: ignored,
      extra: pool,
    });
    try {
      await aloneAt({ pool, lock: kind.migrationLock }, async (client) => {
        await checkDatabase(client);
        await makeSchema(client, kind.name);
        await dataSource.initialize();
        await dataSource.runMigrations({ transaction: 'all' });
      });
      return new PostgresSecretStore(kind, dataSource);
    } catch (error) {
      if (dataSource.isInitialized) await dataSource.destroy().catch(ignored);
      throw isUnusable(error) ? error : asUnavailable(kind.name, error);
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

  /** The old versions of its rows go with VACUUM, as far as no transaction may still see them. */
  wipe({ options: { name: table } }: EntitySchema): Promise<void> {
    const { name: schema } = this.#kind;
    return this.#answered(() => this.#dataSource.query(`VACUUM "${schema}"."${table}"`));
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#dataSource.destroy();
  }

  async #answered<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isClosed) throw new SecretsUnavailable(this.#kind.name, 'CLOSED');
    try {
      return await work();
    } catch (error) {
      throw asUnavailable(this.#kind.name, error);
    }
  }
}

const isDeadlock = (error: unknown): boolean => codeOf(error) === '40P01';

const isUnusable = (error: unknown): boolean => codeOf(error) === 'database-unusable';

/** One process at a time prepares; the lock ends with the connection. */
const aloneAt = async (
  { pool, lock }: { readonly pool: PoolConfig; readonly lock: number },
  work: (client: ClientBase) => Promise<void>,
): Promise<void> => {
  const client = new PromptClient({ ...pool, query_timeout: 60_000 });
  client.on('error', ignored);
  await client.connect().catch((error: unknown) => {
    throw refusedAtStart(error);
  });
  try {
    // Whoever comes second waits as long as the first may take.
    await client.query(`SET statement_timeout = 60000`);
    await client.query(`SET lock_timeout = 60000`);
    await client.query('SELECT pg_advisory_lock($1)', [lock]);
    await work(client);
  } finally {
    await client.end().catch(ignored);
  }
};

const makeSchema = async (client: ClientBase, schema: SecretStoreName): Promise<void> => {
  const { rows } = await client.query('SELECT to_regnamespace($1) AS found', [schema]);
  // Even IF NOT EXISTS asks for the right to make one.
  if (!(rows[0] as { found: string | null }).found) await client.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
};
