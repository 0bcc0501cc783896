import type { Pool, PoolClient } from 'pg';
import { Unsupported } from '#platform/event-store';

const formatVersion = 1;
/** Makers of the tables wait for one another: an arbitrary number, the same for all. */
const advisoryLock = 0x52_45_44_4c;

/**
 * `bytes` is the truth; the other columns are what rows are looked up by. Nothing here can be changed or removed, also
 * not by a mistaken statement of an operator. One row says who gives out positions, and how far they have come.
 */
const schema = `
  CREATE TABLE sequenced_events (
    position bigint PRIMARY KEY,
    stream text NOT NULL,
    revision bigint NOT NULL,
    event_id uuid NOT NULL,
    type text NOT NULL,
    key text NOT NULL,
    bytes bytea NOT NULL,
    UNIQUE (stream, revision)
  );
  CREATE INDEX sequenced_events_by_id ON sequenced_events (event_id);
  CREATE INDEX sequenced_events_by_key ON sequenced_events (key, position);
  CREATE INDEX sequenced_events_by_type ON sequenced_events (type, position);
  CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'sequenced events are never changed or removed'; END $$;
  CREATE TRIGGER sequenced_events_stand BEFORE UPDATE OR DELETE OR TRUNCATE ON sequenced_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
  CREATE TABLE sequencer (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    format integer NOT NULL,
    sequence_key_name text NOT NULL,
    epoch bigint NOT NULL,
    owner text,
    lease_until timestamptz,
    head bigint NOT NULL,
    recorded_at text NOT NULL,
    place text
  );
`;

/**
 * Makes the tables in an empty database, or finds them. `sequenceKeyName` is settled by whoever makes them.
 * @throws Unsupported for tables of a later release, or keyed by another name
 */
export const prepareLogTables = async (pool: Pool, sequenceKeyName = ''): Promise<void> => {
  const client = await pool.connect();
  try {
    await inTransaction(client, async () => {
      await client.query('SELECT pg_advisory_xact_lock($1)', [advisoryLock]);
      const { rows } = await client.query<{ there: boolean }>(`SELECT to_regclass('sequencer') IS NOT NULL AS there`);
      if (rows[0]?.there) return checkFormat(client, sequenceKeyName);
      await client.query(schema);
      await client.query(
        `INSERT INTO sequencer (format, sequence_key_name, epoch, head, recorded_at)
         VALUES ($1, $2, 0, -1, '1970-01-01T00:00:00.000Z')`,
        [formatVersion, sequenceKeyName],
      );
    });
  } finally {
    client.release();
  }
};

const checkFormat = async (client: PoolClient, sequenceKeyName: string): Promise<void> => {
  const { rows } = await client.query<{ format: number; name: string }>(
    'SELECT format, sequence_key_name AS name FROM sequencer',
  );
  const found = rows[0];
  if (!found || found.format > formatVersion)
    throw new Unsupported(`the log has format ${found?.format}; this release knows up to ${formatVersion}`);
  if (found.name !== sequenceKeyName)
    throw new Unsupported(`the log's events are keyed by '${found.name}', not by '${sequenceKeyName}'`);
};

/** All of the work or nothing. */
export const inTransaction = async <T>(client: PoolClient, work: () => Promise<T>): Promise<T> => {
  await client.query('BEGIN');
  try {
    const done = await work();
    await client.query('COMMIT');
    return done;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined); // the connection may be what failed
    throw error;
  }
};
