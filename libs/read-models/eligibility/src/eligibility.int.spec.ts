import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { CommandDesk, CommandGateway } from '#commands';
import type { RegisterCommand } from '#commands';
import { RecordDecision, RecordFollowUp } from '#domain/decisions';
import { IssueKey, RegisterClient, RevokeKey } from '#domain/machine-clients';
import { RegisterSchool } from '#domain/schools';
import { OpenCampaign } from '#domain/self-inspections';
import { openMemoryEventStore } from '#platform/event-store';
import type { EventLog } from '#platform/event-store';
import { ProjectionRunner } from '#platform/projection-runner';
import type { ReadStore } from '#platform/read-store';
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
  readQuestion,
} from '#read-models/eligibility';
import { keys, officer, onEachReadStore, rows } from '#testing';
import type { ReadStorePlace, ReadStorePlaces } from '#testing';

const by = { actor: officer('a'), actorTrust: 'verified', source: 'api' } as const;

let nowMs = 0;
const clock = () => new Date(nowMs);

const runnerOver = (log: EventLog, store: ReadStore) =>
  new ProjectionRunner({
    log,
    store,
    projections: [eligibilityProjection(log)],
    limits: { catchUpEvents: 4, liveEvents: 2 },
    report: () => undefined,
  });

const open = async (place: ReadStorePlace) => {
  const { store, log } = openMemoryEventStore({ sequenceKeyName: 'school', clock });
  const gateway = new CommandGateway(new CommandDesk(store, log));
  const readStore = await place.open([foldedRow, changeRow]);
  const runner = runnerOver(log, readStore);
  const isStale = (school: string) => !runner.isReady('eligibility') || runner.isParked('eligibility', school);
  const desk = new EligibilityDesk(new LogRows(log, { position: () => runner.seenBy('eligibility'), isStale }));
  runner.onBatch('eligibility', ({ keys: changed }) => {
    if (changed === 'all') desk.forgetAll();
    else for (const key of changed) desk.forget(key);
  });
  await runner.start();
  const record = async (...commands: readonly RegisterCommand[]): Promise<number> => {
    let position = -1n;
    for (const command of commands) ({ position } = await gateway.execute(command, by));
    await runner.waitFor('eligibility', position, 20_000);
    return Number(position);
  };
  const ask = (question: object) =>
    desk.answer(
      readQuestion({ school: keys.school, on: '2022-09-10', year: 2022, season: 'AUTUMN', ...question }, '2022-09-10'),
    );
  const feed = (cursor?: string) =>
    changesAfter(readStore, {
      after: cursor === undefined ? undefined : readCursor(cursor),
      upTo: runner.seenBy('eligibility'),
      limit: 1_000,
    });
  const close = async () => {
    await runner.stop();
    await readStore.close();
    await place.remove();
  };
  return { store, log, gateway, readStore, runner, record, ask, feed, close };
};

