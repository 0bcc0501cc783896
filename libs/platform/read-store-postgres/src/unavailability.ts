import { ReadStoreUnavailable } from '#platform/read-store';

// connection, resources, intervention and time-outs, system; a transaction the server undid; a lock not had in time;
// a session ended for idling; a server that has become a standby; damaged pages.
const storageStates = /^(08|40|53|57|58)|^(55P03|25P03|25P04|25006|XX001|XX002)$/;
const sqlState = /^[0-9A-Z]{5}$/;
const nodeCode = /^E[A-Z_]{3,}$/;
/** What the driver says of its connection, and nowhere with a code. */
const lostConnection = /terminated|not queryable|timeout/i;

const codeOf = (error: unknown): string => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
};

/** The code of a failure of the storage or of the way to it; undefined when it is the statement's own. */
const storageCode = (error: unknown): string | undefined => {
  const code = codeOf(error);
  if (nodeCode.test(code)) return code;
  if (sqlState.test(code)) return storageStates.test(code) ? code : undefined;
  return error instanceof Error && lostConnection.test(error.message) ? 'CONNECTION_LOST' : undefined;
};

/** The driver's error as the port speaks of it: ReadStoreUnavailable for the storage's failures, else as it is. */
export const asUnavailable = (error: unknown): unknown => {
  const code = storageCode(error);
  return code === undefined ? error : new ReadStoreUnavailable(code, error);
};

/** A connection could not be had: whatever the reason, no statement was at fault. */
export const asUnreachable = (error: unknown): ReadStoreUnavailable =>
  new ReadStoreUnavailable(storageCode(error) ?? (codeOf(error) || 'CONNECTION_REFUSED'), error);
