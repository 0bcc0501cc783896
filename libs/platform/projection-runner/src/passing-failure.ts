import { StoreUnavailable, Timeout } from '#platform/event-store';
import { ReadStoreUnavailable } from '#platform/read-store';

/**
 * The rows could not be written, or the log could not be read while they were made: the event is not to blame, and
 * trying again may help.
 */
export const isPassing = (error: unknown): boolean =>
  error instanceof ReadStoreUnavailable || error instanceof StoreUnavailable || error instanceof Timeout;
