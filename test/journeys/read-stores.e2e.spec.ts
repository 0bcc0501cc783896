import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRegister } from '#composition';
import type { OpenRegister } from '#composition';
import type { EventLog } from '#platform/event-store';
import { ProjectionWatch, requestRebuild, runPartition } from '#platform/projection-runner';
import type { RunnerProblem } from '#platform/projection-runner';
import { PostgresReadStore } from '#platform/read-store-postgres';
import { SqliteReadStore } from '#platform/read-store-sqlite';
import {
  changeRow,
  changesAfter,
  EligibilityDesk,
  eligibilityProjection,
  foldedRow,
  LogRows,
  readCursor,
} from '#read-models/eligibility';
import { listSchools, schoolListProjection, schoolRow } from '#read-models/school-file';
import { officer, PostgresServer } from '#testing';
import type { OpenReadStore } from '#testing';
import { importWorkbooks } from '#workbooks';
import { acceptanceFolder, answers, casesOf } from './acceptance-cases.ts';
import type { Case } from './acceptance-cases.ts';

const entities = [foldedRow, changeRow, schoolRow];

const projectionsOver = (log: EventLog) => [eligibilityProjection(log, { events: 1_000 }), schoolListProjection()];

const report = (problem: RunnerProblem): void => {
  throw new Error(problem.kind, { cause: problem });
};

/** The read models on one store, filled from the log by one hand or by several side by side. */
class ReadSide {
  readonly #watch: ProjectionWatch;
  readonly #stop = new AbortController();
  #running: readonly Promise<void>[] = [];

  constructor(
    readonly store: OpenReadStore,
    readonly log: EventLog,
    readonly partitions: number,
  ) {
    this.#watch = new ProjectionWatch({ log, store, projections: projectionsOver(log), partitions, report });
  }

  follow(): void {
    this.#watch.start();
    const { log, store } = this;
    const { signal } = this.#stop;
    const projections = () => projectionsOver(log);
    const limits = { catchUpEvents: 50, liveEvents: 20 };
    this.#running = Array.from({ length: this.partitions }, (_, index) =>
      runPartition({ log, store, projections, partition: { index, of: this.partitions }, limits, report, signal }),
    );
  }

  async arrived(): Promise<void> {
    await this.#watch.waitFor('all', (await this.log.head()) ?? -1n, 60_000);
  }

  async rebuild(): Promise<void> {
    for (const projection of projectionsOver(this.log))
      await requestRebuild(this.store, { projection, partitions: this.partitions, signal: this.#stop.signal });
    await this.arrived();
  }

  /** From what was carried into rows: a fresh desk remembers nothing. */
  answers(cases: readonly Case[], knownAt?: string) {
    const isStale = (school: string) => this.#watch.isParked('eligibility', school);
    const position = () => this.#watch.seenBy('eligibility');
    return answers(new EligibilityDesk(new LogRows(this.log, { position, isStale })), cases, knownAt);
  }

  async feed() {
    const upTo = this.#watch.seenBy('eligibility');
    const all = await changesAfter(this.store, { after: undefined, upTo, limit: 100_000 });
    const cursors = all.filter((_, at) => at % 7 === 3).map(({ cursor }) => readCursor(cursor));
    const parts = await Promise.all(cursors.map((after) => changesAfter(this.store, { after, upTo, limit: 3 })));
    return { all, parts };
  }

  lists() {
    const anySchool = { q: null, district: null, after: null, limit: 7 };
    const searches = [
      {},
      { q: '学校' },
      { q: '3646' },
      { q: 'a' },
      { q: '%' },
      { district: '460108' },
      { after: '3646012005' },
    ];
    return Promise.all(searches.map((search) => listSchools(this.store, { ...anySchool, ...search })));
  }

  async rows(): Promise<Record<string, readonly object[]>> {
    const { dataSource } = this.store;
    const folded = await dataSource.getRepository(foldedRow).find({ order: { school: 'ASC' } });
    return {
      folded: folded.filter(({ school }) => !/^\*[1-9]/.test(school)), // each hand folds what concerns several schools
      changes: await dataSource.getRepository(changeRow).find({ order: { position: 'ASC', n: 'ASC' } }),
      schools: await dataSource.getRepository(schoolRow).find({ order: { code: 'ASC' } }),
    };
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running);
    await this.#watch.stop();
    await this.store.close();
  }
}

// One hand on SQLite, as on one machine; four side by side on PostgreSQL, as in a cluster.
describe.each([
  ['small', ['office.xlsx']],
  ['office', ['office.xlsx']],
  ['two-stage', ['first.xlsx', 'second.xlsx']],
])('SQLite and PostgreSQL, filled from the log of %s', (name, files) => {
  const directory = mkdtempSync(join(tmpdir(), 'read-stores-'));
  const cases = casesOf(name);
  const positions: string[] = [];
  let server: PostgresServer;
  let register: OpenRegister;
  let [sqlite, postgres]: [ReadSide | undefined, ReadSide | undefined] = [undefined, undefined];
  const both = (): [ReadSide, ReadSide] => [sqlite as ReadSide, postgres as ReadSide];

  beforeAll(async () => {
    server = await PostgresServer.start();
    register = openRegister(directory);
    const { log, gateway, desk } = register;
    sqlite = new ReadSide(await SqliteReadStore.open({ directory, entities }), log, 1);
    postgres = new ReadSide(await PostgresReadStore.open({ url: await server.newDatabase(), entities }), log, 4);
    for (const side of both()) side.follow();
    for (const file of files) {
      const { position } = await importWorkbooks(
        { gateway, log, examine: (names, look) => desk.examine(names, look) },
        { paths: [join(acceptanceFolder, name, file)], importer: { actor: officer('spec'), actorTrust: 'unverified' } },
      );
      positions.push(position ?? '');
    }
    await Promise.all(both().map((side) => side.arrived()));
  });

  afterAll(async () => {
    for (const side of both()) await side.close();
    await register.close();
    await server.stop();
    rmSync(directory, { recursive: true });
  });

  const sameOnBoth = async <T>(ask: (side: ReadSide) => Promise<T>): Promise<T> => {
    const [one, other] = await Promise.all(both().map(ask));
    expect(other).toEqual(one);
    return one as T;
  };

  it('answer every question alike, and as the log does', async () => {
    const given = await sameOnBoth((side) => side.answers(cases));
    expect(given).toHaveLength(cases.length);
    expect(given).toEqual(await answers(new EligibilityDesk(new LogRows(register.log)), cases));
  });

  it('answer alike what was known after the first file', async () => {
    const given = await sameOnBoth((side) => side.answers(cases, positions[0]));
    expect(given).toEqual(await answers(new EligibilityDesk(new LogRows(register.log)), cases, positions[0]));
  });

  it('tell the same feed and the same lists, in the same order', async () => {
    const { all, parts } = await sameOnBoth((side) => side.feed());
    expect([all.length > 0, parts.length > 0]).toEqual([true, true]);
    const [everySchool] = await sameOnBoth((side) => side.lists());
    expect(everySchool?.total).toBeGreaterThan(0);
  });

  it('hold the same rows, and the same again after a rebuild', async () => {
    const live = await sameOnBoth((side) => side.rows());
    expect(live['folded']?.length).toBeGreaterThan(0);
    await Promise.all(both().map((side) => side.rebuild()));
    expect(await sameOnBoth((side) => side.rows())).toEqual(live);
    await sameOnBoth((side) => side.answers(cases));
  });
});
