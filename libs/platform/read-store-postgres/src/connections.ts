import type { CustomTypesConfig, PoolConfig } from 'pg';
import { onPrimary, PromptClient } from '#platform/postgres';
import type { Address } from '#platform/postgres';

/** How long, and how many. All times in milliseconds. */
export interface PostgresLimits {
  /** Connections for reading; one more writes. */
  readonly readers: number;
  /** A connection, and the first answer of a transaction. */
  readonly connectMs: number;
  readonly readMs: number;
  /** One statement of a transaction; making an index may take as long as it needs, up to a day. */
  readonly writeMs: number;
  readonly lockMs: number;
  /** Between two statements of a transaction: a fold of 20,000 events, or a process that was stopped in between. */
  readonly idleInTransactionMs: number;
  /** How much longer an answer is waited for than the server may take; then the line is taken for dead. */
  readonly graceMs: number;
}

export const defaultLimits: PostgresLimits = {
  readers: 8,
  connectMs: 5_000,
  readMs: 10_000,
  writeMs: 60_000,
  lockMs: 5_000,
  idleInTransactionMs: 30_000,
  graceMs: 2_000,
};

/** Everything that two pools of one store share. */
export interface Access {
  readonly address: Address;
  readonly schema: string;
  readonly applicationName: string;
  readonly limits: PostgresLimits;
}

const settings = (given: Readonly<Record<string, string | number>>): string =>
  Object.entries(given)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');

const poolOf = (
  { address, schema, limits, applicationName }: Access,
  role: {
    types: CustomTypesConfig;
    max: number;
    statementMs: number;
    session: Readonly<Record<string, string | number>>;
  },
): PoolConfig => ({
  ...address,
  Client: PromptClient,
  verify: onPrimary,
  application_name: applicationName,
  types: role.types,
  max: role.max,
  connectionTimeoutMillis: limits.connectMs,
  query_timeout: role.statementMs + limits.graceMs,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  options: settings({
    search_path: schema,
    statement_timeout: role.statementMs,
    lock_timeout: limits.lockMs,
    idle_in_transaction_session_timeout: limits.idleInTransactionMs,
    ...role.session,
  }),
});

/** The sessions that read: the server itself refuses to write in them. */
export const readingPool = (access: Access, types: CustomTypesConfig): PoolConfig =>
  poolOf(access, {
    types,
    max: access.limits.readers,
    statementMs: access.limits.readMs,
    session: { default_transaction_read_only: 'on' },
  });

/** The one session that writes. */
export const writingPool = (access: Access, types: CustomTypesConfig): PoolConfig =>
  poolOf(access, {
    types,
    max: 1,
    statementMs: access.limits.writeMs,
    session: { default_transaction_read_only: 'off' },
  });
