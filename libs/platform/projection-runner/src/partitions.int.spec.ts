import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { ProjectionWatch, partitionOf, requestRebuild, runPartition, systemClock } from '#platform/projection-runner';
import type { Projection } from '#platform/projection-runner';
import { onEachReadStore } from '#testing';
import type { ReadStorePlaces } from '#testing';
import { TallyBench, tallyProjection, tallyStores, until } from './tally.spec-kit.ts';

const of = 3;
const patienceMs = 20_000;

/** Runners of partitions over one read store, each as its own process would run it, and somebody who only reads. */
class Hands {
  readonly #hands = new Map<number, { readonly stop: AbortController; readonly running: Promise<void> }>();
  readonly #watches: ProjectionWatch[] = [];

  constructor(readonly bench: TallyBench) {}

  keep(indexes: readonly number[], projection: () => Projection = tallyProjection, partitions = of): void {
    const { log, store, problems } = this.bench;
    for (const index of indexes) {
      const stop = new AbortController();
      const running = runPartition({
        log,
        store,
        projections: () => [projection()],
        partition: { index, of: partitions },
        limits: { catchUpEvents: 7, liveEvents: 3 },
        report: (problem) => void problems.push(problem),
        signal: stop.signal,
      });
      this.#hands.set(index, { stop, running });
    }
  }

  async letGo(indexes: readonly number[]): Promise<void> {
    for (const index of indexes) {
      this.#hands.get(index)?.stop.abort();
      await this.#hands.get(index)?.running;
      this.#hands.delete(index);
    }
  }

  watch(projection: Projection = tallyProjection(), partitions = of): ProjectionWatch {
    const { log, store, problems } = this.bench;
    const report = (problem: (typeof problems)[number]): void => void problems.push(problem);
    const watch = new ProjectionWatch({ log, store, projections: [projection], partitions, report, pollMs: 5 });
    watch.start();
    this.#watches.push(watch);
    return watch;
  }

