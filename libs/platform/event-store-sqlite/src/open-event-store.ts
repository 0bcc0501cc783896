import type { Database } from 'better-sqlite3';
import { Bell, RecordingClock, parseEnvelope } from '#platform/event-store';
import type { EventStoreOptions, OpenEventStore } from '#platform/event-store';
import { AppendWriter } from './append-writer.ts';
import { connect, usable } from './connection.ts';
import { flushNames } from './directory-names.ts';
import { lockDirectory } from './directory-lock.ts';
import type { DirectoryLock } from './directory-lock.ts';
import { GroupCommit } from './group-commit.ts';
import { InternedNames } from './interned-names.ts';
import { LogPages } from './log-pages.ts';
import { createFormat, readFormat } from './schema.ts';
import { settleWal } from './settled-wal.ts';
import { SqliteEventLog } from './sqlite-event-log.ts';
import { SqliteEventStore } from './sqlite-event-store.ts';
import { StreamPages } from './stream-pages.ts';

export interface SqliteEventStoreOptions extends EventStoreOptions {
  readonly directory: string;
  /** Reads beside a writer, or after it; refuses appends and takes no lock. */
  readonly readOnly?: boolean;
  /** The caller's lock on the directory. Without it a writer takes its own and releases it on `close`. */
  readonly lock?: DirectoryLock;
  /** Appends per transaction at most; 64 unless told. */
  readonly groupSize?: number;
}

const pollMs = 250;

/**
 * Opens the event store of a directory, and makes it on first use. `sequenceKeyName` is settled by whoever makes it.
 * @throws DirectoryInUse, DirectoryUnusable, NewerFormat
 */
export const openSqliteEventStore = (options: SqliteEventStoreOptions): OpenEventStore => {
  const { directory, readOnly = false } = options;
  const lock = readOnly || options.lock ? undefined : lockDirectory(directory);
  try {
    if (!readOnly) usable(directory, () => settleWal(directory));
    const db = connect(directory, readOnly);
    try {
      return storeOver(db, options, () => lock?.release());
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    lock?.release();
    throw error;
  }
};

/** The store over a connection that stands; it owns the connection from now on. */
export const storeOver = (db: Database, options: SqliteEventStoreOptions, release: () => void): OpenEventStore => {
  const { directory, readOnly = false, groupSize = 64 } = options;
  const wanted = { sequenceKeyName: options.sequenceKeyName };
  const { sequenceKeyName } = usable(directory, () => {
    if (!readOnly) {
      createFormat(db, directory, wanted);
      // SQLite flushes the name of its WAL too, but ignores a failure.
      flushNames(directory);
    }
    return readFormat(db, directory, wanted);
  });
  const bell = new Bell();
  const streams = new InternedNames(db, 'streams');
  const types = new InternedNames(db, 'types');
  const keys = new InternedNames(db, 'keys');
  const clock = new RecordingClock(options.clock, lastRecordedAt(db));
  const writer = new AppendWriter({ db, streams, types, keys, clock });
  const group = readOnly ? undefined : new GroupCommit({ db, writer, bell, groupSize });
  const pages = new LogPages(db, keys);
  return {
    store: new SqliteEventStore({ streams, pages: new StreamPages(db), sequenceKeyName, group }),
    log: new SqliteEventLog({ db, pages, bell, pollMs: readOnly ? pollMs : undefined }),
    close: async () => {
      group?.end();
      db.close();
      release();
      bell.ring();
    },
  };
};

const lastRecordedAt = (db: Database): string | undefined => {
  const last = db.prepare('SELECT CAST(bytes AS TEXT) FROM events ORDER BY position DESC LIMIT 1').pluck().get();
  return last === undefined ? undefined : parseEnvelope(last as string).recordedAt;
};
