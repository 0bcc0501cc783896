import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EventLog, Followed } from '#platform/event-store';
import { onEachReadStore } from '#testing';
import type { ReadStorePlaces } from '#testing';
import { TallyBench, tallyProjection, tallyStores, until, wordOf } from './tally.spec-kit.ts';

const patienceMs = 10_000;

/** A log whose followers now and then repeat events and swap neighbours; the seed says when. */
const unruly = (log: EventLog, seed: number): EventLog => {
  let state = seed;
  const pick = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return (state >> 16) % 7;
  };
  async function* follow(options: Parameters<EventLog['follow']>[0]): AsyncGenerator<Followed> {
    const past: Followed[] = [];
    let late: Followed | undefined;
    for await (const item of log.follow(options)) {
      const chance = pick();
      if (item.kind === 'event' && chance === 0 && !late) {
        late = item;
        continue;
      }
      yield item;
      if (late) yield late;
      late = undefined;
      if (chance === 1) yield* past.slice(-5);
      if (item.kind === 'event') past.push(item);
    }
  }
  return {
    follow,
    read: log.read.bind(log),
    head: log.head.bind(log),
    find: log.find.bind(log),
    readBytes: log.readBytes.bind(log),
  };
};

const aRebuild = (places: ReadStorePlaces): void => {
  let bench: TallyBench;
  beforeEach(async () => {
    bench = new TallyBench(places.place());
    await bench.open();
  });
  afterEach(() => bench.close());

  it('during appends leaves no gap, and the old rows answer until the switch', async () => {
    const runner = await bench.started([tallyProjection()]);
    await runner.waitFor('tally', await bench.sayMany(30), patienceMs);
    const old = ['tally_v1_b1', 'tally_v1_b2'];
    const rebuilt = runner.rebuild('tally');
    await until(async () => (await bench.tables()).length === 2);
    let seen = 0;
    while ((await bench.tables()).join() === old.join()) {
      const said = await bench.say('s0', 'meanwhile');
      await runner.waitFor('tally', said, patienceMs);
      const rows = await bench.rows();
      const count = rows.reduce((sum, row) => sum + row.count, 0);
      expect(count).toBeGreaterThanOrEqual(Number(said) + 1);
      seen = Number(said);
      await nextTurn();
    }
    await rebuilt;
    expect(seen).toBeGreaterThan(29);
    expect(await bench.rows()).toEqual(await bench.expected());
    expect(await bench.tables()).toEqual(['tally_v1_b2']);
    expect(runner.isReady('tally')).toBe(true);
  });

  it('cut off by a stop is finished after the next start', async () => {
    const first = await bench.started([tallyProjection()]);
    await first.waitFor('tally', await bench.sayMany(60), patienceMs);
    const cutOff = first.rebuild('tally').catch(String);
    await until(async () => (await first.status())[0]?.rebuildPosition !== undefined);
    await first.stop();
    expect(await cutOff).toContain('goes on after the next start');
    expect(await bench.tables()).toEqual(['tally_v1_b1', 'tally_v1_b2']);
    expect(await bench.rows()).toEqual(await bench.expected());
    const second = await bench.started([tallyProjection()]);
    await second.rebuild('tally');
    expect(await bench.tables()).toEqual(['tally_v1_b2']);
    expect(await bench.rows()).toEqual(await bench.expected());
  });

  it('asked for twice happens once', async () => {
    const runner = await bench.started([tallyProjection()]);
    await runner.waitFor('tally', await bench.sayMany(5), patienceMs);
    await Promise.all([runner.rebuild('tally'), runner.rebuild('tally')]);
    expect(await bench.tables()).toEqual(['tally_v1_b2']);
  });

  it('of a new version answers only with its own rows', async () => {
    const first = await bench.started([tallyProjection()]);
    const last = await bench.sayMany(10);
    await first.waitFor('tally', last, patienceMs);
    await first.stop();
    const plain = tallyProjection();
    const shouting = tallyProjection({
      version: 2,
      handle: (events, ...place) =>
        plain.handle(
          events.map((event) => ({ ...event, data: { word: wordOf(event).toUpperCase() } })),
          ...place,
        ),
    });
    const second = bench.runner([shouting]);
    await second.start();
    expect(second.isReady('tally')).toBe(false);
    await second.waitFor('tally', last, patienceMs);
    expect((await bench.rows())[0]?.words).toBe(' W0 W3 W6 W9');
    expect(await bench.tables()).toEqual(['tally_v2_b2']);
    expect(await bench.indexes()).toEqual(['tally_v2_b2_by_count']);
  });

  it('equals what an unruly delivery made: repeated, late, swapped', async () => {
    const clock = { nowMs: () => 0, sleep: () => nextTurn() };
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const own = new TallyBench(places.place());
        await own.open();
        try {
          const runner = await own.started([tallyProjection()], { log: unruly(own.log, seed), clock });
          const last = await own.sayMany(25);
          await until(async () => runner.isReady('tally') && (await runner.status())[0]?.position === last);
          expect(await own.rows()).toEqual(await own.expected());
        } finally {
          await own.close();
        }
      }),
      { numRuns: 15 },
    );
  });

  it('is not needed when the process was killed between the rows and the checkpoint', async () => {
    await bench.store.close();
    const script = `
      const { TallyBench, tallyProjection } = await import('./libs/platform/projection-runner/src/tally.spec-kit.ts');
      const bench = new TallyBench({ at: JSON.parse(process.argv[1]) });
      await bench.open();
      await bench.sayMany(30);
      const plain = tallyProjection();
      const deadly = tallyProjection({ handle: async (events, ...place) => {
        await plain.handle(events, ...place);
        if (events.at(-1).position >= 20n) process.kill(process.pid, 'SIGKILL');
      } });
      await bench.started([deadly]);`;
    const args = ['--import', './tools/swc.mjs', '--input-type=module', '-e', script, JSON.stringify(bench.place.at)];
    const child = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect({ signal: child.signal, stderr: child.stderr }).toEqual({ signal: 'SIGKILL', stderr: '' });
    await bench.open();
    const [checkpoint] = await bench.store.dataSource.query<{ position: number }[]>(
      'SELECT position FROM projection_checkpoints',
    );
    const [rows] = await bench.store.dataSource.query<{ events: number }[]>(
      'SELECT sum(count) AS events FROM tally_v1_b1',
    );
    expect([checkpoint, rows]).toEqual([{ position: 13 }, { events: 14 }]);
    await bench.sayMany(30);
    const runner = await bench.started([tallyProjection()]);
    await runner.waitFor('tally', 29n, patienceMs);
    expect(await bench.rows()).toEqual(await bench.expected());
  });
};

describe('a rebuild', () => {
  onEachReadStore(tallyStores, aRebuild);
});
