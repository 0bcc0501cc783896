import type { ClientBase } from 'pg';

/** The database cannot hold read models; the message is one line for the operator and never holds the password. */
export class DatabaseUnusable extends Error {
  override readonly name = 'DatabaseUnusable';
  readonly code = 'database-unusable';

  constructor(why: string, cause?: unknown) {
    super(`The PostgreSQL database cannot be used: ${why}.`, { cause });
  }
}

interface Server {
  readonly version: string;
  readonly version_number: number;
  readonly encoding: string;
  readonly is_standby: boolean;
  /** The row of pg_database: its columns differ between versions. */
  readonly database: {
    readonly datname: string;
    readonly datcollate: string;
    readonly datlocprovider?: string;
    readonly datlocale?: string | null;
    readonly daticulocale?: string | null;
  };
}

const question = `SELECT current_setting('server_version') AS version,
  current_setting('server_version_num')::int AS version_number, current_setting('server_encoding') AS encoding,
  pg_is_in_recovery() AS is_standby, to_json(pg_database) AS database
  FROM pg_database WHERE datname = current_database()`;

const oldestVersion = 140_000;
const byCodePoint = new Set(['C', 'POSIX', 'C.UTF-8', 'C.utf8', 'C.UTF8']);

const collationOf = ({ datlocprovider = 'c', datcollate, datlocale, daticulocale }: Server['database']): string =>
  (datlocprovider === 'c' ? datcollate : (datlocale ?? daticulocale)) ?? '';

/** Why this server or database will not do. Texts must be sorted by code point, as SQLite sorts them. */
const objection = ({ version, version_number, encoding, is_standby, database }: Server): string | undefined => {
  if (version_number < oldestVersion) return `it is version ${version}, and 14 is the oldest that will do`;
  if (is_standby) return 'it is a standby, and read models are written and read on the primary';
  if (encoding !== 'UTF8') return `${database.datname} is encoded in ${encoding}, not in UTF8`;
  const collation = collationOf(database);
  if (database.datlocprovider === 'i' || !byCodePoint.has(collation))
    return `${database.datname} sorts by ${collation || 'an unknown collation'}, not by C.UTF-8 (CREATE DATABASE … TEMPLATE template0 LOCALE 'C.UTF-8')`;
  return undefined;
};

/** Looks at the server and the database. @throws DatabaseUnusable, and what the driver throws */
export const checkDatabase = async (client: ClientBase): Promise<void> => {
  const { rows } = await client.query<Server>(question);
  const [server] = rows;
  const why = server ? objection(server) : 'it does not say what it is';
  if (why !== undefined) throw new DatabaseUnusable(why);
};
