import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { isCanonical } from '#kernel';
import { envelopeBytes, parseEnvelope } from '#platform/event-store';
import { openSqliteEventStore } from '#platform/event-store-sqlite';
import { everyEvent, integrityOf } from './examine.ts';

/** What can notice damage today, in the order in which an operator would meet it. */
export type Check = 'opening' | 'reading' | 'integrity_check' | 'envelope' | 'columns';

/** A digest of everything the file answers, by every index; of the error, where it answers none. */
export const answersOf = (directory: string): string => {
  const hash = createHash('sha256');
  const db = new Database(join(directory, 'events.db'), { readonly: true });
  try {
    for (const question of questions) hash.update(answerTo(db, question));
  } finally {
    db.close();
  }
  return hash.digest('hex');
};

const questions: readonly string[] = [
  'PRAGMA user_version',
  'PRAGMA application_id',
  'SELECT * FROM settings NOT INDEXED ORDER BY rowid',
  ...['streams', 'types', 'keys'].flatMap((table) => [
    `SELECT id, name FROM ${table} NOT INDEXED ORDER BY id`,
    `SELECT id, name FROM ${table} ORDER BY name`,
  ]),
  'SELECT * FROM events NOT INDEXED ORDER BY position',
  'SELECT event_id, position FROM events INDEXED BY events_by_id ORDER BY 1, 2',
  'SELECT type_id, position FROM events INDEXED BY events_by_type ORDER BY 1, 2',
  'SELECT key_id, position FROM events INDEXED BY events_by_key ORDER BY 1, 2',
  'SELECT stream_id, revision, position FROM events INDEXED BY sqlite_autoindex_events_1 ORDER BY 1, 2, 3',
];

const answerTo = (db: Database.Database, question: string): string => {
  try {
    return JSON.stringify(db.prepare(question).raw().all());
  } catch (error) {
    return (error as Error).message;
  }
};

/** Which checks find something wrong. The last two know what an envelope says of itself and where it must stand. */
export const findings = async (directory: string): Promise<readonly Check[]> => {
  const found: Check[] = [];
  const note = async (check: Check, isWrong: () => boolean | Promise<boolean>): Promise<void> => {
    const wrong = await Promise.resolve()
      .then(isWrong)
      .catch(() => true);
    if (wrong) found.push(check);
  };
  await note('opening', () =>
    openSqliteEventStore({ directory })
      .close()
      .then(() => false),
  );
  await note('reading', () => cannotBeRead(directory));
  await note('integrity_check', () => integrityOf(directory).length > 0);
  await note('envelope', () => rowsOf(directory).some(({ bytes }) => !isOwnEnvelope(bytes)));
  await note('columns', () => rowsOf(directory).some((row, n) => !standsRight(row, n)));
  return found;
};

const cannotBeRead = async (directory: string): Promise<boolean> => {
  const opened = openSqliteEventStore({ directory });
  try {
    await everyEvent(opened);
    return false;
  } finally {
    await opened.close();
  }
};

interface StoredRow {
  readonly position: number;
  readonly stream: string | null;
  readonly revision: number;
  readonly id: string;
  readonly type: string | null;
  readonly key: string | null;
  readonly bytes: Buffer;
}

/** Rows in the order of the table itself, so that no index stands between. */
const rowsOf = (directory: string): readonly StoredRow[] => {
  const db = new Database(join(directory, 'events.db'), { readonly: true });
  try {
    return db
      .prepare(
        `SELECT e.position, s.name AS stream, e.revision, lower(hex(e.event_id)) AS id, t.name AS type, k.name AS key,
                e.bytes
         FROM events e NOT INDEXED LEFT JOIN streams s ON s.id = e.stream_id LEFT JOIN types t ON t.id = e.type_id
         LEFT JOIN keys k ON k.id = e.key_id ORDER BY e.position`,
      )
      .all() as StoredRow[];
  } finally {
    db.close();
  }
};

const isOwnEnvelope = (bytes: Buffer): boolean =>
  isCanonical(bytes.toString()) && bytes.equals(envelopeBytes(parseEnvelope(bytes)));

const standsRight = (row: StoredRow, n: number): boolean => {
  const event = parseEnvelope(row.bytes);
  return (
    row.position === n &&
    event.position === BigInt(row.position) &&
    event.revision === BigInt(row.revision) &&
    event.stream === row.stream &&
    event.type === row.type &&
    event.id.replaceAll('-', '') === row.id &&
    (event.metadata['school'] ?? '') === row.key
  );
};
