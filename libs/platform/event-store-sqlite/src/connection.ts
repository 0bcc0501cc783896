import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DirectoryUnusable } from './directory-errors.ts';
import { privateFile } from './directory-lock.ts';
import { sqliteCode } from './driver-errors.ts';
import { refuseForeign } from './schema.ts';

/** 3.7.0 to 3.51.2 can corrupt a WAL file when two connections checkpoint at once. */
const oldestSafeSqlite = [3, 51, 3] as const;

/** Set on every connection and read back. FULL: at NORMAL a power cut takes acknowledged events. */
const pragmas: readonly (readonly [name: string, value: string | number])[] = [
  ['busy_timeout', 250],
  ['journal_mode', 'wal'],
  ['synchronous', 2],
  ['foreign_keys', 1],
  ['trusted_schema', 0],
  ['cell_size_check', 1],
  ['wal_autocheckpoint', 1000],
  ['journal_size_limit', 64 * 1024 * 1024],
  ['mmap_size', 0],
  ['temp_store', 2],
];

/**
 * Opens `events.db` as durably as SQLite can.
 * @throws DirectoryUnusable when it cannot be opened, is none of ours, or will not be as durable as asked; NewerFormat
 */
export const connect = (directory: string, readOnly: boolean): Database.Database => {
  const file = readOnly ? join(directory, 'events.db') : privateFile(directory, 'events.db');
  if (readOnly && !existsSync(file)) throw new DirectoryUnusable(directory, 'it holds no events.db');
  return usable(directory, () => {
    const db = new Database(file, { readonly: readOnly });
    try {
      refuseForeign(db, directory);
      configure(db);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
};

/** Runs what touches the file; whatever SQLite or the system objects to becomes one line for the operator. */
export const usable = <T>(directory: string, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    if (sqliteCode(error) === undefined && !isSystemError(error) && !(error instanceof Misconfigured)) throw error;
    throw new DirectoryUnusable(directory, `events.db: ${(error as Error).message}`, error);
  }
};

const isSystemError = (error: unknown): boolean => (error as NodeJS.ErrnoException).syscall !== undefined;

class Misconfigured extends Error {}

/** @throws Misconfigured naming the pragma that did not take, or the SQLite that is too old */
export const configure = (db: Database.Database): void => {
  const version = db.prepare('SELECT sqlite_version()').pluck().get() as string;
  if (!isSafeSqlite(version)) throw new Misconfigured(`SQLite ${version} is older than ${oldestSafeSqlite.join('.')}`);
  for (const [name, wanted] of pragmas) {
    db.pragma(`${name} = ${wanted}`);
    const found = db.pragma(name, { simple: true });
    if (found !== wanted) throw new Misconfigured(`${name} is ${String(found)}, not ${wanted}`);
  }
};

/** True for a SQLite version without the known corruption. */
export const isSafeSqlite = (version: string): boolean => {
  const found = version.split('.').map(Number);
  const at = oldestSafeSqlite.findIndex((part, i) => found[i] !== part);
  return at === -1 || (found[at] ?? 0) > (oldestSafeSqlite[at] ?? 0);
};
