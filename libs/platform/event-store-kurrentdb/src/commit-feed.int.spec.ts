import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KurrentDBClient } from '@kurrent/kurrentdb-client';
import type { CommitFeedItem } from '#platform/event-store';
import { anEvent, someEvents } from '#testing';
import { isAfter, placeFrom } from './commit-place.ts';
import type { OwnStreams } from './own-streams.spec-kit.ts';
import { ServerUnderTest } from './under-test.spec-kit.ts';

describe('the commit feed', () => {
  let server: ServerUnderTest;
  let streams: OwnStreams;
  beforeAll(async () => {
    server = await ServerUnderTest.start({ path: 'batch' });
    streams = server.streams();
  });
  afterAll(() => server.stop());

  /** What the feed delivers until it has caught up, by the names of this run; others' events are left out. */
  const untilCaughtUp = async (after: string): Promise<CommitFeedItem[]> => {
    const items: CommitFeedItem[] = [];
    for await (const item of server.opened.feed.follow({ after, signal: new AbortController().signal })) {
      const isOurs = item.kind !== 'event' || streams.given(item.event.stream) !== undefined;
      if (isOurs) items.push(item);
      if (item.kind === 'caughtUp') break;
    }
    return items;
  };
  const ids = (items: readonly CommitFeedItem[]): string[] =>
    items.flatMap((item) => (item.kind === 'event' ? [item.event.id] : []));

  it('delivers everything once, in order, from after any place', async () => {
    const head = await server.head();
    const events = someEvents(120);
    for (let n = 0; n < events.length; n += 1)
      await server.opened.store.append(streams.own(`feed-${n % 3}`), events.slice(n, n + 1), 'any');
    const items = await untilCaughtUp(head);
    expect(ids(items)).toEqual(events.map(({ id }) => id));
    const places = items.flatMap((item) => ('place' in item ? [placeFrom(item.place)] : []));
    for (const [n, place] of places.entries()) expect(isAfter(place, places[n - 1])).toBe(true);
    const middle = items.find((item) => item.kind === 'event' && item.event.id === events[50]?.id);
    const rest = await untilCaughtUp(middle?.kind === 'event' ? middle.place : '');
    expect(ids(rest)).toEqual(events.slice(51).map(({ id }) => id));
  });

  it('leaves out what the server writes beside our streams', async () => {
    const client = KurrentDBClient.connectionString(server.url);
    const head = await server.head();
    const event = anEvent();
    await server.opened.store.append(streams.own('kept-1'), [event], 'no_stream');
    await client.deleteStream(streams.own('kept-1'));
    await client.dispose();
    expect(ids(await untilCaughtUp(head))).toEqual([event.id]);
  });

  it('goes on with what comes, and ends by the signal alone', async () => {
    const stop = new AbortController();
    const following = server.opened.feed.follow({ after: await server.head(), signal: stop.signal });
    const follower = following[Symbol.asyncIterator]();
    const nextOwn = async (): Promise<CommitFeedItem> => {
      for (;;) {
        const { value } = (await follower.next()) as { value: CommitFeedItem };
        if (value.kind === 'event' && streams.given(value.event.stream) === 'live-1') return value;
      }
    };
    for (let n = 0; n < 3; n += 1) {
      const event = anEvent();
      const next = nextOwn();
      await server.opened.store.append(streams.own('live-1'), [event], 'any');
      expect(await next).toMatchObject({ kind: 'event', event: { ...event, revision: BigInt(n) } });
    }
    stop.abort();
    const endings: unknown[] = [];
    for (let ending = await follower.next(); ; ending = await follower.next()) {
      endings.push(ending.done);
      if (ending.done) break;
    }
    expect(endings.at(-1)).toBe(true);
  });

  it('refuses a place of another feed', async () => {
    await expect(untilCaughtUp('7')).rejects.toMatchObject({ code: 'invalid-argument' });
  });
});
