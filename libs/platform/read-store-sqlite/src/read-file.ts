import Database from 'better-sqlite3';
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { sqliteCode } from './sqlite-code.ts';

const applicationId = 0x52_4c_72_64; // "RLrd"
const format = 2;

/** Set on the writing connection and read back: `synchronous=NORMAL` may lose a commit with the power, never tear one. */
const settings: readonly (readonly [pragma: string, set: string, read: unknown])[] = [
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', 'NORMAL', 1],
  ['foreign_keys', 'ON', 1],
  ['busy_timeout', '250', 250],
  ['trusted_schema', 'OFF', 0],
  ['cell_size_check', 'ON', 1],
  ['wal_autocheckpoint', '1000', 1000],
  ['journal_size_limit', '67108864', 67_108_864],
  ['mmap_size', '0', 0],
  ['temp_store', 'MEMORY', 2],
  ['cache_size', '-32768', -32_768],
];

/** An open file, and why the one that stood there before was thrown away. */
export interface ReadFile {
  readonly database: Database.Database;
  readonly replacedBecause?: string;
}

/** What a look inside the file found wrong: it holds nothing that the log could not give again. */
class Unsound extends Error {}

const isDamage = (error: unknown): boolean =>
  error instanceof Unsound || /^SQLITE_(CORRUPT|NOTADB|IOERR_SHORT_READ)/.test(sqliteCode(error));

const claim = (database: Database.Database, file: string): void => {
  const owner = database.pragma('application_id', { simple: true });
  const empty = database.prepare('SELECT count(*) FROM sqlite_master').pluck().get() === 0;
  if (owner === applicationId) return;
  // Someone else's data is not ours to throw away.
  if (owner !== 0 || !empty) throw new Error(`${file} is not a read store; it is left as it is`);
  database.pragma(`application_id = ${applicationId}`);
  database.pragma(`user_version = ${format}`);
};

/** The check reads the whole file, so it is made only where the last process died at work and left its WAL behind. */
const examine = (database: Database.Database, wasClosed: boolean): void => {
  const found = database.pragma('user_version', { simple: true });
  if (found !== format) throw new Unsound(`format ${String(found)}, not ${format}`);
  if (wasClosed) return;
  const check = database.pragma('quick_check(1)', { simple: true });
  if (check !== 'ok') throw new Unsound(String(check));
};

const applySettings = (database: Database.Database): void => {
  for (const [pragma, set, read] of settings) {
    database.pragma(`${pragma} = ${set}`);
    const found = database.pragma(pragma, { simple: true });
    if (found !== read) throw new Error(`SQLite keeps ${pragma} at ${String(found)}, not ${String(read)}`);
  }
};

const open = (file: string): Database.Database => {
  const wasClosed = !existsSync(`${file}-wal`);
  const database = new Database(file, { timeout: 250 });
  try {
    chmodSync(file, 0o600);
    claim(database, file);
    applySettings(database);
    examine(database, wasClosed);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
};

/**
 * Opens the file, or makes it. A damaged file, or one of another format, is thrown away and made anew, for the log
 * can fill it again; a sound file of another application is refused, and so is a setting that does not hold.
 */
export const openReadFile = (file: string): ReadFile => {
  try {
    return { database: open(file) };
  } catch (error) {
    if (!isDamage(error)) throw error;
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
    return { database: open(file), replacedBecause: String(error) };
  }
};
