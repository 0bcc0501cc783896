import { StoreError, StoreUnavailable } from '#platform/event-store';

/** SQLite's name for what went wrong, if it was SQLite. By its code: the driver's error class is one per module realm. */
export const sqliteCode = (error: unknown): string | undefined => {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : undefined;
};

/** Gone by itself later: another process holds the write lock, or the disk is full. Nothing was half written. */
export const isPassing = (error: unknown): boolean =>
  ['SQLITE_BUSY', 'SQLITE_FULL'].some((code) => sqliteCode(error)?.startsWith(code));

/** What callers of the port see of a failure of the driver. */
export const asStoreError = (error: unknown): StoreError =>
  error instanceof StoreError
    ? error
    : new StoreUnavailable(`events.db: ${(error as Error).message}`, isPassing(error), error);
