import Database from 'better-sqlite3';
import { accessSync, closeSync, constants, openSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DirectoryInUse, DirectoryUnusable } from './directory-errors.ts';
import { makeDirectory } from './directory-names.ts';
import { sqliteCode } from './driver-errors.ts';

/** The right to write to a directory. The operating system takes it back when the process dies, in whatever way. */
export interface DirectoryLock {
  readonly directory: string;
  release(): void;
}

/**
 * Takes the one writer's place in a directory, which is created (0700) if need be. Never waits.
 * While it is held, this process must not open `lock.db` or `events.db` by other means than SQLite: closing such a
 * descriptor would silently drop POSIX locks.
 * @throws DirectoryInUse, DirectoryUnusable
 */
export const lockDirectory = (directory: string): DirectoryLock => {
  const file = privateFile(directory, 'lock.db');
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { timeout: 0 });
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db?.close();
    if (sqliteCode(error)?.startsWith('SQLITE_BUSY')) throw new DirectoryInUse(directory);
    throw new DirectoryUnusable(directory, `lock.db: ${(error as Error).message}`, error);
  }
  const held = db;
  return { directory, release: () => void held.close() };
};

/**
 * The path of a file that only its owner may read: created empty (0600) if missing, in a directory (0700) likewise.
 * @throws DirectoryUnusable
 */
export const privateFile = (directory: string, name: string): string => {
  const file = join(directory, name);
  try {
    makeDirectory(resolve(directory));
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unusable(directory, error);
    checkWritable(directory, file);
  }
  return file;
};

/** SQLite opens what it may not write for reading, and then takes no lock. Not by opening: see `lockDirectory`. */
const checkWritable = (directory: string, file: string): void => {
  try {
    accessSync(file, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw unusable(directory, error);
  }
};

const unusable = (directory: string, error: unknown): DirectoryUnusable =>
  new DirectoryUnusable(directory, (error as Error).message, error);
