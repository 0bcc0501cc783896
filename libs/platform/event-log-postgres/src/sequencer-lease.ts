import type { Pool, PoolClient } from 'pg';
import type { LogEnd } from './sequenced-batch.ts';

/** The right to give out positions, until it runs out. Whoever takes it later has a higher epoch. */
export interface Lease {
  readonly epoch: string;
  /** Where the feed goes on. */
  readonly place: string | undefined;
}

/** The lease ran out, or somebody else holds it: nothing was written. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';

  constructor(epoch: string) {
    super(`the sequencer's lease of epoch ${epoch} is over`);
  }
}

// The database's clock alone decides: processes that sleep, or whose clocks differ, cannot disagree about it.
const runsOut = `clock_timestamp() + $1 * interval '1 millisecond'`;

/** Takes the place if it is free, that is without an owner or past its time; undefined while somebody is there. */
export const takeLease = async (
  pool: Pool,
  { owner, leaseMs }: { readonly owner: string; readonly leaseMs: number },
): Promise<Lease | undefined> => {
  const { rows } = await pool.query<{ epoch: string; place: string | null }>(
    `UPDATE sequencer SET epoch = epoch + 1, owner = $2, lease_until = ${runsOut}
     WHERE owner IS NULL OR lease_until <= clock_timestamp() RETURNING epoch, place`,
    [leaseMs, owner],
  );
  const taken = rows[0];
  return taken && { epoch: taken.epoch, place: taken.place ?? undefined };
};

/**
 * Holds the sequencer's row, and with it everybody else, until the transaction ends; the lease is prolonged.
 * @throws LeaseLost
 */
export const holdLease = async (client: Pool | PoolClient, epoch: string, leaseMs: number): Promise<LogEnd> => {
  const { rows } = await client.query<{ head: string; recorded_at: string }>(
    `UPDATE sequencer SET lease_until = ${runsOut}
     WHERE epoch = $2 AND owner IS NOT NULL AND lease_until > clock_timestamp() RETURNING head, recorded_at`,
    [leaseMs, epoch],
  );
  const held = rows[0];
  if (!held) throw new LeaseLost(epoch);
  return { head: Number(held.head), recordedAt: held.recorded_at };
};

/** Leaves the place to the next one at once; does nothing when it is somebody else's already. */
export const releaseLease = async (pool: Pool, epoch: string): Promise<void> => {
  await pool.query('UPDATE sequencer SET owner = NULL, lease_until = NULL WHERE epoch = $1', [epoch]);
};
