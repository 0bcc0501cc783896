import type { PoolClient } from 'pg';
import type { Committed } from '#platform/event-store';
import type { LogEnd, SequencedEvent } from './sequenced-batch.ts';

/** How far the log holds the streams of these events; streams that it does not hold are left out. */
export const lastRevisionsOf = async (
  client: PoolClient,
  events: readonly Committed[],
): Promise<Map<string, number>> => {
  const streams = [...new Set(events.map(({ stream }) => stream))];
  const { rows } = await client.query<{ stream: string; last: string }>(
    `SELECT s.stream, l.revision AS last FROM unnest($1::text[]) AS s(stream) CROSS JOIN LATERAL
       (SELECT revision FROM sequenced_events e WHERE e.stream = s.stream ORDER BY revision DESC LIMIT 1) l`,
    [streams],
  );
  return new Map(rows.map(({ stream, last }) => [stream, Number(last)]));
};

/** Adds rows; whoever calls holds the lease in the same transaction. */
export const insertEvents = async (client: PoolClient, events: readonly SequencedEvent[]): Promise<void> => {
  await client.query(
    `INSERT INTO sequenced_events (position, stream, revision, event_id, type, key, bytes)
     SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::uuid[], $5::text[], $6::text[], $7::bytea[])`,
    [
      events.map((event) => event.position),
      events.map((event) => event.stream),
      events.map((event) => event.revision),
      events.map((event) => event.id),
      events.map((event) => event.type),
      events.map((event) => event.key),
      events.map((event) => event.bytes),
    ],
  );
};

/** Says how far the log has come, and where the feed goes on where that is known. */
export const setLogEnd = async (client: PoolClient, { head, recordedAt }: LogEnd, place?: string): Promise<void> => {
  await client.query('UPDATE sequencer SET head = $1, recorded_at = $2, place = coalesce($3, place)', [
    head,
    recordedAt,
    place ?? null,
  ]);
};
