import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openRegister } from '#composition';
import { CloseCase, ConcludeCase, FileCase, InvestigateCase, RegisterLead } from '#domain/violation-cases';
import { openSqliteEventStore } from '#platform/event-store-sqlite';
import { emmettFindings } from './kit/emmett.ts';
import type { Cost, Row } from './kit/figures.ts';
import { codeOf, history } from './kit/history.ts';
import { freshDirectory } from './kit/log-directory.ts';
import { costOf, interleaved, timed } from './kit/measure.ts';
import { keeperOfMachine } from '#policy';

const concurrent = 64;
const schools = 500;

/** P4: commands that are durable when they are answered, against raw inserts of the very same bytes. */
export const p4: Row = {
  id: 'P4',
  work: 'durable appends, 64 concurrent commands (without the tree, which is not built yet)',
  run: async ({ quick, rounds }) => {
    const cases = quick ? 5_000 : 20_000;
    const commands = cases * lifeOf(0).length;
    const written = await directoryOf(cases);
    const sides = [
      { name: 'ours', run: () => appended(cases) },
      { name: 'own table', run: () => inserted({ written, kind: 'own', commands }) },
      { name: 'plain table', run: () => inserted({ written, kind: 'plain', commands }) },
    ];
    const costs = await interleaved(sides, rounds);
    const per = 'command';
    const ours = costOf(costs, 'ours');
    const data = `${commands} commands, the lives of ${cases} cases of ${schools} schools, ${concurrent} in flight; raw: ${concurrent} rows a transaction, FULL`;
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

const context = { actor: keeperOfMachine('officer-3'), actorTrust: 'unverified', source: 'api' } as const;

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

/** One case from its lead to its end: a new stream every fifth command. */
const lifeOf = (n: number) => {
  const key = { caseNo: `2026-${n}` };
  return [
    lead(n),
    new FileCase(key, '2026-05-06'),
    new InvestigateCase(key, {
      on: '2026-05-20',
      investigators: ['officer-3', 'officer-8'],
      summary: '查阅学籍与考勤。',
    }),
    new ConcludeCase(key, { finding: 'ESTABLISHED', severity: 'SERIOUS', severityReason: '涉及学生较多。' }),
    new CloseCase(key, '2026-06-30'),
  ];
};

/** Registers the schools first; then the lives of so many cases, timed, with 64 commands in flight. */
const appendIn = async (directory: string, cases: number): Promise<Cost> => {
  const register = openRegister(directory);
  const { store, gateway } = register;
  for (const { stream, event } of history({ schools, events: schools }))
    await store.append(stream, [event], 'no_stream');
  const cost = await timed(async () => {
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < cases) {
        const life = lifeOf(next);
        next += 1;
        for (const command of life) await gateway.execute(command, context);
      }
    };
    await Promise.all(Array.from({ length: concurrent }, worker));
    return cases * lifeOf(0).length;
  });
  await register.close();
  return cost;
};

const appended = (cases: number): Promise<Cost> => appendIn(freshDirectory('append'), cases);

const directoryOf = async (cases: number): Promise<string> => {
  const directory = freshDirectory('append-written');
  await appendIn(directory, cases);
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

/** The same rows again, at what they cost per command that wrote them. */
const inserted = async ({
  written,
  kind,
  commands,
}: {
  readonly written: string;
  readonly kind: keyof typeof tables;
  readonly commands: number;
}): Promise<Cost> => {
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
    return commands;
  });
  db.close();
  return cost;
};
