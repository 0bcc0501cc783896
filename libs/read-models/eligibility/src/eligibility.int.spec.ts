import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { RecordDecision, RecordFollowUp } from '#domain/decisions';
import { RegisterSchool } from '#domain/schools';
import { OpenCampaign } from '#domain/self-inspections';
import { PostgresReadStore } from '#platform/read-store-postgres';
import { SqliteReadStore } from '#platform/read-store-sqlite';
import { changesAfter, readCursor } from '#read-models/eligibility';
import { keys, onEachReadStore, rows } from '#testing';
import type { ReadStorePlaces } from '#testing';
import { by, openBench, runnerOver, time } from './eligibility-bench.spec-kit.ts';
import type { Bench } from './eligibility-bench.spec-kit.ts';

const eligibilityFromRows = (places: ReadStorePlaces): void => {
  let bench: Bench;

  beforeEach(async () => {
    time.nowMs = Date.parse('2022-09-10T02:00:00Z');
    bench = await openBench(places.place());
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
    time.nowMs += 60_000;
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
    expect(readCursor('nonsense')).toBeUndefined();
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
};

describe('eligibility from rows', () => {
  onEachReadStore(
    { sqlite: (at) => SqliteReadStore.open(at), postgres: (at) => PostgresReadStore.open(at) },
    eligibilityFromRows,
  );
});
