import { describe, expect, it } from '@jest/globals';
import type { Followed, FollowOptions, NewEvent } from '#platform/event-store';
import type { StoreUnderTest } from './store-under-test.ts';
import { all, anEvent, someEvents } from './recorded-events.ts';

const stream = 'violationCase-1';

const about = (school: string): NewEvent => anEvent({ metadata: { school } });

/** Short words for what a follower said. */
const word = (followed: Followed): string => {
  if (followed.kind === 'event') return String(followed.event.position);
  return followed.kind === 'checkpoint' ? `checkpoint ${followed.position}` : 'caughtUp';
};

interface Pulls {
  /** The next so many words. */
  next(count: number): Promise<string[]>;
  end(): void;
  readonly ended: Promise<IteratorResult<Followed>>;
}

const following = (under: StoreUnderTest, options: Omit<FollowOptions, 'signal'> = {}): Pulls => {
  const stop = new AbortController();
  const pulls = under.log.follow({ ...options, signal: stop.signal })[Symbol.asyncIterator]();
  return {
    next: async (count) => {
      const words: string[] = [];
      while (words.length < count) words.push(word((await pulls.next()).value as Followed));
      return words;
    },
    end: () => stop.abort(),
    get ended() {
      return pulls.next();
    },
  };
};

export const followContract = (under: StoreUnderTest): void => {
  describe('follow', () => {
    inOrder(under);
    filtered(under);
    endings(under);
  });
};

const inOrder = (under: StoreUnderTest): void => {
  it('tells what is recorded, then that it caught up, then what comes', async () => {
    await under.store.append(stream, someEvents(3), 'any');
    const follower = following(under);
    expect(await follower.next(4)).toEqual(['0', '1', '2', 'caughtUp']);
    const later = follower.next(2);
    await under.store.append(stream, [anEvent()], 'any');
    expect(await later).toEqual(['3', 'caughtUp']);
    await under.store.append(stream, someEvents(2), 'any');
    expect(await follower.next(3)).toEqual(['4', '5', 'caughtUp']);
    follower.end();
  });

  it('starts after a position, at the end, or on an empty log', async () => {
    const early = following(under);
    expect(await early.next(1)).toEqual(['caughtUp']);
    await under.store.append(stream, someEvents(3), 'any');
    const [after, atEnd] = [following(under, { after: 1n }), following(under, { after: 'end' })];
    expect(await after.next(2)).toEqual(['2', 'caughtUp']);
    expect(await atEnd.next(1)).toEqual(['caughtUp']);
    await under.store.append(stream, [anEvent()], 'any');
    expect(await atEnd.next(2)).toEqual(['3', 'caughtUp']);
    expect(await early.next(5)).toEqual(['0', '1', '2', '3', 'caughtUp']);
    for (const follower of [early, after, atEnd]) follower.end();
  });

  it('misses nothing and repeats nothing while others append', async () => {
    const follower = following(under);
    const seen = follower.next(2000);
    for (let n = 0; n < 40; n += 1)
      await Promise.all([1, 2].map((of) => under.store.append(`violationCase-${of}`, someEvents(25), 'any')));
    const positions = (await seen).filter((said) => said !== 'caughtUp');
    expect(positions).toEqual(positions.map((_, n) => String(n)));
    expect(positions.length).toBeGreaterThan(1900);
    follower.end();
  });
};

const filtered = (under: StoreUnderTest): void => {
  it('moves a filtered follower on by checkpoints, after the events before them', async () => {
    const filters = [{ keys: ['1'] }, { streams: ['school-1'] }, { types: ['One'] }];
    const followers = filters.map((filter) => following(under, { filter }));
    await under.store.append('school-1', [{ ...about('1'), type: 'One' }], 'any');
    await under.store.append('school-2', [about('2'), about('2')], 'any');
    for (const follower of followers) expect(await follower.next(3)).toEqual(['0', 'checkpoint 2', 'caughtUp']);
    await under.store.append('school-2', [about('2')], 'any');
    for (const follower of followers) expect(await follower.next(2)).toEqual(['checkpoint 3', 'caughtUp']);
    await under.store.append('school-1', [{ ...about('1'), type: 'OneMore' }], 'any');
    for (const follower of followers) expect(await follower.next(2)).toEqual(['4', 'caughtUp']);
    for (const follower of followers) follower.end();
  });
};

const endings = (under: StoreUnderTest): void => {
  it('ends when aborted: before, while waiting, and between two events', async () => {
    await under.store.append(stream, someEvents(3), 'any');
    const before = following(under);
    before.end();
    expect(await before.ended).toEqual({ done: true, value: undefined });

    const waiting = following(under);
    await waiting.next(4);
    const { ended } = waiting;
    waiting.end();
    expect(await ended).toEqual({ done: true, value: undefined });

    const between = following(under);
    await between.next(1);
    between.end();
    expect(await between.ended).toEqual({ done: true, value: undefined });
  });

  it('fails loudly when the store is closed, as every other use does', async () => {
    const follower = following(under);
    await follower.next(1);
    const waiting = follower.next(1);
    const closed = under.close();
    await expect(waiting).rejects.toMatchObject({ code: 'store-unavailable', retryable: false });
    await closed;
    const gone = { code: 'store-unavailable', retryable: false };
    await expect(under.store.append(stream, [anEvent()], 'any')).rejects.toMatchObject(gone);
    await expect(all(under.store.readStream(stream))).rejects.toMatchObject(gone);
    await expect(all(under.log.read())).rejects.toMatchObject(gone);
    await expect(under.log.head()).rejects.toMatchObject(gone);
  });

  it('refuses to start nowhere', async () => {
    await expect(following(under, { after: -1n }).next(1)).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(following(under, { filter: { keys: [] } }).next(1)).rejects.toMatchObject({
      code: 'invalid-argument',
    });
  });
};
