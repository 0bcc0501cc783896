import { ReadStoreUnavailable } from '#platform/read-store';

/** Connection, resources, operator's intervention, system: SQLSTATE classes, and what a socket says. */
const away = /^(?:08|25006|40|53|55|57|58|ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|SQLITE_(?:BUSY|IOERR|CANTOPEN|FULL))/;

/** True when the read models cannot be reached, whatever was asked: asking again later may help. */
export const isDatabaseAway = (error: unknown): boolean => {
  if (error instanceof ReadStoreUnavailable) return true;
  // What TypeORM makes of a driver's error; by its shape, because it hands errors of connecting on as they are.
  const { code, driverError } = error as {
    readonly code?: unknown;
    readonly driverError?: { readonly code?: unknown };
  };
  const said = driverError?.code ?? code;
  return typeof said === 'string' && away.test(said);
};
