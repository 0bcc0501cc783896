import type { Json } from '#kernel';

/** A JSON object of the log's profile (see `canonicalText`). */
export type JsonObject = { readonly [key: string]: Json };

/** An event that is to be recorded. */
export interface NewEvent {
  /** A UUID in lower case. Keep it for a retry: the same id at the same place is recorded once. */
  readonly id: string;
  /** The frozen type name; never begins with `$`. */
  readonly type: string;
  /** A JSON object; `undefined`, fractions, dates, NUL and lone surrogates are refused. */
  readonly data: object;
  /** Who and why. Keys begin with `$` only in `$correlationId` and `$causationId`. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** An event as it was recorded, for ever. */
export interface Recorded extends NewEvent {
  readonly data: JsonObject;
  readonly stream: string;
  /** Place in its stream, from 0, without gaps. */
  readonly revision: bigint;
  /** Place in the log of all events, from 0, without gaps. */
  readonly position: bigint;
  /** UTC instant, ISO 8601 with milliseconds; never earlier than that of the event before. */
  readonly recordedAt: string;
}

/** The canonical envelope of one event: what is hashed and exported. */
export interface RecordedBytes {
  readonly position: bigint;
  readonly bytes: Uint8Array;
}

/** Where the caller believes the stream to be; a bigint is the revision of its last event. */
export type Expected = 'any' | 'no_stream' | 'stream_exists' | bigint;

/** Where the last event of an append stands. A store that orders its log later leaves `position` out. */
export interface Appended {
  readonly revision: bigint;
  readonly position?: bigint;
}

export type Direction = 'forward' | 'backward';

export interface ReadStreamOptions {
  readonly direction?: Direction;
  /** Inclusive; by default the first event, or the last one when reading backward. */
  readonly from?: bigint;
  readonly limit?: number;
  /** `empty`: a stream that was never written is read as one without events. It fails by default. */
  readonly ifAbsent?: 'empty';
}

/** Prefixes of stream names, or prefixes of types, or whole sequence keys; each list names 1 to 64. */
export type Filter =
  | { readonly streams: readonly string[] }
  | { readonly types: readonly string[] }
  | { readonly keys: readonly string[] };

export interface ReadLogOptions {
  /** Exclusive; by default the beginning, or the end when reading backward. */
  readonly after?: bigint | undefined;
  readonly direction?: Direction;
  /** At most so many matching events. */
  readonly limit?: number;
  readonly filter?: Filter | undefined;
}

export interface FollowOptions {
  /** Exclusive; `end` starts with what is recorded from now on. */
  readonly after?: bigint | 'end' | undefined;
  readonly filter?: Filter | undefined;
  /** The only way to end a follower from outside its loop. */
  readonly signal: AbortSignal;
}

/**
 * What a follower pulls, in order. `checkpoint`: nothing else matches up to this position. `caughtUp`: everything
 * recorded so far was delivered, and the next pull may wait. Both come after all earlier events were pulled.
 */
export type Followed =
  | { readonly kind: 'event'; readonly event: Recorded }
  | { readonly kind: 'checkpoint'; readonly position: bigint }
  | { readonly kind: 'caughtUp' };

/**
 * Streams of events. There is no delete and no append to two streams: nothing is lost, one command is one append.
 * Abstract classes rather than interfaces, so that Nest can use them as tokens.
 */
export abstract class EventStore {
  /**
   * Records all events at the end of the stream, or none. Resolves once they are durable.
   * A repeat with the same ids at the same `no_stream` or exact revision writes nothing and answers as the first time;
   * under `any` and `stream_exists` that holds for an immediate repeat.
   * @throws WrongExpectedRevision, EventTooLarge, AppendTooLarge, InvalidArgument, StoreUnavailable, Timeout
   */
  abstract append(stream: string, events: readonly NewEvent[], expected: Expected): Promise<Appended>;

  /** One stream in order. Fails on the first pull with StreamNotFound, unless told otherwise; past the end it is empty. */
  abstract readStream(stream: string, options?: ReadStreamOptions): AsyncIterable<Recorded>;
}

/** All events in one dense order. */
export abstract class EventLog {
  /** What is recorded now, in position order. */
  abstract read(options?: ReadLogOptions): AsyncIterable<Recorded>;

  /** At least once from `after`, in order; never ends by itself. Pulls from the store only what the consumer pulls. */
  abstract follow(options: FollowOptions): AsyncIterable<Followed>;

  /** One page of canonical envelopes, forward, for hashing and export; empty at the end. */
  abstract readBytes(page: { readonly after?: bigint; readonly limit: number }): Promise<readonly RecordedBytes[]>;

  /** The position of the last event; undefined before the first. */
  abstract head(): Promise<bigint | undefined>;

  /** The event with this id: how a repeated command finds its first answer. */
  abstract find(eventId: string): Promise<Recorded | undefined>;
}

/** A store, its log, and the way to let go of both. `close` waits for what was appended; nothing works after it. */
export interface OpenEventStore {
  readonly store: EventStore;
  readonly log: EventLog;
  close(): Promise<void>;
}

/** What every store is opened with. */
export interface EventStoreOptions {
  /** The wall clock; it may jump, `recordedAt` will not go back. */
  readonly clock?: () => Date;
  /** The metadata key whose value is an event's sequence key; without it, or without a value, the key is `''`. */
  readonly sequenceKeyName?: string | undefined;
}