const eligibilityFromRows = (places: ReadStorePlaces): void => {
  let bench: Awaited<ReturnType<typeof open>>;

  beforeEach(async () => {
    nowMs = Date.parse('2022-09-10T02:00:00Z');
    bench = await open(places.place());
    const two = [keys.school, keys.otherSchool].map((code) => new RegisterSchool(rows.school({ code })));
    await bench.record(...two);
  });
  afterEach(() => bench.close());

  it('answers for one school and leaves the other alone', async () => {
    await bench.ask({});
    const position = await bench.record(new RecordDecision(rows.decision()));
    expect(await bench.ask({})).toMatchObject({
      state: 'BANNED',
      mayEnrol: false,
      position: String(position),
      knownAt: null,
    });
    expect(await bench.ask({ school: keys.otherSchool })).toMatchObject({ state: 'ELIGIBLE', position: '1' });
  });

  it('answers what was known at a position and at an instant', async () => {
    const before = await bench.record(new RecordDecision(rows.decision()));
    nowMs += 60_000;
    await bench.record(new RecordFollowUp(rows.followUp({ kind: 'ANNUL' })));
    expect((await bench.ask({})).state).toBe('ELIGIBLE');
    expect((await bench.ask({ knownAt: String(before) })).state).toBe('BANNED');
    expect((await bench.ask({ knownAt: '2022-09-10T10:00:59.999+08:00' })).state).toBe('BANNED');
    expect((await bench.ask({ knownAt: '2022-09-10T10:01:00+08:00' })).state).toBe('ELIGIBLE');
    await expect(bench.ask({ knownAt: '2022-09-10T09:59:59Z' })).resolves.toMatchObject({ state: 'ELIGIBLE' });
    await expect(bench.ask({ knownAt: '2021-01-01T00:00:00Z' })).rejects.toMatchObject({
      code: 'school-not-registered',
    });
  });

  it('never answers for a school that nobody registered or that others watch over', async () => {
    await expect(bench.ask({ school: '3646019999' })).rejects.toMatchObject({ code: 'school-not-registered' });
    await bench.record(new RegisterSchool(rows.school({ code: '3646012003', authority: 'HRSS' })));
    await expect(bench.ask({ school: '3646012003' })).rejects.toMatchObject({ code: 'other-authority' });
  });

  it('answers nothing rather than something stale when an event of the school is poison', async () => {
    const event = { id: randomUUID(), type: 'SchoolBlessed', data: {}, metadata: { school: keys.school } };
    await bench.store.append(`school-${keys.school}`, [event], 'any');
    await bench.record(new RecordDecision(rows.decision({ school: keys.otherSchool, number: '另〔2022〕1号' })));
    await expect(bench.ask({})).rejects.toMatchObject({ code: 'eligibility-not-current' });
    expect((await bench.ask({ school: keys.otherSchool })).state).toBe('BANNED');
    expect(await bench.runner.parked('eligibility')).toMatchObject([{ position: 2n }]);
  });

  it('keeps what is held back out of what it judges, also after a restart', async () => {
    const event = { id: randomUUID(), type: 'SchoolBlessed', data: {}, metadata: { school: keys.school } };
    await bench.store.append(`school-${keys.school}`, [event], 'any');
    await bench.record(new RecordDecision(rows.decision()));
    const start = (await bench.feed()).at(-1)?.cursor;
    await bench.runner.stop();
    const { position } = await bench.gateway.execute(new OpenCampaign(rows.campaign()), by);
    const again = runnerOver(bench.log, bench.readStore);
    await again.start();
    await again.waitFor('eligibility', position, 20_000);
    await again.stop();
    const changes = await changesAfter(bench.readStore, {
      after: readCursor(start ?? ''),
      upTo: position,
      limit: 1_000,
    });
    expect(new Set(changes.map(({ school, from, to }) => `${school} ${from} ${to}`))).toEqual(
      new Set([`${keys.school} ELIGIBLE WATCH`, `${keys.otherSchool} ELIGIBLE WATCH`]),
    );
  });

  it('tells in the feed which verdicts an event changed, and goes on from a cursor without a gap', async () => {
    const { feed } = bench;
    const start = (await feed()).at(-1)?.cursor ?? '';
    const banned = await bench.record(new RecordDecision(rows.decision()));
    const changes = await feed(start);
    expect(changes.map(({ school, from, to }) => [school, from, to])).toEqual(
      changes.map(() => [keys.school, 'ELIGIBLE', 'BANNED']),
    );
    expect(changes.map(({ enrolmentYear, season }) => `${enrolmentYear} ${season}`)).toEqual([
      '2022 AUTUMN',
      '2022 SPRING',
      '2023 AUTUMN',
      '2023 SPRING',
      '2024 AUTUMN',
      '2024 SPRING',
      '2025 AUTUMN',
    ]);
    expect(changes[0]).toMatchObject({ cursor: `${banned}.0`, headline: { documentNo: keys.decision } });
    expect(await feed(changes[2]?.cursor)).toEqual(changes.slice(3));
    expect(await feed(changes.at(-1)?.cursor)).toEqual([]);
  });

  it('tells of every school that an event about all of them changed', async () => {
    const start = (await bench.feed()).at(-1)?.cursor;
    await bench.record(new OpenCampaign(rows.campaign()));
    const changes = await bench.feed(start);
    expect(await bench.feed(changes[3]?.cursor)).toEqual(changes.slice(4));
    expect(new Set(changes.map(({ school, to }) => `${school} ${to}`))).toEqual(
      new Set([`${keys.school} WATCH`, `${keys.otherSchool} WATCH`]),
    );
    expect((await bench.ask({})).reasons.map((reason) => reason.kind)).toEqual(['SELF_INSPECTION_OVERDUE']);
  });

  it('builds the same rows again', async () => {
    await bench.record(
      new RecordDecision(rows.decision()),
      new OpenCampaign(rows.campaign()),
      new RecordDecision(rows.decision({ school: keys.otherSchool })),
      new RecordFollowUp(rows.followUp({ school: null })),
      new RecordDecision(rows.decision({ number: '又〔2022〕1号', kind: 'ENROLMENT_SUSPENSION' })),
    );
    const dump = async () => ({
      folded: await bench.readStore.dataSource.getRepository(foldedRow).find({ order: { school: 'ASC' } }),
      changes: await bench.readStore.dataSource.getRepository(changeRow).find({ order: { position: 'ASC', n: 'ASC' } }),
    });
    const live = await dump();
    await bench.runner.rebuild('eligibility');
    expect(await dump()).toEqual(live);
    expect(live.folded).toMatchObject([{ school: '*0' }, { school: keys.school }, { school: keys.otherSchool }]);
    expect(readCursor('nonsense')).toBeUndefined();
  });

  it('makes the same rows of a log that has machine clients between its events as of one without', async () => {
    const plain = await open(places.place());
    const { client, keyId, school, otherSchool } = keys;
    const machines: readonly RegisterCommand[] = [
      new RegisterClient(rows.machineClient()),
      new IssueKey(rows.machineKey({ schools: [school, otherSchool] })),
      new RevokeKey({ client, keyId }, { reason: '轮换', revokedAt: '2022-09-01T08:00:00.000Z' }),
    ];
    const registered = [school, otherSchool].map((code) => new RegisterSchool(rows.school({ code })));
    const others: readonly RegisterCommand[] = [
      new RecordDecision(rows.decision()),
      new OpenCampaign(rows.campaign()),
      new RecordFollowUp(rows.followUp({ school: null })),
    ];
    const withoutPlaces = (value: unknown) => JSON.stringify(value).replaceAll(/position\W+\d+/g, 'position');
    const dump = async ({ readStore: { dataSource }, ask }: typeof bench) => ({
      folded: withoutPlaces(await dataSource.getRepository(foldedRow).find({ order: { school: 'ASC' } })),
      changes: withoutPlaces(await dataSource.getRepository(changeRow).find({ order: { position: 'ASC', n: 'ASC' } })),
      answers: withoutPlaces([await ask({}), await ask({ school: otherSchool })]),
    });
    try {
      await plain.record(...registered, ...others);
      await bench.record(...others.flatMap((command, at) => [command].concat(machines.slice(at, at + 1))));
      expect(await bench.runner.parked('eligibility')).toEqual([]);
      expect(await dump(bench)).toEqual(await dump(plain));
      expect((await bench.feed()).length).toBeGreaterThan(0);
    } finally {
      await plain.close();
    }
  });
};

describe('eligibility from rows', () => {
  onEachReadStore(
    { sqlite: (at) => SqliteReadStore.open(at), postgres: (at) => PostgresReadStore.open(at) },
    eligibilityFromRows,
  );
});
