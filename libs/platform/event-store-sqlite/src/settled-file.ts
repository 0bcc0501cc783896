import type { Database } from 'better-sqlite3';
import { flushNames } from './directory-names.ts';

/**
 * Puts on the disk what an earlier process left behind, before anything is recorded upon it.
 *
 * What stands in the WAL may be in the system's memory alone, because a flush failed and the process died: no later
 * flush brings it to the disk, and a power cut then takes everything that was appended behind it. So it is copied into
 * the database, which is flushed, and the WAL begins anew. A reader that is in the way longer than `busy_timeout` is
 * not waited for. SQLite ignores a failure to flush the name of the WAL; here it is none of the things ignored.
 * @throws SqliteError, or the operating system's error
 */
export const settleFile = (db: Database, directory: string): void => {
  db.pragma('wal_checkpoint(TRUNCATE)');
  flushNames(directory);
};
