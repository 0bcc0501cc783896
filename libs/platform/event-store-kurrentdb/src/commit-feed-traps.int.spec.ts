import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { status } from '@grpc/grpc-js';
import { FakeKurrentServer, failure } from '#platform/event-store-kurrentdb/fake';
import type { FakeEvent } from '#platform/event-store-kurrentdb/fake';
import { openKurrentEventStore } from '#platform/event-store-kurrentdb';
import type { OpenKurrentEventStore } from '#platform/event-store-kurrentdb';
import type { CommitFeedItem, StoreError } from '#platform/event-store';
import { all, anEvent, someEvents } from '#testing';

const raw = (over: Partial<Record<keyof FakeEvent, string>> = {}): FakeEvent => {
  const { data = '{}', metadata = '{}', ...words } = over;
  const event = { id: anEvent().id, type: 'Odd', contentType: 'application/json', ...words };
  return { ...event, data: Buffer.from(data), metadata: Buffer.from(metadata) };
};

describe('the commit feed on a bad day', () => {
  let fake: FakeKurrentServer;
  let opened: OpenKurrentEventStore;
  let troubles: StoreError[];
  let stop: AbortController;
  let follower: AsyncIterator<CommitFeedItem>;
  beforeEach(async () => {
    fake = await FakeKurrentServer.start();
    troubles = [];
    stop = new AbortController();
    const onFeedTrouble = (error: StoreError): unknown => troubles.push(error);
    opened = openKurrentEventStore({ url: fake.url, quietMs: 100, retryDelayMs: 5, onFeedTrouble });
    follower = opened.feed.follow({ signal: stop.signal })[Symbol.asyncIterator]();
  });
  afterEach(async () => {
    stop.abort();
    await opened.close();
    await fake.stop();
  });

  const append = (count: number): Promise<unknown> => opened.store.append('case-1', someEvents(count), 'any');
  const next = async (): Promise<CommitFeedItem> => (await follower.next()).value as CommitFeedItem;
  /** Revisions until so many events came, whatever else is said. */
  const revisions = async (count: number): Promise<number[]> => {
    const found: number[] = [];
    while (found.length < count) {
      const item = await next();
      if (item.kind === 'event') found.push(Number(item.event.revision));
    }
    return found;
  };
  const upTo = (count: number, from = 0): number[] => Array.from({ length: count }, (_, n) => from + n);

  it('says checkpoint and caughtUp only after the events before them were pulled', async () => {
    await append(10);
    fake.log.write(
      '$stats-1',
      Array.from({ length: 22 }, () => raw({ type: '$statsCollected' })),
    );
    const said: string[] = [];
    while (said.at(-1) !== 'caughtUp') {
      const item = await next();
      said.push(item.kind === 'event' ? String(item.event.revision) : item.kind);
      // By now the client has read everything, and told of both.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(said).toEqual([...upTo(10).map(String), 'checkpoint', 'caughtUp']);
  });

  it('tells the instant of the server to the millisecond', async () => {
    await append(1);
    const createdMs = fake.log.all[0]?.createdMs ?? 0;
    expect(await next()).toMatchObject({ event: { recordedAt: new Date(createdMs).toISOString() } });
  });

  it('follows again after a broken line, from where it stands, and says every event once', async () => {
    await append(3);
    expect(await revisions(2)).toEqual([0, 1]);
    fake.cut();
    await fake.goAway();
    const later = revisions(3);
    await fake.comeBack();
    await append(2).catch(() => append(2));
    expect(await later).toEqual([2, 3, 4]);
    expect(troubles.length).toBeGreaterThan(0);
    for (const trouble of troubles) expect(trouble).toMatchObject({ code: 'store-unavailable', retryable: true });
  });

  it('drops what a server sends again after a resubscription', async () => {
    fake.mischief.repeatsFirst = true;
    await append(2);
    expect(await revisions(2)).toEqual([0, 1]);
    fake.cut();
    fake.log.write('case-1', [raw(), raw()]);
    expect(await revisions(2)).toEqual([2, 3]);
  });

  it('finds out by itself that a subscription hangs', async () => {
    await append(2);
    expect(await revisions(2)).toEqual([0, 1]);
    expect(await next()).toEqual({ kind: 'caughtUp' });
    fake.mischief.muted = true;
    fake.log.write('case-1', [raw()]);
    const later = revisions(1);
    while (troubles.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    fake.mischief.muted = false;
    expect(await later).toEqual([2]);
    expect(troubles[0]?.message).toContain('hangs');
  });

  it('leaves a quiet subscription alone while nothing was committed but the system’s own', async () => {
    await append(1);
    expect(await revisions(1)).toEqual([0]);
    expect(await next()).toEqual({ kind: 'caughtUp' });
    await all(opened.store.readStream('case-1')); // the client's first read takes half a second
    fake.log.write('$stats-1', [raw({ type: '$statsCollected' })]);
    const later = revisions(1);
    await new Promise((resolve) => setTimeout(resolve, 450));
    expect(troubles).toEqual([]);
    await append(1);
    expect(await later).toEqual([1]);
  });

  it('does not believe a checkpoint that lies behind, or beyond all numbers', async () => {
    await append(2);
    expect(await revisions(2)).toEqual([0, 1]);
    fake.mischief.falseCheckpoints = [1n, 2n ** 64n - 1n, 2n ** 63n];
    fake.cut();
    const kinds: string[] = [];
    const later = (async () => {
      while (kinds.at(-1) !== 'event') kinds.push((await next()).kind);
    })();
    while (troubles.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    fake.log.write('case-1', [raw()]);
    await later;
    expect(kinds).not.toContain('checkpoint');
  });

  it('moves on by checkpoints over what it leaves out', async () => {
    fake.log.write(
      '$stats-1',
      Array.from({ length: 70 }, () => raw({ type: '$statsCollected' })),
    );
    const items = [await next(), await next(), await next()];
    expect(items.map(({ kind }) => kind)).toEqual(['checkpoint', 'checkpoint', 'caughtUp']);
  });

  it.each([
    ['damaged JSON', { data: '{"a":' }],
    ['a list', { data: '[]' }],
    ['bytes', { contentType: 'application/octet-stream' }],
    ['metadata that is no JSON', { metadata: 'x' }],
  ])('stops, and names the event, at %s', async (_, over) => {
    await append(1);
    fake.log.write('other-1', [raw(), raw(over)]);
    expect(await revisions(2)).toEqual([0, 0]);
    await expect(revisions(1)).rejects.toMatchObject({
      code: 'store-unavailable',
      retryable: false,
      message: expect.stringContaining('event 1 of other-1'),
    });
  });

  it('leaves out the tombstone in a stream of ours', async () => {
    await append(1);
    fake.log.tombstone('case-1');
    await opened.store.append('case-2', [anEvent(), anEvent()], 'no_stream');
    expect(await revisions(3)).toEqual([0, 0, 1]);
  });

  it('skips the same in events of the system, links among them', async () => {
    fake.log.write('$projections-x', [raw({ data: 'x' })]);
    fake.log.write('$ce-case', [raw({ type: '$>', data: '0@case-1' })]);
    await append(1);
    expect(await revisions(1)).toEqual([0]);
  });

  it('tells of a missing right and keeps trying', async () => {
    fake.mischief.reads.push(failure(status.PERMISSION_DENIED, 'no', { exception: 'access-denied' }));
    await append(1);
    expect(await revisions(1)).toEqual([0]);
    expect(troubles).toMatchObject([{ code: 'access-denied' }]);
  });

  it('pulls no further ahead than its buffer, however long the consumer takes', async () => {
    await opened.store.append('case-1', someEvents(500), 'any');
    expect(await revisions(1)).toEqual([0]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await revisions(499)).toEqual(upTo(499, 1));
  });
});
