import { describe, expect, it } from '@jest/globals';
import type { Followed, Recorded } from '#platform/event-store';
import { batches, LogOutOfOrder } from './batches.ts';

const event = (position: number): Followed => ({
  kind: 'event',
  event: { position: BigInt(position) } as Recorded,
});
const caughtUp: Followed = { kind: 'caughtUp' };
const range = (from: number, to: number): Followed[] =>
  Array.from({ length: to - from + 1 }, (_, at) => event(from + at));
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A follower that delivers bursts, a turn of the event loop between them, and then waits for the signal. */
const bursts = (...all: readonly Followed[][]) =>
  async function* follow(signal: AbortSignal): AsyncGenerator<Followed> {
    for (const burst of all) {
      yield* burst;
      await nextTurn();
      await nextTurn();
    }
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
  };

const cut = async (follow: (signal: AbortSignal) => AsyncIterable<Followed>, enough: number, after = -1n) => {
  const limits = { catchUpEvents: 4, liveEvents: 2 };
  const found: string[] = [];
  for await (const batch of batches({ follow, after, limits, signal: new AbortController().signal })) {
    const positions = batch.events.map(({ position }) => position).join(' ');
    found.push(`${positions} | ${batch.upTo}${batch.caughtUp ? ' caught up' : ''}`);
    if (found.length === enough) break;
  }
  return found;
};

describe('batches', () => {
  it('are full while behind, whatever the bursts, and end where the log ends', async () => {
    const follow = bursts(range(0, 2), range(3, 8), [event(9), caughtUp]);
    expect(await cut(follow, 3)).toEqual(['0 1 2 3 | 3', '4 5 6 7 | 7', '8 9 | 9 caught up']);
  });

  it('are what is queued once caught up, never waiting for more', async () => {
    const follow = bursts([event(0), caughtUp], [event(1)], range(2, 6), [event(7), caughtUp]);
    expect(await cut(follow, 6)).toEqual([
      '0 | 0 caught up',
      '1 | 1',
      '2 3 | 3',
      '4 5 | 5',
      '6 | 6',
      '7 | 7 caught up',
    ]);
  });

  it('drop what was delivered before', async () => {
    const follow = bursts([...range(3, 6), ...range(4, 7), caughtUp]);
    expect(await cut(follow, 1, 4n)).toEqual(['5 6 7 | 7 caught up']);
  });

  it('move on with a checkpoint, never back', async () => {
    const follow = bursts([
      { kind: 'checkpoint', position: 9n },
      { kind: 'checkpoint', position: 3n },
      event(10),
      caughtUp,
    ]);
    expect(await cut(follow, 1)).toEqual(['10 | 10 caught up']);
  });

  it('deliver what came before a gap, then fail', async () => {
    const found: bigint[] = [];
    const consume = async (): Promise<void> => {
      const limits = { catchUpEvents: 10, liveEvents: 10 };
      const follow = bursts([event(0), event(1), event(3)]);
      for await (const { upTo } of batches({ follow, after: -1n, limits, signal: new AbortController().signal }))
        found.push(upTo);
    };
    await expect(consume()).rejects.toBeInstanceOf(LogOutOfOrder);
    expect(found).toEqual([1n]);
  });

  it('end with the signal and let go of the follower', async () => {
    const stop = new AbortController();
    let isReleased = false;
    async function* follow(signal: AbortSignal): AsyncGenerator<Followed> {
      try {
        yield* bursts([event(0), caughtUp])(signal);
      } finally {
        isReleased = true;
      }
    }
    const limits = { catchUpEvents: 4, liveEvents: 2 };
    for await (const _ of batches({ follow, after: -1n, limits, signal: stop.signal })) stop.abort();
    expect(isReleased).toBe(true);
  });
});
