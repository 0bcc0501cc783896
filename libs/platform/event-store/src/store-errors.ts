import type { Expected } from './event-store.ts';

/** Every way in which a store can say no. `code` is stable; the message is for operators, never for the public. */
export abstract class StoreError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The stream is not where the caller thought it was. Nothing was written: load it again and decide again. */
export class WrongExpectedRevision extends StoreError {
  readonly code = 'wrong-expected-revision';

  constructor(
    readonly stream: string,
    readonly expected: Expected,
    readonly actual: bigint | 'no_stream',
  ) {
    super(`${stream}: expected ${expected}, found ${actual}`);
  }
}

/** No event was ever recorded in this stream. */
export class StreamNotFound extends StoreError {
  readonly code = 'stream-not-found';

  constructor(readonly stream: string) {
    super(`${stream}: no such stream`);
  }
}

/** The stream was closed for ever by an administrator of the database; this system never does that itself. */
export class StreamTombstoned extends StoreError {
  readonly code = 'stream-tombstoned';

  constructor(readonly stream: string) {
    super(`${stream}: tombstoned`);
  }
}

/** One event is over the limit of canonical bytes. */
export class EventTooLarge extends StoreError {
  readonly code = 'event-too-large';

  constructor(
    readonly id: string,
    readonly sizeBytes: number,
  ) {
    super(`event ${id}: ${sizeBytes} bytes`);
  }
}

/** The events of one append are together over the limit. */
export class AppendTooLarge extends StoreError {
  readonly code = 'append-too-large';

  constructor(
    readonly stream: string,
    readonly sizeBytes: number,
  ) {
    super(`append to ${stream}: ${sizeBytes} bytes`);
  }
}

/** The caller's mistake; it will be refused again. */
export class InvalidArgument extends StoreError {
  readonly code = 'invalid-argument';
}

/**
 * The store cannot answer. An append may nevertheless have been recorded: send it again with the same ids, now when
 * `retryable`, else after an operator has restarted the service.
 */
export class StoreUnavailable extends StoreError {
  readonly code = 'store-unavailable';

  constructor(
    message: string,
    readonly retryable: boolean,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/** No answer in time, outcome unknown: send the append again with the same ids. */
export class Timeout extends StoreError {
  readonly code = 'timeout';
}

/** The database does not let this service do that. */
export class AccessDenied extends StoreError {
  readonly code = 'access-denied';
}

/** This store, or this release, cannot do that. */
export class Unsupported extends StoreError {
  readonly code = 'unsupported';
}
