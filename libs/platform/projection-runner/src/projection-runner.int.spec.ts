import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Registry } from 'prom-client';
import { NotYetProjected, registerRunnerMetrics } from '#platform/projection-runner';
import type { BatchNotice, RunnerProblem } from '#platform/projection-runner';
import { ReadStoreUnavailable } from '#platform/read-store';
import { onEachReadStore } from '#testing';
import type { ReadStorePlaces } from '#testing';
import {
  answerlessStore,
  failingStore,
  otherRow,
  TallyBench,
  tallyProjection,
  tallyStores,
  until,
} from './tally.spec-kit.ts';

const patienceMs = 10_000;

const aRunner = (places: ReadStorePlaces): void => {
  let bench: TallyBench;
  beforeEach(async () => {
    bench = new TallyBench(places.place());
    await bench.open();
  });
  afterEach(() => bench.close());

  it('carries what was recorded before and after its start into rows', async () => {
    await bench.sayMany(20);
    const runner = await bench.started([tallyProjection(), tallyProjection({ name: 'other' }, otherRow)]);
    const last = await bench.sayMany(20);
    await runner.waitFor('all', last, patienceMs);
    expect(await bench.rows()).toEqual(await bench.expected());
    expect(await bench.rows(otherRow)).toEqual(await bench.expected());
    expect(runner.isReady('tally')).toBe(true);
    expect(await runner.status()).toContainEqual({
      name: 'tally',
      version: 1,
      state: 'live',
      position: last,
      head: last,
      lagEvents: 0,
      lagSeconds: 0,
      parkedCount: 0,
      rebuildPosition: undefined,
    });
  });

  it('answers at once on an empty log', async () => {
    const runner = await bench.started([tallyProjection()]);
    await runner.rebuild('tally');
    expect(await bench.rows()).toEqual([]);
    expect(runner.isReady('tally')).toBe(true);
  });

  it('goes on from its checkpoint after a restart', async () => {
    const first = await bench.started([tallyProjection()]);
    const before = await bench.sayMany(10);
    await first.waitFor('tally', before, patienceMs);
    await first.stop();
    const seen: bigint[] = [];
    const plain = tallyProjection();
    const watched = tallyProjection({
      handle: (events, ...place) => {
        seen.push(...events.map(({ position }) => position));
        return plain.handle(events, ...place);
      },
    });
    const last = await bench.sayMany(5);
    const second = await bench.started([watched]);
    await second.waitFor('tally', last, patienceMs);
    expect(seen).toEqual([10n, 11n, 12n, 13n, 14n]);
    expect(await bench.rows()).toEqual(await bench.expected());
  });

  it('leaves neither rows nor checkpoint when cut off before the commit', async () => {
    await bench.sayMany(9);
    let cuts = 3; // after the two transactions of the start
    const store = failingStore(bench.store, () => {
      cuts -= 1;
      return cuts === 0 ? new ReadStoreUnavailable('CUT') : undefined;
    });
    const runner = await bench.started([tallyProjection()], { store });
    await runner.waitFor('tally', 8n, patienceMs);
    expect(cuts).toBeLessThan(0);
    expect(await bench.rows()).toEqual(await bench.expected());
  });

  it('waits for a failing storage, says so, and loses nothing', async () => {
    let failures = 0;
    const delays: unknown[] = [];
    const sleep = async (ms: number): Promise<void> => void delays.push([ms, runner.isReady('tally')]);
    const runner = bench.runner([tallyProjection()], {
      clock: { nowMs: () => 0, sleep },
      store: failingStore(bench.store, () => {
        failures -= 1;
        return failures < 0 ? undefined : new ReadStoreUnavailable('SQLITE_FULL');
      }),
    });
    await runner.start();
    await until(() => runner.isReady('tally'));
    failures = 5;
    await bench.sayMany(3);
    await until(async () => (await runner.status())[0]?.position === 2n);
    expect(delays).toEqual([
      [100, true],
      [200, true],
      [400, false],
      [800, false],
      [1600, false],
    ]);
    expect(bench.problems).toMatchObject([{ kind: 'storage', projection: 'tally' }]);
    expect(await bench.rows()).toEqual(await bench.expected());
    expect(runner.isReady('tally')).toBe(true);
  });

  it('gives the same rows whatever the borders of the batches, live and rebuilt', async () => {
    const size = fc.integer({ min: 1, max: 9 });
    await fc.assert(
      fc.asyncProperty(size, size, fc.integer({ min: 0, max: 20 }), async (catchUpEvents, liveEvents, before) => {
        const own = new TallyBench(places.place());
        await own.open();
        try {
          await own.sayMany(before);
          const runner = await own.started([tallyProjection()], { limits: { catchUpEvents, liveEvents } });
          const last = await own.sayMany(11);
          await runner.waitFor('tally', last, patienceMs);
          const live = await own.rows();
          await runner.rebuild('tally');
          expect(live).toEqual(await own.expected());
          expect(await own.rows()).toEqual(live);
        } finally {
          await own.close();
        }
      }),
      { numRuns: 15 },
    );
  });

  it('refuses to wait longer than told, and when it stops', async () => {
    const runner = await bench.started([tallyProjection()]);
    await expect(runner.waitFor('tally', 0n, 1)).rejects.toMatchObject({
      code: 'not-yet-projected',
      projection: 'tally',
      position: 0n,
    });
    const waiting = runner.waitFor('all', 0n, patienceMs);
    await Promise.all([expect(waiting).rejects.toBeInstanceOf(NotYetProjected), runner.stop()]);
    expect(runner.isReady('tally')).toBe(false);
  });

  it('tells listeners after the commit whose answers changed', async () => {
    const runner = await bench.started([tallyProjection()]);
    await runner.rebuild('tally');
    const seen: Promise<number>[] = [];
    const notices: BatchNotice[] = [];
    runner.onBatch('tally', () => {
      throw new Error('a careless listener');
    });
    runner.onBatch('tally', (notice) => {
      notices.push(notice);
      seen.push(bench.rows().then((rows) => rows.length));
    });
    await bench.say('a', 'hello');
    await bench.say('b', 'cough', 'CoughHeard');
    await runner.waitFor('tally', 1n, patienceMs);
    expect(notices).toMatchObject([{ projection: 'tally', keys: new Set(['a']), events: [{ type: 'Said' }] }]);
    expect(await Promise.all(seen)).toEqual([1]);
    expect(bench.problems).toMatchObject([{ kind: 'listener' }]);
  });

  it.each(['on one store', 'each with a store of its own'])('stops one of two runners, %s', async (which) => {
    const one = await bench.started([tallyProjection()]);
    await one.rebuild('tally');
    const another = which === 'on one store' ? undefined : await bench.another();
    const two = await bench.started([tallyProjection()], { store: another ?? bench.store });
    await bench.sayMany(3);
    const lost = () => bench.problems.filter(({ kind }) => kind === 'checkpoint-lost');
    await until(() => lost().length > 0);
    await Promise.race([one, two].map((runner) => runner.waitFor('tally', 2n, patienceMs)));
    const states = await Promise.all([one, two].map((runner) => runner.status()));
    expect(states.flatMap((each) => each.map(({ state }) => state)).toSorted()).toEqual(['live', 'stopped']);
    expect(lost()).toHaveLength(1);
    expect(await bench.rows()).toEqual(await bench.expected());
    await two.stop();
    await another?.close();
  });

  it('takes a commit whose answer was lost for what it was', async () => {
    let writes: number | undefined;
    const isAnswerLost = (): boolean => writes !== undefined && (writes += 1) % 2 === 1;
    let isCured = false;
    const plain = tallyProjection();
    const curable = tallyProjection({
      handle: (events, ...place) =>
        plain.handle(isCured ? events.map((each) => ({ ...each, data: { word: 'cured' } })) : events, ...place),
    });
    const clock = { nowMs: () => 0, sleep: () => Promise.resolve() };
    const runner = await bench.started([curable], { store: answerlessStore(bench.store, isAnswerLost), clock });
    await until(() => runner.isReady('tally'));
    writes = 0;
    await bench.sayMany(10);
    const poison = await bench.say('p', 'poison');
    await bench.say('p', 'after');
    const last = await bench.sayMany(5);
    const isLost = ({ kind }: RunnerProblem): boolean => kind === 'checkpoint-lost';
    await until(async () => bench.problems.some(isLost) || (await runner.status())[0]?.position === last);
    expect(await runner.parked('tally').catch(() => runner.parked('tally'))).toEqual([
      { key: 'p', position: poison, error: 'Error: poison', attempts: 1 },
      { key: 'p', position: poison + 1n, error: undefined, attempts: 0 },
    ]);
    isCured = true;
    await runner.replayParked('tally').catch(() => runner.replayParked('tally'));
    expect(bench.problems).toMatchObject([{ kind: 'parked' }]);
    const rows = await bench.rows();
    expect(rows.find(({ school }) => school === 'p')).toMatchObject({ count: 2, words: ' cured cured' });
    const words = rows.filter(({ school }) => school !== 'p').flatMap((row) => row.words.trim().split(' '));
    expect([words.length, new Set(words).size]).toEqual([15, 15]);
  });

  it('refuses projections that share a name or a table', () => {
    expect(() => bench.runner([tallyProjection(), tallyProjection()])).toThrow('share the name tally');
    expect(() => bench.runner([tallyProjection(), tallyProjection({ name: 'twin' })])).toThrow('share the name tally');
  });

  it('measures lag, events and batches', async () => {
    await bench.sayMany(9);
    const runner = bench.runner([tallyProjection()]);
    const registry = new Registry();
    registerRunnerMetrics(runner, registry);
    await runner.start();
    await runner.waitFor('tally', 8n, patienceMs);
    const text = await registry.metrics();
    expect(text).toContain('projection_lag_events{projection="tally"} 0');
    expect(text).toContain('projection_lag_seconds{projection="tally"} 0');
    expect(text).toContain('projection_parked{projection="tally"} 0');
    expect(text).toContain('projection_events_total{projection="tally"} 9');
    expect(text).toContain('projection_batch_seconds_count{projection="tally"} 2');
  });
};

describe('a projection runner', () => {
  onEachReadStore(tallyStores, aRunner);
});
