import Database from 'better-sqlite3';
import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { parseEnvelope } from '#platform/event-store';
import type { OpenEventStore, Recorded } from '#platform/event-store';
import { openSqliteEventStore } from '#platform/event-store-sqlite';
import type { Acknowledged } from './appending.ts';

/** What stands in a data directory after a restart, held against what an outside recorder was told. */
export interface Examination {
  /** Broken promises other than loss, in one line each. */
  readonly faults: readonly string[];
  /** Acknowledged events that are not there, or not as they were. */
  readonly lost: number;
  readonly events: number;
  /** Set when the store refused to open: the operator's line. */
  readonly refusal?: string;
}

/** Reads everything, then appends one event more. */
export const examine = async (directory: string, acknowledged: readonly Acknowledged[]): Promise<Examination> => {
  let opened: OpenEventStore;
  try {
    opened = openSqliteEventStore({ directory });
  } catch (error) {
    return { faults: [], lost: acknowledged.length, events: 0, refusal: (error as Error).message };
  }
  try {
    const recorded = await everyEvent(opened);
    const faults = [...placesOf(recorded.map(({ event }) => event)), ...integrityOf(directory)];
    if (faults.length === 0) faults.push(...(await goesOn(opened, recorded.length)));
    return { faults, lost: lostOf(acknowledged, recorded), events: recorded.length };
  } catch (error) {
    return { faults: [`cannot be read: ${(error as Error).message}`], lost: acknowledged.length, events: 0 };
  } finally {
    await opened.close();
  }
};

/** All broken promises of one examination, loss and refusal among them. */
export const brokenBy = ({ faults, lost, refusal }: Examination): readonly string[] => [
  ...faults,
  ...(refusal === undefined ? [] : [`does not open: ${refusal}`]),
  ...(lost === 0 ? [] : [`${lost} acknowledged events lost`]),
];

interface Stored {
  readonly event: Recorded;
  readonly bytes: Uint8Array;
}

/** The whole log, as bytes and as events. @throws when a damaged file leads round in a circle */
export const everyEvent = async ({ log }: Pick<OpenEventStore, 'log'>): Promise<readonly Stored[]> => {
  const found: Stored[] = [];
  for (let after: bigint | undefined; ;) {
    const page = await log.readBytes({ ...(after === undefined ? {} : { after }), limit: 500 });
    const last = page.at(-1)?.position;
    if (last === undefined) return found;
    if (after !== undefined && last <= after) throw new Error('positions go back');
    after = last;
    for (const { bytes } of page) found.push({ event: parseEnvelope(bytes), bytes });
  }
};

/** Dense positions, gap-free revisions, ids that stand once, and the trials' pairs whole. */
export const placesOf = (events: readonly Recorded[]): string[] => {
  const faults: string[] = [];
  if (events.some(({ position }, n) => position !== BigInt(n))) faults.push('positions have a gap');
  if (new Set(events.map(({ id }) => id)).size < events.length) faults.push('an event is there twice');
  const next = new Map<string, bigint>();
  for (const { stream, revision } of events) {
    if (revision !== (next.get(stream) ?? 0n)) faults.push(`revisions of ${stream} have a gap`);
    next.set(stream, revision + 1n);
  }
  for (const [stream, length] of next)
    if (stream.startsWith('note-') && length % 2n !== 0n) faults.push(`half an append in ${stream}`);
  return faults;
};

/** What SQLite's own check finds. */
export const integrityOf = (directory: string): readonly string[] => {
  const db = new Database(join(directory, 'events.db'), { readonly: true });
  try {
    const found = db.prepare('PRAGMA integrity_check').pluck().all() as string[];
    return found.length === 1 && found[0] === 'ok' ? [] : found.slice(0, 3).map((line) => `integrity_check: ${line}`);
  } finally {
    db.close();
  }
};

const goesOn = async ({ store }: OpenEventStore, length: number): Promise<readonly string[]> => {
  const event = { id: randomUUID(), type: 'Noted', data: {}, metadata: {} };
  const { position } = await store.append(`after-${event.id}`, [event], 'no_stream');
  return position === BigInt(length) ? [] : [`the next event came to ${position}, not to ${length}`];
};

/** Acknowledged events that do not stand at their position with the same id and bytes. */
export const lostOf = (acknowledged: readonly Acknowledged[], recorded: readonly Stored[]): number =>
  acknowledged.filter(({ position, id, sha256 }) => {
    const found = recorded[position];
    if (found === undefined || found.event.id !== id) return true;
    return createHash('sha256').update(found.bytes).digest('hex') !== sha256;
  }).length;
