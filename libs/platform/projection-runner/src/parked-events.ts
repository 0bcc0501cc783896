import type { WriteTransaction } from '#platform/read-store';
import type { BuildId, BuildPart } from './checkpoints.ts';

/** Stands for every sequence key: an event whose key cannot be read was poison, so the build stands still before it. */
export const allKeys = '*';

/** An event held back. Positions, never data: what it says is in the log. */
export interface ParkedEvent {
  readonly key: string;
  readonly position: bigint;
  /** Why it failed; undefined when it only waits behind one that did. */
  readonly error: string | undefined;
  readonly attempts: number;
}

/** Holds an event back, or counts another attempt at it. */
export const park = async (
  tx: WriteTransaction,
  { projection, build, partition }: BuildPart,
  { key, position, error }: Pick<ParkedEvent, 'key' | 'position' | 'error'>,
): Promise<void> => {
  await tx.run(
    `INSERT INTO parked_events (projection, build, partition_no, position, sequence_key, error, attempts)
     VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (projection, build, partition_no, position) DO UPDATE SET error = excluded.error,
     attempts = parked_events.attempts + 1`,
    [projection, build, partition, position, key, error ?? null, error === undefined ? 0 : 1],
  );
};

/** Lets one event go; false when it was not held. */
export const unpark = async (
  tx: WriteTransaction,
  { projection, build, partition }: BuildPart,
  position: bigint,
): Promise<boolean> => {
  const gone = await tx.run(
    'DELETE FROM parked_events WHERE projection = ? AND build = ? AND partition_no = ? AND position = ?',
    [projection, build, partition, position],
  );
  return gone > 0;
};

/** Lets all events of a build go. */
export const unparkAll = async (tx: WriteTransaction, { projection, build }: BuildId): Promise<void> => {
  await tx.run('DELETE FROM parked_events WHERE projection = ? AND build = ?', [projection, build]);
};

interface Found {
  readonly partition_no: number;
  readonly position: number;
  readonly sequence_key: string;
  readonly error: string | null;
  readonly attempts: number;
}

/** What a build holds back, in log order; of one partition or of all. */
export const parkedEvents = async (
  tx: WriteTransaction,
  { projection, build, partition }: BuildId & Partial<BuildPart>,
): Promise<readonly ParkedEvent[]> => {
  const found = await tx.all<Found>(
    `SELECT partition_no, position, sequence_key, error, attempts FROM parked_events
     WHERE projection = ? AND build = ? ORDER BY position, partition_no`,
    [projection, build],
  );
  const own = found.filter(({ partition_no }) => partition === undefined || partition_no === partition);
  return own.map(({ position, sequence_key, error, attempts }) => ({
    key: sequence_key,
    position: BigInt(position),
    attempts,
    error: error ?? undefined,
  }));
};