  async close(): Promise<void> {
    await this.letGo([...this.#hands.keys()]);
    for (const watch of this.#watches) await watch.stop();
  }
}

const partitions = (places: ReadStorePlaces): void => {
  let bench: TallyBench;
  let hands: Hands;
  beforeEach(async () => {
    bench = new TallyBench(places.place());
    await bench.open();
    hands = new Hands(bench);
  });
  afterEach(async () => {
    await hands.close();
    await bench.close();
  });
  const schools = Array.from({ length: 12 }, (_, n) => `s${n}`);
  const sayAll = async (word: string): Promise<bigint> => {
    let last = -1n;
    for (const school of schools) last = await bench.say(school, word);
    return last;
  };

  it('fold all events once between them, each those of its own keys', async () => {
    const folded: [index: number, school: string][] = [];
    const watched = (): Projection => {
      const plain = tallyProjection();
      return tallyProjection({
        handle: (events, tx, partition) => {
          folded.push(...events.map(({ metadata }): [number, string] => [partition.index, metadata['school'] ?? '']));
          return plain.handle(events, tx, partition);
        },
      });
    };
    await sayAll('one');
    hands.keep([0, 1, 2], watched);
    const watch = hands.watch();
    await watch.waitFor('all', await sayAll('two'), patienceMs);
    expect(await bench.rows()).toEqual(await bench.expected());
    expect(folded.filter(([index, school]) => partitionOf(school, of) !== index)).toEqual([]);
    expect(folded.length).toBe(2 * schools.length);
    expect(bench.problems).toEqual([]);
  });

  it('answer for no later position than the one that lies farthest behind', async () => {
    hands.keep([0, 1, 2]);
    const watch = hands.watch();
    const first = await sayAll('one');
    await watch.waitFor('all', first, patienceMs);
    await hands.letGo([1]);
    const last = await sayAll('two');
    await until(async () => (await bench.rows()).some(({ words }) => words.endsWith('two')));
    await expect(watch.waitFor('all', last, 100)).rejects.toThrow('has not reached');
    expect(watch.seenBy('tally')).toBeLessThan(last);
    hands.keep([1]);
    await watch.waitFor('all', last, patienceMs);
    expect(await bench.rows()).toEqual(await bench.expected());
  });

  it('fill a rebuild together, and the last one switches', async () => {
    hands.keep([0, 1, 2]);
    const watch = hands.watch();
    await watch.waitFor('all', await sayAll('one'), patienceMs);
    await hands.letGo([2]);
    let isDone = false;
    const { signal } = new AbortController();
    const rebuild = async (): Promise<void> => {
      await requestRebuild(bench.store, { projection: tallyProjection(), partitions: of, signal });
      isDone = true;
    };
    const rebuilt = rebuild();
    const both = ['tally_v1_b1', 'tally_v1_b2'];
    await until(async () => (await bench.tables()).join() === both.join());
    await sayAll('two');
    await systemClock.sleep(1_500, signal);
    expect([isDone, await bench.tables()]).toEqual([false, both]);
    hands.keep([2]);
    await rebuilt;
    expect(await bench.tables()).toEqual(['tally_v1_b2']);
    await watch.waitFor('all', await sayAll('three'), patienceMs);
    expect(await bench.rows()).toEqual(await bench.expected());
    expect(bench.problems).toEqual([]);
  });

  it('in another number are another build, and the old one answers nobody who knows of it', async () => {
    hands.keep([0, 1, 2]);
    const [old, watch] = [hands.watch(), hands.watch(tallyProjection(), 2)];
    await old.waitFor('all', await sayAll('one'), patienceMs);
    expect(watch.isReady('tally')).toBe(false);
    await hands.letGo([0, 1, 2]);
    hands.keep([0, 1], tallyProjection, 2);
    await watch.waitFor('all', await sayAll('two'), patienceMs);
    expect(await bench.rows()).toEqual(await bench.expected());
    expect(await bench.tables()).toEqual(['tally_v1_b2']);
    await until(() => !old.isReady('tally'));
  });

  it('park poison where its key belongs, and all stand still before poison without a key', async () => {
    const curable = (): Projection => {
      const plain = tallyProjection();
      // What is said by nobody concerns everybody, and here it is always poison.
      return tallyProjection({
        handle: (events, ...place) => {
          if (events.some(({ metadata }) => metadata['school'] === undefined)) throw new Error('nobody said this');
          return plain.handle(events, ...place);
        },
      });
    };
    hands.keep([0, 1, 2], curable);
    const watch = hands.watch();
    await bench.say('s1', 'poison');
    await watch.waitFor('all', await sayAll('on'), patienceMs);
    await until(() => watch.isParked('tally', 's1'));
    expect(schools.filter((school) => watch.isParked('tally', school))).toEqual(['s1']);
    const said = (await bench.rows()).filter(({ words }) => words === ' on');
    expect(said.map(({ school }) => school)).toEqual(schools.filter((school) => school !== 's1').toSorted());
    await bench.say(undefined, 'to all');
    await until(() => schools.every((school) => watch.isParked('tally', school)) && bench.problems.length >= 4);
    expect(bench.problems.map(({ kind }) => kind).toSorted()).toEqual(['halted', 'halted', 'halted', 'parked']);
    expect(watch.isReady('tally')).toBe(false);
  });

  it('go on after any of them was interrupted anywhere', async () => {
    const said: string[] = [];
    const watch = hands.watch();
    for (let round = 0; round < 6; round += 1) {
      const some = [0, 1, 2].filter((index) => (round >> index) % 2 === 0);
      hands.keep(some);
      await sayAll(`r${round}`);
      said.push(`r${round}`);
      await hands.letGo(some);
    }
    hands.keep([0, 1, 2]);
    await watch.waitFor('all', await bench.say('s0', 'end'), patienceMs);
    const rows = await bench.rows();
    expect(rows).toEqual(await bench.expected());
    expect(rows.find(({ school }) => school === 's5')?.words).toBe(` ${said.join(' ')}`);
  });
};

onEachReadStore(tallyStores, partitions);
