import { callbackify } from 'node:util';
import type { ClientBase } from 'pg';

/** The server that answers now only follows another one: what it shows may be old. SQLSTATE of a write there. */
export class NotThePrimary extends Error {
  override readonly name = 'NotThePrimary';
  readonly code = '25006';

  constructor() {
    super('the server is a standby now');
  }
}

const leadsToPrimary = async (client: ClientBase): Promise<void> => {
  // As text: what a boolean comes as is the pool's own affair.
  const question = 'SELECT pg_is_in_recovery()::text AS is_standby';
  const { rows } = await client.query<{ is_standby: string }>(question);
  if (rows[0]?.is_standby !== 'false') throw new NotThePrimary();
};

/**
 * For a pool's `verify`: a new connection is used only if it leads to the primary. After a failover the address may lead
 * elsewhere, and an answer from a standby is an old one that nobody can tell.
 */
export const onPrimary: (client: ClientBase, done: (error?: Error) => void) => void = callbackify(leadsToPrimary);
