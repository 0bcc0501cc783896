import { PostgresServer } from '#testing';

let found: Promise<string | undefined> | undefined;

/** Why there is no PostgreSQL on this machine; undefined where one can be started. */
export const postgresMissing = (): Promise<string | undefined> =>
  (found ??= PostgresServer.start().then(
    (server) => server.stop().then(() => undefined),
    (error: unknown) => `PostgreSQL cannot be started: ${(error as Error).message}`,
  ));

/** Lends a PostgreSQL with an empty database for the time of the work. */
export const withPostgres = async <T>(work: (url: string) => Promise<T>): Promise<T> => {
  const server = await PostgresServer.start();
  try {
    return await work(await server.newDatabase());
  } finally {
    await server.stop();
  }
};
