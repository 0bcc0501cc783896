import { Pool } from 'pg';
import type { Bell } from '#platform/event-store';
import { addressOf, checkDatabase, onPrimary, PromptClient, refusedAtStart } from '#platform/postgres';
import { LogBell } from './log-bell.ts';
import { prepareLogTables } from './log-schema.ts';
import { PostgresEventLog } from './postgres-event-log.ts';

const connectMs = 5_000;
const statementMs = 10_000;
const idleInTransactionMs = 5_000;

export interface PostgresLogOptions {
  readonly url: string;
  readonly sequenceKeyName: string;
  /** Connections at most; 10 unless told. */
  readonly maxConnections?: number;
}

/** The sequenced log, and what a sequencer needs to write to it. */
export interface OpenPostgresLog {
  readonly log: PostgresEventLog;
  readonly pool: Pool;
  readonly bell: Bell;
  readonly close: () => Promise<void>;
}

const nothing = (): void => undefined;

const checked = async (pool: Pool): Promise<void> => {
  const client = await pool.connect().catch((error: unknown) => {
    throw refusedAtStart(error);
  });
  try {
    await checkDatabase(client);
  } finally {
    client.release();
  }
};

/**
 * Opens the log in a database, and makes its tables on first use.
 * @throws DatabaseUnusable, Unsupported, and the driver's own errors
 */
export const openPostgresLog = async (options: PostgresLogOptions): Promise<OpenPostgresLog> => {
  const connection = { ...addressOf(options.url), connectionTimeoutMillis: connectMs, keepAlive: true };
  const pool = new Pool({
    ...connection,
    Client: PromptClient,
    verify: onPrimary,
    max: options.maxConnections ?? 10,
    statement_timeout: statementMs,
    query_timeout: statementMs + 2_000, // a network that swallows everything, too
    idle_in_transaction_session_timeout: idleInTransactionMs,
    application_name: 'redline-log',
  });
  // A connection that dies idle is replaced by the next one asked for; one that dies at work tells whoever asked, and
  // would end the process besides if nobody listened.
  pool.on('error', nothing).on('connect', (client) => void client.on('error', nothing));
  try {
    await checked(pool);
    await prepareLogTables(pool, options.sequenceKeyName);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const bell = new LogBell({ ...connection, application_name: 'redline-log-bell' });
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= bell.close().then(() => pool.end()));
  return { log: new PostgresEventLog({ pool, bell }), pool, bell, close };
};
