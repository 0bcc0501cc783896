import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { NotYetProjected, registerRunnerMetrics } from '#platform/projection-runner';
import type { BatchNotice } from '#platform/projection-runner';
import { ReadStoreUnavailable } from '#platform/read-store';
import { failingStore, otherRow, TallyBench, tallyProjection, until } from './tally.spec-kit.ts';

const patienceMs = 10_000;

describe('a projection runner', () => {
  let bench: TallyBench;
  beforeEach(async () => {
    bench = new TallyBench();
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
      handle: (events, tx) => {
        seen.push(...events.map(({ position }) => position));
        return plain.handle(events, tx);
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
    let cuts = 2;
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
        const own = new TallyBench();
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

  it('begins anew when the read store was damaged', async () => {
    const first = await bench.started([tallyProjection()]);
    await first.waitFor('tally', await bench.sayMany(10), patienceMs);
    await first.stop();
    await bench.store.close();
    writeFileSync(join(bench.directory, 'read.db'), 'x'.repeat(9_000));
    await bench.open();
    expect(bench.store.replacedBecause).toContain('not a database');
    const second = await bench.started([tallyProjection()]);
    await second.waitFor('tally', 9n, patienceMs);
    expect(await bench.rows()).toEqual(await bench.expected());
  });

  it('stops one of two runners on the same store', async () => {
    const one = await bench.started([tallyProjection()]);
    await one.rebuild('tally');
    const two = await bench.started([tallyProjection()]);
    await bench.sayMany(3);
    await until(() => bench.problems.length > 0);
    await Promise.race([one, two].map((runner) => runner.waitFor('tally', 2n, patienceMs)));
    const states = await Promise.all([one, two].map((runner) => runner.status()));
    expect(states.flatMap((each) => each.map(({ state }) => state)).toSorted()).toEqual(['live', 'stopped']);
    expect(bench.problems).toMatchObject([{ kind: 'checkpoint-lost' }]);
    expect(await bench.rows()).toEqual(await bench.expected());
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
});
