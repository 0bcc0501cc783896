import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { systemClock } from '#platform/projection-runner';
import { addNextBuild } from './open-builds.ts';
import { createRunnerTables } from './runner-tables.ts';
import { RunningProjection } from './running-projection.ts';
import { onEachReadStore } from '#testing';
import type { ReadStorePlaces } from '#testing';
import { TallyBench, tallyProjection, tallyStores } from './tally.spec-kit.ts';

const nothing = (): void => undefined;

const aTakeover = (places: ReadStorePlaces): void => {
  let bench: TallyBench;
  beforeEach(async () => {
    bench = new TallyBench(places.place());
    await bench.open();
  });
  afterEach(() => bench.close());

  it('a filled build takes over only when answers do not go back', async () => {
    const { store, log } = bench;
    const projection = tallyProjection();
    const partition = { index: 0, of: 1 };
    const host = { store, log, clock: systemClock, partition, report: nothing, committed: nothing };
    const running = new RunningProjection(projection, new Set(), host);
    const next = () =>
      store.write(async (tx) => {
        return addNextBuild(tx, {
          projection,
          partition,
          dataSource: store.dataSource,
          at: '2026-01-01T00:00:00.000Z',
        });
      });
    const { signal } = new AbortController();
    await createRunnerTables(store);
    const old = running.answerWith(await next());
    const filling = running.fill(await next());
    old.position = 8n;
    filling.build.position = 7n;
    expect(await running.takeOver(filling, signal)).toBe(false);
    expect(running.answering).toBe(old);
    filling.build.position = 8n;
    expect(await running.takeOver(filling, signal)).toBe(false);
    await running.finish(filling.build, signal);
    expect(await running.takeOver(filling, signal)).toBe(true);
    await filling.done;
    expect(running.answering).toBe(filling.build);
    expect([old.phase, filling.build.phase]).toEqual(['stopped', 'live']);
    expect(await bench.tables()).toEqual(['tally_v1_b2']);
  });
};

onEachReadStore(tallyStores, aTakeover);
