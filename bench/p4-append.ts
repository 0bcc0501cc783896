import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openRegister } from '#composition';
import { RegisterLead } from '#domain/violation-cases';
import { openSqliteEventStore } from '#platform/event-store-sqlite';
import { emmettFindings } from './kit/emmett.ts';
import type { Cost, Row } from './kit/figures.ts';
import { codeOf, history } from './kit/history.ts';
import { freshDirectory } from './kit/log-directory.ts';
import { costOf, interleaved, timed } from './kit/measure.ts';

const concurrent = 64;
const schools = 500;

/** P4: commands that are durable when they are answered, against raw inserts of the very same bytes. */
export const p4: Row = {
  id: 'P4',
  work: 'durable appends, 64 concurrent commands (without the tree, which is not built yet)',
  run: async ({ quick, rounds }) => {
    const commands = quick ? 20_000 : 50_000;
    const written = await directoryOf(commands);
    const sides = [
      { name: 'ours', run: () => appended(commands) },
      { name: 'own table', run: () => inserted(written, 'own') },
      { name: 'plain table', run: () => inserted(written, 'plain') },
    ];
    const costs = await interleaved(sides, rounds);
    const per = 'event';
    const ours = costOf(costs, 'ours');
    const data = `${commands} commands on ${commands} cases of ${schools} schools, ${concurrent} in flight; raw: ${concurrent} rows a transaction, FULL`;
    const own = { ...costOf(costs, 'own table'), name: 'raw better-sqlite3, the store’s own table' };
    const plain = { ...costOf(costs, 'plain table'), name: 'raw better-sqlite3, text stream and two indexes' };
    const what = 'decide, canonical bytes, savepoint each, fsync, acknowledge';
    return [
      { what, ours, peer: own, per, goal: { atLeast: 0.5 }, data },
      { what, ours, peer: plain, per, goal: { atLeast: 0.75 }, data },
      ...(await emmettFindings(ours)),
    ];
  },
};

const context = { actor: 'officer-3', actorTrust: 'unverified', source: 'api' } as const;

const lead = (n: number) =>
  new RegisterLead({
    caseNo: `2026-${n}`,
    school: codeOf(n % schools),
    category: 'AFFILIATED_ENROLMENT',
    leadSource: 'TIP_OFF',
    actFrom: '2025-09-01',
    actUntil: '2026-05-04',
    studentCount: 12,
    amountFen: 24_000_000,
    gradeCohort: '2025级',
    major: '740101',
    partnerName: '某某人力资源有限公司',
    partnerCreditCode: null,
  });

/** Registers the schools first; then so many cases, timed, with 64 commands in flight. */
const appendIn = async (directory: string, commands: number): Promise<Cost> => {
  const register = openRegister(directory);
  const { store, gateway } = register;
  for (const { stream, event } of history({ schools, events: schools }))
    await store.append(stream, [event], 'no_stream');
  const cost = await timed(async () => {
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < commands) {
        next += 1;
        await gateway.execute(lead(next), context);
      }
    };
    await Promise.all(Array.from({ length: concurrent }, worker));
    return commands;
  });
  await register.close();
  return cost;
};

const appended = (commands: number): Promise<Cost> => appendIn(freshDirectory('append'), commands);

const directoryOf = async (commands: number): Promise<string> => {
  const directory = freshDirectory('append-written');
  await appendIn(directory, commands);
  return directory;
};

type StoredRow = readonly [number, number, number, Uint8Array, number, number, Uint8Array, string, string, string];

const storedRows = (directory: string): readonly StoredRow[] => {
  const db = new Database(join(directory, 'events.db'), { readonly: true });
  const rows = db
    .prepare(
      `SELECT e.*, s.name, t.name, lower(hex(e.event_id)) FROM events e JOIN streams s ON s.id = e.stream_id
       JOIN types t ON t.id = e.type_id ORDER BY position`,
    )
    .raw()
    .all() as StoredRow[];
  db.close();
  return rows;
};

const tables = {
  own: {
    insert: 'INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)',
    valuesOf: (row: StoredRow): unknown[] => row.slice(0, 7),
  },
  plain: {
    insert: 'INSERT INTO plain VALUES (?, ?, ?, ?, ?, ?)',
    valuesOf: ([position, , revision, , , , bytes, stream, type, id]: StoredRow): unknown[] => [
      position,
      stream,
      revision,
      id,
      type,
      bytes,
    ],
  },
} as const;

const plainTable = `CREATE TABLE plain (position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL,
  id TEXT NOT NULL, type TEXT NOT NULL, bytes BLOB NOT NULL) STRICT;
  CREATE UNIQUE INDEX plain_by_stream ON plain (stream, revision); CREATE INDEX plain_by_id ON plain (id);`;

const inserted = async (written: string, kind: keyof typeof tables): Promise<Cost> => {
  const { insert, valuesOf } = tables[kind];
  const directory = freshDirectory(`raw-${kind}`);
  await openSqliteEventStore({ directory, sequenceKeyName: 'school' }).close(); // its tables, indexes and triggers
  const db = new Database(join(directory, 'events.db'));
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'temp_store = MEMORY']) db.pragma(pragma);
  if (kind === 'plain') db.exec(plainTable);
  const rows = storedRows(written).map((row) => valuesOf(row));
  const [begin, statement, commit] = [db.prepare('BEGIN IMMEDIATE'), db.prepare(insert), db.prepare('COMMIT')];
  const cost = await timed(async () => {
    for (let at = 0; at < rows.length; at += concurrent) {
      begin.run();
      for (const values of rows.slice(at, at + concurrent)) statement.run(values);
      commit.run();
      await new Promise((resolve) => setImmediate(resolve)); // a server lets its sockets in between
    }
    return rows.length;
  });
  db.close();
  return cost;
};
