import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { EntitySchema } from 'typeorm';
import { openMemoryEventStore } from '#platform/event-store';
import type { EventLog, Recorded } from '#platform/event-store';
import { ProjectionRunner } from '#platform/projection-runner';
import type { Projection, ProjectionRunnerOptions, RunnerProblem } from '#platform/projection-runner';
import { outcomeUnknown, ReadStoreUnavailable } from '#platform/read-store';
import type { ReadStore } from '#platform/read-store';
import { PostgresReadStore } from '#platform/read-store-postgres';
import { SqliteReadStore } from '#platform/read-store-sqlite';

const entities = () => [tallyRow, otherRow];

type At = { readonly directory: string } | { readonly url: string; readonly schema: string };

interface TallyPlace {
  readonly at: At;
  remove(): Promise<void>;
}

const temporaryDirectory = (): TallyPlace => {
  const directory = mkdtempSync(join(tmpdir(), 'runner-'));
  return { at: { directory }, remove: async () => rmSync(directory, { recursive: true }) };
};

const open = (at: At) =>
  'directory' in at
    ? SqliteReadStore.open({ ...at, entities: entities() })
    : PostgresReadStore.open({ ...at, entities: entities() });

/** Where specs open the tally: on either database. */
export const tallyStores = { sqlite: open, postgres: open };

/** What specs project: every word a school said, in order. Order, loss and repetition all show in `words`. */
export interface Tally {
  readonly school: string;
  readonly count: number;
  readonly words: string;
}

const rowNamed = (name: string): EntitySchema<Tally> =>
  new EntitySchema<Tally>({
    name,
    columns: { school: { type: 'text', primary: true }, count: { type: 'integer' }, words: { type: 'text' } },
    indices: [{ columns: ['count'] }],
  });

export const tallyRow = rowNamed('tally');
export const otherRow = rowNamed('other_tally');

/** @throws for poison */
export const wordOf = ({ data: { word } }: Recorded): string => {
  if (typeof word !== 'string' || word === 'poison') throw new Error('poison');
  return word;
};

/** The tally as a plain fold. */
export const tally = (events: readonly Recorded[], before: readonly Tally[] = []): Tally[] => {
  const rows = new Map(before.map((row) => [row.school, row]));
  for (const event of events) {
    const school = event.metadata['school'] ?? '';
    const { count, words } = rows.get(school) ?? { count: 0, words: '' };
    rows.set(school, { school, count: count + 1, words: `${words} ${wordOf(event)}` });
  }
  return [...rows.values()].toSorted((one, other) => (one.school < other.school ? -1 : 1));
};

/** A projection of the tally into `row`; `changes` replace parts of it. */
export const tallyProjection = (changes: Partial<Projection> = {}, row = tallyRow): Projection => ({
  name: 'tally',
  version: 1,
  rows: [row],
  handles: ['Said'],
  ignores: ['Cough*'],
  sequenceKey: ({ metadata }) => metadata['school'],
  handle: async (events, tx) => {
    const schools = new Set(events.map(({ metadata }) => metadata['school'] ?? ''));
    await tx.upsert(row, tally(events, await tx.find(row, [...schools])));
  },
  ...changes,
});

/** Gives the process turns until something holds; the test's own time limit ends it otherwise. */
export const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await holds())) await nextTurn();
};

/** A log in memory, a read store, and runners on both. */
export class TallyBench {
  readonly memory = openMemoryEventStore();
  readonly problems: RunnerProblem[] = [];
  store!: SqliteReadStore | PostgresReadStore;
  readonly #runners: ProjectionRunner[] = [];
  #said = 0;

  /** On SQLite unless told. */
  constructor(readonly place: TallyPlace = temporaryDirectory()) {}

  async open(): Promise<void> {
    this.store = await open(this.place.at);
  }

  /** The same rows as another process opens them; the spec closes it. */
  another(): Promise<SqliteReadStore | PostgresReadStore> {
    return open(this.place.at);
  }

  get log(): EventLog {
    return this.memory.log;
  }

  /** Appends one event; a word said by nobody has no sequence key. Answers its position. */
  async say(school: string | undefined, word: string, type = 'Said'): Promise<bigint> {
    this.#said += 1;
    const id = `00000000-0000-4000-8000-${String(this.#said).padStart(12, '0')}`;
    const metadata: Record<string, string> = school === undefined ? {} : { school };
    const event = { id, type, data: { word }, metadata };
    const { position } = await this.memory.store.append(`school-${school ?? 'none'}`, [event], 'any');
    return position as bigint;
  }

  async sayMany(count: number): Promise<bigint> {
    let last = -1n;
    for (let at = 0; at < count; at += 1) last = await this.say(`s${at % 3}`, `w${this.#said}`);
    return last;
  }

  runner(projections: readonly Projection[], changes: Partial<ProjectionRunnerOptions> = {}): ProjectionRunner {
    const report = (problem: RunnerProblem): void => void this.problems.push(problem);
    const limits = { catchUpEvents: 7, liveEvents: 3 };
    const runner = new ProjectionRunner({ log: this.log, store: this.store, projections, limits, report, ...changes });
    this.#runners.push(runner);
    return runner;
  }

  async started(projections: readonly Projection[], changes: Partial<ProjectionRunnerOptions> = {}) {
    const runner = this.runner(projections, changes);
    await runner.start();
    return runner;
  }

  /** The rows as queries read them. */
  rows(row = tallyRow): Promise<Tally[]> {
    return this.store.dataSource.getRepository(row).find({ order: { school: 'ASC' } });
  }

  /** What the rows must be: the whole log folded at once. */
  async expected(after?: bigint): Promise<Tally[]> {
    const events: Recorded[] = [];
    for await (const event of this.log.read({ after })) if (event.type === 'Said') events.push(event);
    return tally(events);
  }

  tables(): Promise<string[]> {
    return this.#names({
      sqlite: `SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%tally%' ORDER BY name`,
      postgres: `SELECT tablename AS name FROM pg_tables
        WHERE schemaname = current_schema() AND tablename LIKE '%tally%' ORDER BY tablename`,
    });
  }

  indexes(): Promise<string[]> {
    return this.#names({
      sqlite: `SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE '%tally%_by_%' ORDER BY name`,
      postgres: `SELECT indexname AS name FROM pg_indexes
        WHERE schemaname = current_schema() AND indexname LIKE '%tally%_by_%' ORDER BY indexname`,
    });
  }

  async #names({ sqlite, postgres }: { sqlite: string; postgres: string }): Promise<string[]> {
    const { dataSource } = this.store;
    const found = await dataSource.query<{ name: string }[]>(
      dataSource.options.type === 'postgres' ? postgres : sqlite,
    );
    return found.map(({ name }) => name);
  }

  async close(): Promise<void> {
    for (const runner of this.#runners) await runner.stop();
    await this.store.close();
    await this.place.remove();
  }
}

/** A read store that fails where the spec says. */
export const failingStore = (store: ReadStore, fail: () => Error | undefined): ReadStore => ({
  dataSource: store.dataSource,
  write: (work) =>
    store.write(async (tx) => {
      const result = await work(tx);
      const error = fail();
      if (error) throw error;
      return result;
    }),
});

/** A read store that commits, and whose answer is lost where the spec says. */
export const answerlessStore = (store: ReadStore, isLost: () => boolean): ReadStore => ({
  dataSource: store.dataSource,
  write: async (work) => {
    const result = await store.write(work);
    if (isLost()) throw new ReadStoreUnavailable(outcomeUnknown);
    return result;
  },
});
