import { sequenceKeyName } from '#composition';
import { LogCopy, openPostgresLog } from '#platform/event-log-postgres';
import { envelopeBytes } from '#platform/event-store';
import type { JsonObject, RecordedBytes } from '#platform/event-store';
import { history } from './history.ts';
import type { Placed, Size } from './history.ts';

const pageEvents = 2_000;

/** Writes the history of this size into the empty sequenced log of a database, as a move into a cluster would. */
export const fillPostgresLog = async (url: string, size: Size): Promise<void> => {
  const { pool, close } = await openPostgresLog({ url, sequenceKeyName });
  try {
    const copy = await LogCopy.begin(pool, sequenceKeyName);
    if (!copy) throw new Error('a worker makes this log');
    let [page, position]: [RecordedBytes[], bigint] = [[], 0n];
    for (const placed of history(size)) {
      page.push({ position, bytes: bytesOf(placed, position) });
      position += 1n;
      if (page.length < pageEvents) continue;
      await copy.append(page);
      page = [];
    }
    await copy.append(page);
    await copy.end();
    await pool.query('ANALYZE sequenced_events'); // a database that has stood for a day knows its tables
  } finally {
    await close();
  }
};

const bytesOf = ({ stream, after, at, event }: Placed, position: bigint): Uint8Array =>
  envelopeBytes({
    ...event,
    data: event.data as JsonObject,
    stream,
    revision: BigInt(after + 1),
    position,
    recordedAt: at.toISOString(),
  });
