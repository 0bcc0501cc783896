import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RegisterCommand } from '#commands';
import { RecordDecision, RecordFollowUp } from '#domain/decisions';
import { IssueKey, RegisterClient, RevokeKey } from '#domain/machine-clients';
import { RegisterSchool } from '#domain/schools';
import { OpenCampaign } from '#domain/self-inspections';
import { PostgresReadStore } from '#platform/read-store-postgres';
import { SqliteReadStore } from '#platform/read-store-sqlite';
import { changeRow, foldedRow } from '#read-models/eligibility';
import { keys, onEachReadStore, rows } from '#testing';
import type { ReadStorePlaces } from '#testing';
import { dump, openBench, runnerOver } from './eligibility-bench.spec-kit.ts';
import type { Bench } from './eligibility-bench.spec-kit.ts';

const sameRows = (places: ReadStorePlaces): void => {
  let bench: Bench;

  beforeEach(async () => {
    bench = await openBench(places.place());
    await bench.record(...[keys.school, keys.otherSchool].map((code) => new RegisterSchool(rows.school({ code }))));
  });
  afterEach(() => bench.close());

  it('builds the same rows again', async () => {
    await bench.record(
      new RecordDecision(rows.decision()),
      new OpenCampaign(rows.campaign()),
      new RecordDecision(rows.decision({ school: keys.otherSchool })),
      new RecordFollowUp(rows.followUp({ school: null })),
      new RecordDecision(rows.decision({ number: '又〔2022〕1号', kind: 'ENROLMENT_SUSPENSION' })),
    );
    const live = await dump(bench.readStore);
    await bench.runner.rebuild('eligibility');
    expect(await dump(bench.readStore)).toEqual(live);
    expect(live.folded).toMatchObject([{ school: '*0' }, { school: keys.school }, { school: keys.otherSchool }]);
  });

  it('makes the same rows when nothing of them is kept in memory between batches', async () => {
    const schools = Array.from({ length: 150 }, (_, n) => `3646${String(13_000 + n).padStart(6, '0')}`);
    await bench.record(...schools.map((code) => new RegisterSchool(rows.school({ code }))));
    await bench.record(
      new OpenCampaign(rows.campaign()),
      ...schools
        .filter((_, n) => n % 10 === 0)
        .map((school, n) => new RecordDecision(rows.decision({ school, number: `决〔2022〕${n}号` }))),
      new RecordFollowUp(rows.followUp({ school: null, target: '决〔2022〕3号', kind: 'ANNUL' })),
    );
    const place = places.place();
    const other = await place.open([foldedRow, changeRow]);
    const runner = runnerOver(bench.log, other, { events: 0 });
    try {
      await runner.start();
      await runner.waitFor('eligibility', bench.runner.seenBy('eligibility'), 20_000);
      expect(await dump(other)).toEqual(await dump(bench.readStore));
    } finally {
      await runner.stop();
      await other.close();
      await place.remove();
    }
  });

  it('makes the same rows of a log that has machine clients between its events as of one without', async () => {
    const plain = await openBench(places.place());
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
    const said = async ({ readStore, ask }: Bench) =>
      withoutPlaces([await dump(readStore), await ask({}), await ask({ school: otherSchool })]);
    try {
      await plain.record(...registered, ...others);
      await bench.record(...others.flatMap((command, at) => [command].concat(machines.slice(at, at + 1))));
      expect(await bench.runner.parked('eligibility')).toEqual([]);
      expect(await said(bench)).toEqual(await said(plain));
      expect((await bench.feed()).length).toBeGreaterThan(0);
    } finally {
      await plain.close();
    }
  });
};

describe('rows of eligibility', () => {
  onEachReadStore({ sqlite: (at) => SqliteReadStore.open(at), postgres: (at) => PostgresReadStore.open(at) }, sameRows);
});
