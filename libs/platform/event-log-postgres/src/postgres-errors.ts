import { StoreError, StoreUnavailable } from '#platform/event-store';

/** Connection, resources, operator's intervention, system: SQLSTATE classes that pass by themselves or by an operator. */
const passing = /^(?:08|40|53|55|57|58|25006)/;
const network = /^(?:ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_)/;

/** True when nothing is wrong with what was asked, and asking again later may help. */
export const isPassing = (error: unknown): boolean => {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  if (typeof code === 'string') return passing.test(code) || network.test(code);
  return typeof message === 'string' && /connection|timeout/i.test(message); // the driver's own errors have no code
};

/** What callers of the port see when PostgreSQL does not answer. Its messages name no password. */
export const asStoreError = (error: unknown): StoreError =>
  error instanceof StoreError
    ? error
    : new StoreUnavailable(`the log in PostgreSQL: ${(error as Error).message}`, isPassing(error), error);
