import { EntitySchema } from 'typeorm';
import type { ObjectLiteral } from 'typeorm';
import type { EventLog, Recorded } from '#platform/event-store';
import { ProjectionRunner, systemClock } from '#platform/projection-runner';
import type { Projection, RunnerClock, RunnerProblem } from '#platform/projection-runner';
import type { ReadStore } from '#platform/read-store';
import { PostgresReadStore } from '#platform/read-store-postgres';
import { SqliteReadStore } from '#platform/read-store-sqlite';
import { changeRow, eligibilityProjection, foldedRow } from '#read-models/eligibility';
import { schoolListProjection, schoolRow } from '#read-models/school-file';
import { inFolder } from './folder.ts';

/** Every event that a school's row has seen, in the order of its seeing: loss, repetition and disorder all show. */
interface Tally {
  readonly school: string;
  readonly count: number;
  readonly positions: string;
}

const tallyRow = new EntitySchema<Tally>({
  name: 'tally',
  columns: { school: { type: 'text', primary: true }, count: { type: 'integer' }, positions: { type: 'text' } },
});

const tallied = (events: readonly Recorded[], before: readonly Tally[]): readonly Tally[] => {
  const rows = new Map(before.map((row) => [row.school, row]));
  for (const { metadata, position } of events) {
    const school = metadata['school'] ?? '';
    const { count, positions } = rows.get(school) ?? { count: 0, positions: '' };
    rows.set(school, { school, count: count + 1, positions: `${positions} ${position}` });
  }
  return [...rows.values()];
};

const tallyProjection = (): Projection => ({
  name: 'tally',
  version: 1,
  rows: [tallyRow],
  handles: ['*'],
  ignores: [],
  sequenceKey: ({ metadata }) => metadata['school'] ?? '',
  handle: async (events, tx) => {
    const schools = new Set(events.map(({ metadata }) => metadata['school'] ?? ''));
    await tx.upsert<Tally>(tallyRow, tallied(events, await tx.find<Tally>(tallyRow, [...schools])));
  },
});

/** The real read models, and the tally: they write whole rows by key, so that they would not notice an event twice. */
export const watchedProjections = (log: EventLog): readonly Projection[] => [
  tallyProjection(),
  eligibilityProjection(log, { events: 1_000 }),
  schoolListProjection(),
];

/** Tables of the real read models. */
export const realTables: readonly EntitySchema<ObjectLiteral>[] = [foldedRow, changeRow, schoolRow];
const allTables: readonly EntitySchema<ObjectLiteral>[] = [tallyRow, ...realTables];

/** Where rows are kept, in words that another process understands. */
export type RowsAt = { readonly directory: string } | { readonly url: string; readonly schema: string };

export const openRows = (at: RowsAt): Promise<SqliteReadStore | PostgresReadStore> =>
  'directory' in at
    ? SqliteReadStore.open({ ...at, entities: [...allTables] })
    : PostgresReadStore.open({ ...at, entities: [...allTables], limits: { readers: 1 } });

/** Tries again at once; whoever waits for a position has patience nevertheless. */
export const hastyClock: RunnerClock = {
  nowMs: () => Date.now(),
  sleep: (ms, signal) => systemClock.sleep(ms < patienceMs ? 0 : ms, signal),
};

/** Longer than any pause that a runner makes by itself. */
export const patienceMs = 60_000;

const linesOf = async (store: ReadStore, table: EntitySchema<ObjectLiteral>): Promise<readonly string[]> =>
  (await store.dataSource.getRepository(table).find()).map((row) => JSON.stringify(row)).toSorted();

/** Where several hands share the schools out, each keeps what concerns them all, under a key of its own. */
const officeKey = /"school":"\*\d+"/;

/** Rows as one hand would keep them; undefined when the hands' copies are not the same. */
const asOneHand = (lines: readonly string[]): readonly string[] | undefined => {
  const copies = new Map<string, number>();
  const own = lines.filter((line) => !officeKey.test(line));
  for (const line of lines.filter((one) => officeKey.test(one))) {
    const copied = line.replace(officeKey, '"school":"*0"');
    copies.set(copied, (copies.get(copied) ?? 0) + 1);
  }
  return new Set(copies.values()).size > 1 ? undefined : [...own, ...copies.keys()].toSorted();
};

/** The tally as the log itself gives it. */
const expectedTally = async (log: EventLog): Promise<readonly string[]> => {
  const events: Recorded[] = [];
  for await (const event of log.read()) events.push(event);
  return tallied(events, [])
    .map((row) => JSON.stringify(row))
    .toSorted();
};

const refuse = ({ kind, error }: RunnerProblem): never => {
  throw new Error(`a clean rebuild: ${kind}`, { cause: error });
};

/** Rows of a runner that nothing disturbed, over the same log, in a store of its own. */
const cleanLines = (log: EventLog): Promise<ReadonlyMap<string, readonly string[]>> =>
  inFolder(async (directory) => {
    const store = await openRows({ directory });
    const runner = new ProjectionRunner({ log, store, projections: watchedProjections(log), report: refuse });
    try {
      await runner.start();
      await runner.waitFor('all', (await log.head()) ?? -1n, patienceMs);
      const lines = new Map<string, readonly string[]>();
      for (const table of allTables) lines.set(table.options.name, await linesOf(store, table));
      return lines;
    } finally {
      await runner.stop();
      await store.close();
    }
  });

/** Says where rows differ from those of a clean rebuild, table by table. They must have seen the whole log. */
export const rowFaults = async (
  store: ReadStore,
  log: EventLog,
  tables: readonly EntitySchema<ObjectLiteral>[] = allTables,
): Promise<readonly string[]> => {
  const clean = new Map(await cleanLines(log));
  clean.set(tallyRow.options.name, await expectedTally(log));
  const faults: string[] = [];
  for (const table of tables) {
    const { name } = table.options;
    const [live, rebuilt] = [asOneHand(await linesOf(store, table)), clean.get(name) ?? []];
    if (live === undefined) faults.push(`${name}: what concerns several schools is not the same everywhere`);
    if (live === undefined) continue;
    const at = rebuilt.findIndex((line, n) => line !== live[n]);
    if (live.length !== rebuilt.length || at !== -1)
      faults.push(`${name}: ${live.length} rows, rebuilt ${rebuilt.length}; ${live[at]} and not ${rebuilt[at]}`);
  }
  return faults;
};
