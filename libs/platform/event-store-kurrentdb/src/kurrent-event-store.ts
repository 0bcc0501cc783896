import { jsonEvent } from '@kurrent/kurrentdb-client';
import type { AppendResult, KurrentDBClient, ResolvedEvent } from '@kurrent/kurrentdb-client';
import { EventStore, StoreUnavailable, StreamNotFound } from '#platform/event-store';
import { checkReadStream, checkStreamName, prepareAppend } from '#platform/event-store';
import type { Appended, Expected, NewEvent, ReadStreamOptions, Recorded } from '#platform/event-store';
import { asStoreError } from './client-errors.ts';
import { inTime } from './in-time.ts';
import { committedFrom, isOfTheSystem } from './recorded-event.ts';
import type { Turnstile } from './turnstile.ts';

export interface StoreParts {
  readonly client: KurrentDBClient;
  readonly turnstile: Turnstile;
  readonly timeoutMs: number;
  /** Aborted once the store was closed. */
  readonly closed: AbortSignal;
}

type JsonEvents = ReturnType<typeof jsonEvent>[];

/** The greatest revision that the server can read; no stream is so long. */
const farthest = 2n ** 63n - 1n;
/** Over the greatest append: each is one message, whatever the client's own default. */
const oneMessageBytes = 8 * 1024 * 1024;

/** Where an event stands in the log is not known here: only the sequencer says so, later. */
const unplaced = -1n;

/**
 * Streams in KurrentDB. `Recorded.position` is always -1n: this store has no dense order of its own. `recordedAt` is cut
 * to the second, since the client's reader drops the rest: the instant of record is the one in the log.
 */
export class KurrentEventStore extends EventStore {
  constructor(readonly parts: StoreParts) {
    super();
  }

  override async append(stream: string, events: readonly NewEvent[], expected: Expected): Promise<Appended> {
    prepareAppend({ stream, events, expected });
    const snapshot = events.map(({ id, type, data, metadata }) =>
      jsonEvent({ id, type, data: plainCopy(data), metadata: plainCopy(metadata) }),
    );
    const { turnstile, timeoutMs } = this.parts;
    checkOpen(this.parts.closed);
    const untilMs = Date.now() + timeoutMs;
    try {
      const { nextExpectedRevision } = await turnstile.pass(() => this.#send(stream, snapshot, { expected, untilMs }));
      return { revision: nextExpectedRevision };
    } catch (error) {
      const sizeBytes = (): number => Buffer.byteLength(JSON.stringify(snapshot));
      throw asStoreError(error, { stream, expected, sizeBytes });
    }
  }

  async #send(
    stream: string,
    events: JsonEvents,
    { expected, untilMs }: { expected: Expected; untilMs: number },
  ): Promise<AppendResult> {
    const leftMs = untilMs - Date.now();
    if (leftMs <= 0) throw new StoreUnavailable('KurrentDB is behind with its answers; nothing was sent', true);
    // An option by any other name would be ignored and mean "any revision".
    const options = {
      streamState: typeof expected === 'bigint' && expected > farthest ? farthest : expected,
      requiresLeader: true,
      batchAppendSize: oneMessageBytes,
      deadline: leftMs,
    };
    return inTime(this.parts.client.appendToStream(stream, events, options), leftMs);
  }

  override async *readStream(stream: string, options: ReadStreamOptions = {}): AsyncGenerator<Recorded> {
    checkStreamName(stream);
    checkReadStream(options);
    checkOpen(this.parts.closed);
    try {
      for await (const { event } of this.#pulled(stream, options))
        if (event && !isOfTheSystem(event)) yield { ...committedFrom(event), position: unplaced };
    } catch (error) {
      const failure = asStoreError(error, { stream });
      if (failure instanceof StreamNotFound && options.ifAbsent === 'empty') return;
      throw failure;
    }
  }

  /** The client reads without a deadline: here each pull has one. */
  async *#pulled(stream: string, { direction, from, limit }: ReadStreamOptions): AsyncGenerator<ResolvedEvent> {
    const backward = direction === 'backward';
    const reading = this.parts.client.readStream(stream, {
      direction: backward ? 'backwards' : 'forwards',
      fromRevision: from === undefined ? (backward ? 'end' : 'start') : from > farthest ? farthest : from,
      requiresLeader: true,
      ...(limit === undefined ? {} : { maxCount: limit }),
    });
    const events = reading[Symbol.asyncIterator]();
    for (;;) {
      const next = await inTime(events.next(), this.parts.timeoutMs);
      checkOpen(this.parts.closed);
      if (next.done) return;
      yield next.value;
    }
  }
}

/** What the caller does to its event afterwards is not ours. It was found to be plain JSON. */
const plainCopy = (value: object): Record<string, never> => JSON.parse(JSON.stringify(value)) as Record<string, never>;

/** @throws StoreUnavailable once the store was closed */
export const checkOpen = (closed: AbortSignal): void => {
  if (closed.aborted) throw new StoreUnavailable('the store was closed', false);
};
