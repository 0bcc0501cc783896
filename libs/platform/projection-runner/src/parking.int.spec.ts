import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Projection, ProjectionRunner } from '#platform/projection-runner';
import { onEachReadStore } from '#testing';
import type { ReadStorePlaces } from '#testing';
import { otherRow, TallyBench, tallyProjection, tallyStores, until } from './tally.spec-kit.ts';

const patienceMs = 10_000;

const states = async (runner: ProjectionRunner) =>
  Object.fromEntries((await runner.status()).map(({ name, state }) => [name, state]));

const poisoned = (places: ReadStorePlaces): void => {
  let bench: TallyBench;
  let isCured = false;
  const curable = (changes: Partial<Projection> = {}): Projection => {
    const plain = tallyProjection(changes);
    return {
      ...plain,
      handle: (events, ...place) =>
        plain.handle(isCured ? events.map((each) => ({ ...each, data: { word: 'cured' } })) : events, ...place),
    };
  };
  beforeEach(async () => {
    isCured = false;
    bench = new TallyBench(places.place());
    await bench.open();
  });
  afterEach(() => bench.close());

  it('parks its key and what follows of it, while other keys go on', async () => {
    const runner = await bench.started([curable()]);
    await bench.say('a', 'one');
    await bench.say('b', 'one');
    await bench.say('a', 'poison');
    await bench.say('b', 'two');
    const last = await bench.say('a', 'three');
    await runner.waitFor('tally', last, patienceMs);
    expect(await bench.rows()).toEqual([
      { school: 'a', count: 1, words: ' one' },
      { school: 'b', count: 2, words: ' one two' },
    ]);
    expect([runner.isParked('tally', 'a'), runner.isParked('tally', 'b')]).toEqual([true, false]);
    expect(await runner.parked('tally')).toEqual([
      { key: 'a', position: 2n, error: 'Error: poison', attempts: 1 },
      { key: 'a', position: 4n, error: undefined, attempts: 0 },
    ]);
    expect(bench.problems).toMatchObject([{ kind: 'parked', projection: 'tally', position: 2n }]);
    expect(await states(runner)).toEqual({ tally: 'live' });
  });

  it('stays parked over a restart, counts attempts, and is replayed in order once cured', async () => {
    const first = await bench.started([curable()]);
    await bench.say('a', 'poison');
    await first.waitFor('tally', await bench.say('a', 'after'), patienceMs);
    await first.stop();

    const second = await bench.started([curable()]);
    const last = await bench.say('a', 'later');
    await second.waitFor('tally', last, patienceMs);
    expect(await second.replayParked('tally', 'a')).toEqual({ replayed: 0, remaining: 3 });
    expect((await second.parked('tally'))[0]).toMatchObject({ position: 0n, attempts: 2 });
    expect(second.isParked('tally', 'a')).toBe(true);

    isCured = true;
    const changed: unknown[] = [];
    second.onBatch('tally', ({ events }) => changed.push(...events.map(({ position }) => position)));
    expect(await second.replayParked('tally')).toEqual({ replayed: 3, remaining: 0 });
    expect(changed).toEqual([0n, 1n, 2n]);
    expect(second.isParked('tally', 'a')).toBe(false);
    expect(await second.parked('tally')).toEqual([]);
    expect(await bench.rows()).toEqual([{ school: 'a', count: 3, words: ' cured cured cured' }]);
  });

  it('of an unknown type parks the key it speaks of', async () => {
    const runner = await bench.started([tallyProjection()]);
    await bench.say('a', 'one');
    await bench.say('a', 'what', 'Sneezed');
    await bench.say('b', 'ahem', 'CoughHeard');
    await runner.waitFor('tally', await bench.say('b', 'one'), patienceMs);
    expect([runner.isParked('tally', 'a'), runner.isParked('tally', 'b')]).toEqual([true, false]);
    expect((await runner.parked('tally'))[0]?.error).toContain('neither handles nor ignores Sneezed');
  });

  it('without a key halts its projection before it, and no other', async () => {
    const deaf = tallyProjection({ name: 'deaf', handles: [], ignores: 'known' }, otherRow);
    const runner = await bench.started([curable(), deaf], { knownTypes: new Set(['Said']) });
    await bench.say('a', 'one');
    await runner.waitFor('all', 0n, patienceMs);
    const poison = await bench.say(undefined, 'poison');
    await runner.waitFor('deaf', await bench.say('b', 'two'), patienceMs);
    expect(await states(runner)).toEqual({ tally: 'failed', deaf: 'live' });
    expect([runner.isReady('tally'), runner.isParked('tally', 'anyone')]).toEqual([false, true]);
    expect((await runner.status())[0]).toMatchObject({ position: 0n, lagEvents: 2, parkedCount: 1 });
    expect(bench.problems).toMatchObject([{ kind: 'halted', projection: 'tally', position: poison }]);

    isCured = true;
    await runner.replayParked('tally');
    await runner.waitFor('tally', 2n, patienceMs);
    expect(runner.isParked('tally', 'anyone')).toBe(false);
    expect(await runner.parked('tally')).toEqual([]);
    expect((await bench.rows()).map(({ school, count }) => `${school}${count}`)).toEqual(['1', 'a1', 'b1']);
  });

  it('that halted is tried again by the next start', async () => {
    const first = await bench.started([curable()]);
    await first.rebuild('tally');
    await bench.say(undefined, 'poison');
    await bench.say('a', 'one');
    const second = bench.runner([curable()]);
    await until(() => bench.problems.length > 0);
    await first.stop();
    isCured = true;
    await second.start();
    await second.waitFor('tally', 1n, patienceMs);
    expect(await second.parked('tally')).toEqual([]);
    await until(() => second.isReady('tally'));
    expect(await bench.rows()).toHaveLength(2);
  });

  it('in a rebuild leaves the old rows answering', async () => {
    isCured = true;
    const runner = await bench.started([curable()]);
    await runner.waitFor('tally', await bench.say(undefined, 'poison'), patienceMs);
    const before = await bench.rows();
    isCured = false;
    await expect(runner.rebuild('tally')).rejects.toThrow('stands still before position 0');
    expect(await bench.rows()).toEqual(before);
    expect(await states(runner)).toEqual({ tally: 'live' });
    isCured = true;
    await runner.rebuild('tally');
    expect(await bench.rows()).toEqual(before);
    expect(await bench.tables()).toEqual(['tally_v1_b2']);
  });
};

describe('poison', () => {
  onEachReadStore(tallyStores, poisoned);
});
