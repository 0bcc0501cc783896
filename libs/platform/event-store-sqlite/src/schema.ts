import type { Database } from 'better-sqlite3';
import { DirectoryUnusable, NewerFormat } from './directory-errors.ts';

const formatVersion = 1;
/** Tells this file from other SQLite files: `REDL`. */
const applicationId = 0x52_45_44_4c;

/**
 * A stream's revision is not kept beside its events: the unique index answers it without a second write per append.
 * The indexes on type and key end with the rowid, which is the position, as every index of SQLite does.
 */
const schema = `
  CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE streams (id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL) STRICT;
  CREATE TABLE types (id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL) STRICT;
  CREATE TABLE keys (id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL) STRICT;
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream_id INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    event_id BLOB NOT NULL,
    type_id INTEGER NOT NULL,
    key_id INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    UNIQUE (stream_id, revision)
  ) STRICT;
  CREATE INDEX events_by_id ON events (event_id);
  CREATE INDEX events_by_type ON events (type_id);
  CREATE INDEX events_by_key ON events (key_id);
  CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
  CREATE TRIGGER events_are_never_removed BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'events are never removed'); END;
`;

/** What a directory was made for, once and for all. */
export interface Format {
  /** The metadata key whose value is the sequence key; undefined when events are not keyed. */
  readonly sequenceKeyName: string | undefined;
}

/**
 * Makes an empty file an event store. Takes the write lock even when there is nothing to make, so that a file that
 * cannot be written is found out now and not at the first append.
 * @throws DirectoryUnusable, NewerFormat, SqliteError
 */
export const createFormat = (db: Database, directory: string, { sequenceKeyName }: Format): void =>
  db
    .transaction(() => {
      refuseForeign(db, directory);
      if (tableCount(db) > 0) return;
      db.exec(schema);
      db.prepare('INSERT INTO settings VALUES (?, ?)').run('sequenceKeyName', sequenceKeyName ?? '');
      db.pragma(`application_id = ${applicationId}`);
      db.pragma(`user_version = ${formatVersion}`);
    })
    .immediate();

/**
 * Reads how the file was made.
 * @throws DirectoryUnusable for a file that is no event store, or keys its events by another name; NewerFormat
 */
export const readFormat = (db: Database, directory: string, wanted: Format): Format => {
  checkFormat(db, directory);
  const name = db.prepare(`SELECT value FROM settings WHERE name = 'sequenceKeyName'`).pluck().get() as string;
  if (wanted.sequenceKeyName !== undefined && wanted.sequenceKeyName !== name)
    throw new DirectoryUnusable(directory, `its events are keyed by '${name}', not by '${wanted.sequenceKeyName}'`);
  return { sequenceKeyName: name === '' ? undefined : name };
};

/**
 * Refuses a file that somebody else made, before anything about it is changed; an empty one is nobody's.
 * @throws DirectoryUnusable, NewerFormat
 */
export const refuseForeign = (db: Database, directory: string): void => {
  if (tableCount(db) > 0) checkFormat(db, directory);
};

const checkFormat = (db: Database, directory: string): void => {
  if (db.pragma('application_id', { simple: true }) !== applicationId)
    throw new DirectoryUnusable(directory, 'events.db is not an event store');
  const found = db.pragma('user_version', { simple: true }) as number;
  if (found > formatVersion) throw new NewerFormat(db.name, found, formatVersion);
};

const tableCount = (db: Database): number => db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() as number;
