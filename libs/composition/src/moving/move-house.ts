import { LogCopy, openPostgresLog } from '#platform/event-log-postgres';
import type { OpenPostgresLog } from '#platform/event-log-postgres';
import { parseEnvelope } from '#platform/event-store';
import type { EventLog, EventStore, NewEvent, Recorded, RecordedBytes } from '#platform/event-store';
import { openKurrentEventStore } from '#platform/event-store-kurrentdb';
import { lockDirectory, openSqliteEventStore } from '#platform/event-store-sqlite';
import type { ClusterPlace, EmbeddedPlace } from '#platform/settings';
import { sequenceKeyName } from '../open-register.ts';
import { compareAnswers, compareLogs, CopyDiffers } from './compare.ts';

const pageEvents = 200;

/** From where to where. The first is only read. */
export interface Move {
  readonly embedded: EmbeddedPlace;
  readonly cluster: ClusterPlace;
  /** Today in Asia/Shanghai. */
  readonly today: string;
  /** Called with the number of events that the copy holds. */
  readonly onProgress?: (events: number) => void;
}

/** What was moved, and what was compared at the end. */
export interface Moved extends MovedLog {
  /** Persons whom cases concern and whose keys went along. */
  readonly persons: number;
}

/** The same of the log alone. */
export interface MovedLog {
  /** Events that the copy holds. */
  readonly events: number;
  readonly schools: number;
  /** Questions that both answered alike. */
  readonly questions: number;
}

/** A sequencer is at work: it would give out positions in the middle of the copy. */
export class WorkersAtWork extends Error {
  readonly code = 'workers-at-work';

  constructor() {
    super('a worker is making the log: stop all workers and services of the cluster first');
  }
}

/**
 * Copies a directory's log into a cluster: the same ids, positions, dates and bytes. An interrupted copy is gone on with
 * by calling again. The directory is locked meanwhile and not changed.
 * @throws CopyDiffers for a cluster that holds something else, WorkersAtWork, and what the stores say
 */
export const moveToCluster = async (move: Move): Promise<MovedLog> => {
  const lock = lockDirectory(move.embedded.dataDirectory);
  const source = openSqliteEventStore({ directory: move.embedded.dataDirectory, readOnly: true });
  try {
    return await withCluster(move, async ({ log, copy, store }) => {
      const after = await commonEnd(source.log, log);
      for await (const page of pagesOf(source.log, after)) {
        await copy.hold();
        // Streams first: an event that is in the log is always in its stream. Repeated appends write nothing.
        await appendAll(
          store,
          page.map(({ bytes }) => parseEnvelope(bytes)),
        );
        await copy.append(page);
        move.onProgress?.(Number(page.at(-1)?.position) + 1);
      }
      return compared(source.log, log, move);
    });
  } finally {
    await source.close();
    lock.release();
  }
};

/**
 * Copies a cluster's log into a directory of one machine, likewise. Nothing is put in order meanwhile: commands to the
 * cluster wait, and say that they do not know.
 */
export const moveToEmbedded = async (move: Move): Promise<MovedLog> =>
  withCluster(move, async ({ log, copy }) => {
    const dates: Date[] = [];
    const clock = (): Date => dates.shift() ?? new Date(Number.NaN);
    const target = openSqliteEventStore({ directory: move.embedded.dataDirectory, sequenceKeyName, clock });
    try {
      const after = await commonEnd(log, target.log);
      for await (const page of pagesOf(log, after)) {
        await copy.hold();
        const appends = page.map(({ bytes }) => {
          const event = parseEnvelope(bytes);
          dates.push(new Date(event.recordedAt)); // the store asks its clock once for each append, in their order
          return target.store.append(event.stream, [newEvent(event)], expectedBefore(event));
        });
        await Promise.all(appends);
        move.onProgress?.(Number(page.at(-1)?.position) + 1);
      }
      return await compared(log, target.log, move);
    } finally {
      await target.close();
    }
  });

interface OpenCluster extends Pick<OpenPostgresLog, 'log'> {
  readonly copy: LogCopy;
  readonly store: EventStore;
}

const withCluster = async ({ cluster }: Move, work: (opened: OpenCluster) => Promise<MovedLog>): Promise<MovedLog> => {
  const streams = openKurrentEventStore({ url: cluster.kurrentUrl, allowUnfit: cluster.allowsUnfitStore });
  try {
    await streams.check();
    const { log, pool, close } = await openPostgresLog({ url: cluster.postgresUrl, sequenceKeyName });
    try {
      const copy = await LogCopy.begin(pool, sequenceKeyName);
      if (!copy) throw new WorkersAtWork();
      try {
        return await work({ log, copy, store: streams.store });
      } finally {
        await copy.end();
      }
    } finally {
      await close();
    }
  } finally {
    await streams.close();
  }
};

/** Where the copy ends, after making sure that it ends with what the source has there. */
const commonEnd = async (source: EventLog, copy: EventLog): Promise<bigint | undefined> => {
  const head = await copy.head();
  if (head === undefined) return undefined;
  const page = head === 0n ? { limit: 1 } : { after: head - 1n, limit: 1 };
  const [[ours], [theirs]] = await Promise.all([source.readBytes(page), copy.readBytes(page)]);
  if (!ours || !theirs || Buffer.compare(ours.bytes, theirs.bytes) !== 0)
    throw new CopyDiffers(`what stands there at position ${head} is not from this log; nothing was changed`);
  return head;
};

async function* pagesOf(log: EventLog, from: bigint | undefined): AsyncGenerator<readonly RecordedBytes[]> {
  for (let after = from; ;) {
    const page = await log.readBytes(after === undefined ? { limit: pageEvents } : { after, limit: pageEvents });
    const last = page.at(-1);
    if (!last) return;
    yield page;
    after = last.position;
  }
}

/** Neighbours of one stream go in one append; the order of all is kept. */
const appendAll = async (store: EventStore, events: readonly Recorded[]): Promise<void> => {
  for (let at = 0; at < events.length;) {
    const first = events[at] as Recorded;
    const run = events.slice(at).findIndex(({ stream }) => stream !== first.stream);
    const group = events.slice(at, run < 0 ? events.length : at + run);
    await store.append(first.stream, group.map(newEvent), expectedBefore(first));
    at += group.length;
  }
};

const newEvent = ({ id, type, data, metadata }: Recorded): NewEvent => ({ id, type, data, metadata });

const expectedBefore = ({ revision }: Recorded): 'no_stream' | bigint =>
  revision === 0n ? 'no_stream' : revision - 1n;

const compared = async (source: EventLog, copy: EventLog, { today }: Move): Promise<MovedLog> => {
  const schools = await compareLogs(source, copy, sequenceKeyName);
  const questions = await compareAnswers([source, copy], schools, today);
  return { events: Number((await copy.head()) ?? -1n) + 1, schools: schools.length, questions };
};
