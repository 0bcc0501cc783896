import { ErrorType, convertToCommandError, isCommandError } from '@kurrent/kurrentdb-client';
import type { CommandError, WrongExpectedVersionError } from '@kurrent/kurrentdb-client';
import { AccessDenied, AppendTooLarge, InvalidArgument, StoreError, StoreUnavailable } from '#platform/event-store';
import { StreamNotFound, StreamTombstoned, Timeout, Unsupported, WrongExpectedRevision } from '#platform/event-store';
import type { Expected } from '#platform/event-store';

/** What was tried when the client failed. */
export interface Attempt {
  readonly stream?: string;
  readonly expected?: Expected;
  readonly sizeBytes?: () => number;
}

type Meaning = (error: CommandError, attempt: Required<Attempt>) => StoreError;

const unavailable: Meaning = (error) => new StoreUnavailable(`KurrentDB: ${error.message}`, true, error);
const timeout: Meaning = (error) => new Timeout(`KurrentDB gave no answer in time: ${error.message}`, { cause: error });
const accessDenied: Meaning = (error) => new AccessDenied(`KurrentDB: ${error.message}`, { cause: error });
const unsupported: Meaning = (error) => new Unsupported(`KurrentDB: ${error.message}`, { cause: error });
const invalid: Meaning = (error) => new InvalidArgument(`KurrentDB: ${error.message}`, { cause: error });
const closed: Meaning = (_, { stream }) => new StreamTombstoned(stream);
const tooLarge: Meaning = (_, { stream, sizeBytes }) => new AppendTooLarge(stream, sizeBytes());
const elsewhere: Meaning = (error, { stream, expected }) =>
  new WrongExpectedRevision(stream, expected, actualOf(error as WrongExpectedVersionError));

const byType: Partial<Record<ErrorType, Meaning>> = {
  [ErrorType.TIMEOUT]: timeout,
  [ErrorType.DEADLINE_EXCEEDED]: timeout,
  [ErrorType.ACCESS_DENIED]: accessDenied,
  [ErrorType.STREAM_NOT_FOUND]: (_, { stream }) => new StreamNotFound(stream),
  [ErrorType.STREAM_DELETED]: closed,
  [ErrorType.STREAM_TOMBSTONED]: closed,
  [ErrorType.WRONG_EXPECTED_VERSION]: elsewhere,
  [ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED]: tooLarge,
  [ErrorType.TRANSACTION_MAX_SIZE_EXCEEDED]: tooLarge,
  [ErrorType.APPEND_RECORD_SIZE_EXCEEDED]: tooLarge,
  [ErrorType.UNSUPPORTED]: unsupported,
  [ErrorType.INVALID_ARGUMENT]: invalid,
};

/** The gRPC codes that the client calls unknown although they say enough. */
const byCode: Readonly<Record<number, Meaning>> = {
  3: invalid,
  7: accessDenied,
  10: timeout, // ABORTED: only with details does the client itself call that a time-out
  12: unsupported,
  16: accessDenied,
};

/**
 * What callers of the port see of a failure of the client. What is not known is taken for an unavailable server whose
 * answer was lost: all appends name a revision and keep their ids, so that trying again is harmless.
 */
export const asStoreError = (error: unknown, attempt: Attempt = {}): StoreError => {
  if (error instanceof StoreError) return error;
  const known = commandError(error);
  if (!isCommandError(known)) return new StoreUnavailable(`KurrentDB: ${known.message}`, true, known);
  const meaning = byType[known.type] ?? byCode[(known as { code?: number }).code ?? -1] ?? unavailable;
  return meaning(known, { stream: '$all', expected: 'any', sizeBytes: () => 0, ...attempt });
};

const commandError = (error: unknown): Error => {
  const thrown = error instanceof Error ? error : new Error(String((error as Error | undefined)?.message ?? error));
  try {
    return convertToCommandError(thrown);
  } catch {
    return thrown; // an error with a numeric code that is none of gRPC
  }
};

const actualOf = ({ actualState }: WrongExpectedVersionError): bigint | 'no_stream' =>
  typeof actualState === 'bigint' && actualState >= 0n ? actualState : 'no_stream';
