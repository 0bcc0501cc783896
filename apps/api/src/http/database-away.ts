import { ReadStoreUnavailable } from '#platform/read-store';

/** Connection, resources, operator's intervention, system: SQLSTATE classes, and what a socket says. */
const away = /^(?:08|25006|40|53|55|57|58|ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|SQLITE_(?:BUSY|IOERR|CANTOPEN|FULL))/;

/** What PostgreSQL's driver says of a connection that ended or did not answer, and gives no code for. */
const lost =
  /^(?:Connection terminated|Client .* is not queryable|Query read timeout|timeout expired|timeout exceeded when trying to connect)/;

interface Failure {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly driverError?: Failure | undefined;
}

/** True when the read models cannot be reached, whatever was asked: asking again later may help. */
export const isDatabaseAway = (error: unknown): boolean => {
  if (error instanceof ReadStoreUnavailable) return true;
  // What TypeORM makes of a driver's error; by its shape, because it hands errors of connecting on as they are.
  const failure = error as Failure;
  const { code = failure.code, message = failure.message } = failure.driverError ?? {};
  if (typeof code === 'string') return away.test(code);
  return typeof message === 'string' && lost.test(message);
};
