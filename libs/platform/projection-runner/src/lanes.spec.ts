import { expect, it } from '@jest/globals';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openMemoryEventStore } from '#platform/event-store';
import { systemClock } from '#platform/projection-runner';
import type { Batch } from './batches.ts';
import type { Build } from './build.ts';
import { Lanes } from './lanes.ts';

/** A build that only notes what it is given. */
class Note {
  position = -1n;
  readonly seen: bigint[] = [];
  readonly holds: (() => Promise<void>)[] = [];

  async apply({ events, upTo }: Batch): Promise<void> {
    const fresh = events.filter(({ position }) => position > this.position);
    if (fresh.length > 0) await this.holds.shift()?.();
    this.seen.push(...fresh.map(({ position }) => position));
    if (upTo > this.position) this.position = upTo;
  }
}

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await nextTurn();
};

it('a build that joins while a batch is in hand misses nothing before it', async () => {
  const { store, log } = openMemoryEventStore();
  let said = 0;
  const say = async (): Promise<void> => {
    said += 1;
    const id = `00000000-0000-4000-8000-${String(said).padStart(12, '0')}`;
    await store.append('school-a', [{ id, type: 'Said', data: {}, metadata: {} }], 'any');
  };
  const [old, late] = [new Note(), new Note()];
  const is = { filling: false, filled: false, held: false, free: false };
  const lanes = new Lanes({
    log,
    limits: { catchUpEvents: 10, liveEvents: 10 },
    clock: systemClock,
    report: () => undefined,
    filled: async (build) => {
      if ((build as unknown) !== late) return;
      is.filling = true;
      await until(() => is.filled);
    },
    arrived: () => Promise.resolve(),
    dropped: (_, error) => {
      throw error;
    },
  });
  await say();
  lanes.catchUp([old as unknown as Build]);
  lanes.catchUp([late as unknown as Build]);
  await until(() => is.filling && old.position === 0n);
  await say();
  await until(() => old.position === 1n);
  old.holds.push(() => {
    is.held = true;
    return until(() => is.free);
  });
  await say();
  await until(() => is.held);
  is.filled = true;
  for (let turn = 0; turn < 3; turn += 1) await nextTurn();
  is.free = true;
  await until(() => late.position === 2n);
  await lanes.stop();
  expect([old.seen, late.seen]).toEqual([
    [0n, 1n, 2n],
    [0n, 1n, 2n],
  ]);
});
