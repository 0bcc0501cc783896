import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ProjectionWatch, systemClock } from '#platform/projection-runner';
import type { BatchNotice, Projection } from '#platform/projection-runner';
import { TallyBench, tallyProjection, until } from './tally.spec-kit.ts';

const patienceMs = 10_000;

describe('a watch over projections that another process keeps', () => {
  let bench: TallyBench;
  let watch: ProjectionWatch;
  let nowMs: number;
  let told: BatchNotice['keys'][];
  const begun = (projection: Projection = tallyProjection()): ProjectionWatch => {
    watch = new ProjectionWatch({
      log: bench.log,
      store: bench.store,
      projections: [projection],
      report: () => undefined,
      pollMs: 5,
      longestLagMs: 1_000,
      clock: {
        nowMs: () => nowMs,
        sleep: (ms, signal) => systemClock.sleep(ms, signal),
      },
    });
    told = [];
    watch.onBatch('tally', ({ keys }) => void told.push(keys));
    watch.start();
    return watch;
  };
  beforeEach(async () => {
    nowMs = 0;
    bench = new TallyBench();
    await bench.open();
  });
  afterEach(async () => {
    await watch.stop();
    await bench.close();
  });

  it('is not ready before anybody began, and says so without failing', async () => {
    begun();
    await bench.say('a', 'one');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(watch.isReady('tally')).toBe(false);
    expect(await watch.status()).toEqual([]);
  });

  it('learns whose answers changed, and answers those who wait for a position', async () => {
    const runner = await bench.started([tallyProjection()]);
    await runner.waitFor('tally', await bench.say('a', 'one'), patienceMs);
    begun();
    await until(() => watch.isReady('tally'));
    expect(told).toEqual(['all']);
    told.length = 0;
    await bench.say('b', 'two');
    await watch.waitFor('tally', await bench.say('c', 'three'), patienceMs);
    expect(new Set(told.flatMap((keys) => [...(keys as Set<string>)]))).toEqual(new Set(['b', 'c']));
    expect(await watch.status()).toMatchObject([{ name: 'tally', state: 'live', position: 2n, lagEvents: 0 }]);
  });

  it('is no longer ready when the runner stops and the log goes on, and again when it is back', async () => {
    const runner = await bench.started([tallyProjection()]);
    await runner.waitFor('tally', await bench.say('a', 'one'), patienceMs);
    begun();
    await until(() => watch.isReady('tally'));
    await runner.stop();
    await bench.say('a', 'two');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(watch.isReady('tally')).toBe(true); // within its time
    nowMs += 1_001;
    await until(() => !watch.isReady('tally'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(watch.isReady('tally')).toBe(false);
    await bench.started([tallyProjection()]);
    await until(() => watch.isReady('tally'));
  });

  it('is not ready for another version than its own', async () => {
    const runner = await bench.started([tallyProjection({ version: 1 })]);
    await runner.waitFor('tally', await bench.say('a', 'one'), patienceMs);
    begun(tallyProjection({ version: 2 }));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(watch.isReady('tally')).toBe(false);
  });

  it('is ready no more as soon as rows of another version have taken the place', async () => {
    const runner = await bench.started([tallyProjection({ version: 1 })]);
    await runner.waitFor('tally', await bench.say('a', 'one'), patienceMs);
    begun();
    await until(() => watch.isReady('tally'));
    await runner.stop();
    const next = await bench.started([tallyProjection({ version: 2 })]);
    await next.waitFor('tally', 0n, patienceMs);
    nowMs += 1; // it still looks, and nothing is late
    await until(() => !watch.isReady('tally'));
    expect(watch.seenBy('tally')).toBe(-1n);
  });

  it('knows of parked keys, and of a projection that stands still', async () => {
    const runner = await bench.started([tallyProjection()]);
    await bench.say('a', 'poison');
    await runner.waitFor('tally', await bench.say('b', 'one'), patienceMs);
    begun();
    await until(() => watch.isReady('tally'));
    expect([watch.isParked('tally', 'a'), watch.isParked('tally', 'b')]).toEqual([true, false]);
    await bench.say(undefined, 'poison');
    await until(() => !watch.isReady('tally'));
    expect(watch.isParked('tally', 'b')).toBe(true);
  });

  it('tells everybody after a rebuild', async () => {
    const runner = await bench.started([tallyProjection()]);
    await runner.waitFor('tally', await bench.sayMany(5), patienceMs);
    begun();
    await until(() => watch.isReady('tally'));
    told.length = 0;
    await runner.rebuild('tally');
    await until(() => told.length > 0);
    expect(told).toEqual(['all']);
  });

  it('refuses those who wait when it is stopped', async () => {
    begun();
    const waiting = watch.waitFor('tally', 5n, 60_000);
    waiting.catch(() => undefined);
    await watch.stop();
    await expect(waiting).rejects.toMatchObject({ code: 'not-yet-projected' });
  });
});
