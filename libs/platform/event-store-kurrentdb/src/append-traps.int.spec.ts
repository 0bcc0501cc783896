import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { status } from '@grpc/grpc-js';
import { KurrentDBClient, jsonEvent } from '@kurrent/kurrentdb-client';
import { FakeKurrentServer, failure } from '#platform/event-store-kurrentdb/fake';
import { openKurrentEventStore } from '#platform/event-store-kurrentdb';
import type { OpenKurrentEventStore } from '#platform/event-store-kurrentdb';
import { all, anEvent, codeOf, someEvents } from '#testing';

const timeoutMs = 2000;
const notLeader = { exception: 'not-leader', 'leader-endpoint-host': '127.0.0.1', 'leader-endpoint-port': '1' };

describe.each(['batch', 'plain'] as const)('the %s append on a bad day', (path) => {
  let fake: FakeKurrentServer;
  let opened: OpenKurrentEventStore;
  beforeEach(async () => {
    fake = await FakeKurrentServer.start({ batchAppend: path === 'batch' });
    opened = openKurrentEventStore({ url: fake.url, timeoutMs });
    await opened.store.append('first-1', [anEvent()], 'no_stream');
  });
  afterEach(async () => {
    await opened.close();
    await fake.stop();
  });

  it('takes a time-out after the commit for a time-out, and the same ids again for a repeat', async () => {
    const events = someEvents(2);
    fake.mischief.appends.push({ commit: true });
    await expect(opened.store.append('case-1', events, 'no_stream')).rejects.toMatchObject({ code: 'timeout' });
    expect(await opened.store.append('case-1', events, 'no_stream')).toEqual({ revision: 1n });
    expect(await all(opened.store.readStream('case-1'))).toHaveLength(2);
  });

  it('takes a line that breaks after the commit for an open outcome, and the same ids again for a repeat', async () => {
    const events = someEvents(2);
    fake.mischief.appends.push({ commit: true });
    const appended = codeOf(opened.store.append('case-1', events, 'no_stream'));
    await fakeHolds(fake, 3);
    fake.cut();
    expect(['store-unavailable', 'timeout']).toContain(await appended);
    expect(await inTheEnd(() => opened.store.append('case-1', events, 'no_stream'))).toEqual({ revision: 1n });
    expect(await all(opened.store.readStream('case-1'))).toHaveLength(2);
  });

  it('leaves no position in its answer, and none to rely on in what is read', async () => {
    expect(await opened.store.append('case-1', [anEvent()], 'no_stream')).toEqual({ revision: 0n });
    expect(await all(opened.store.readStream('case-1'))).toMatchObject([{ revision: 0n, position: -1n }]);
  });

  it('tells the instant of the server, of which the client keeps the second when it reads a stream', async () => {
    await opened.store.append('case-1', [anEvent()], 'no_stream');
    const [recorded] = await all(opened.store.readStream('case-1'));
    const createdMs = fake.log.all.at(-1)?.createdMs ?? 0;
    expect(createdMs - Date.parse(recorded?.recordedAt ?? '')).toBeLessThan(1000);
    expect(recorded?.recordedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('refuses one append and lets those beside it through', async () => {
    const settled = await Promise.all([
      codeOf(opened.store.append('case-1', someEvents(2), 'no_stream')),
      codeOf(opened.store.append('case-2', someEvents(2), 7n)),
      codeOf(opened.store.append('case-3', someEvents(2), 'no_stream')),
    ]);
    expect(settled).toEqual([undefined, 'wrong-expected-revision', undefined]);
  });

  it.each([
    ['another leader', failure(status.NOT_FOUND, 'not the leader', notLeader), 'store-unavailable'],
    ['a server that goes down', failure(status.UNAVAILABLE, 'going down'), 'store-unavailable'],
    ['an aborted call', failure(status.ABORTED, 'aborted'), 'timeout'],
    ['no right', failure(status.PERMISSION_DENIED, 'no', { exception: 'access-denied' }), 'access-denied'],
  ])('says what it was: %s', async (_, thrown, code) => {
    fake.mischief.appends.push({ commit: false, failure: thrown });
    expect(await codeOf(opened.store.append('case-1', [anEvent()], 'no_stream'))).toBe(code);
  });

  it('comes back by itself once the server does', async () => {
    await fake.goAway();
    const events = [anEvent()];
    await expect(opened.store.append('case-1', events, 'no_stream')).rejects.toMatchObject({ retryable: true });
    await fake.comeBack();
    expect(await inTheEnd(() => opened.store.append('case-1', events, 'no_stream'))).toEqual({ revision: 0n });
  });

  it('reads again after a broken line', async () => {
    expect(await all(opened.store.readStream('first-1'))).toHaveLength(1);
    fake.cut();
    expect(await inTheEnd(() => all(opened.store.readStream('first-1')))).toHaveLength(1);
  });

  it('does not wait for ever for a read', async () => {
    fake.mischief.silentReads = true;
    await expect(all(opened.store.readStream('first-1'))).rejects.toMatchObject({ code: 'timeout' });
  });

  it('waits on close for what was begun, and works no more', async () => {
    const appended = Promise.all(someEvents(30).map((event, n) => opened.store.append(`case-${n}`, [event], 'any')));
    await Promise.all([opened.close(), opened.close()]);
    expect(await appended).toHaveLength(30);
    const gone = { code: 'store-unavailable', retryable: false };
    await expect(opened.store.append('case-1', [anEvent()], 'any')).rejects.toMatchObject(gone);
    await expect(all(opened.store.readStream('case-1'))).rejects.toMatchObject(gone);
    const feed = opened.feed.follow({ signal: new AbortController().signal });
    await expect(all(feed)).rejects.toMatchObject(gone);
  });
});

describe('the stream of batch appends', () => {
  it('breaks under a crowd of appends without an unhandled rejection', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): unknown => unhandled.push(reason);
    process.on('unhandledRejection', note);
    const fake = await FakeKurrentServer.start();
    const opened = openKurrentEventStore({ url: fake.url, timeoutMs: 1000, appendsAtOnce: 1000 });
    fake.mischief.deaf = true;
    const crowd = Array.from({ length: 100 }, (_, n) =>
      codeOf(opened.store.append(`case-${n}`, [anEvent({ data: { text: 'x'.repeat(30_000) } })], 'any')),
    );
    setTimeout(() => fake.cut(), 100);
    expect(new Set(await Promise.all(crowd))).not.toContain(undefined);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
    await opened.close();
    await fake.stop();
  });

  it('is asked by "streamState": by any other name the client would ignore it', async () => {
    const fake = await FakeKurrentServer.start();
    const client = KurrentDBClient.connectionString(fake.url);
    const event = jsonEvent({ type: 'T', data: {} });
    const mistaken = { expectedRevision: 7n };
    // @ts-expect-error a name that the types refuse
    expect(await client.appendToStream('a-1', event, { expectedRevision: 7n })).toMatchObject({ success: true });
    expect(await client.appendToStream('a-1', event, mistaken as object)).toMatchObject({ success: true });
    const opened = openKurrentEventStore({ url: fake.url });
    await expect(opened.store.append('a-1', [anEvent()], 7n)).rejects.toMatchObject({ actual: 0n });
    await opened.close();
    await client.dispose();
    await fake.stop();
  });
});

const fakeHolds = async (fake: FakeKurrentServer, count: number): Promise<void> => {
  while (fake.log.all.length < count) await new Promise((resolve) => setImmediate(resolve));
};

/** A caller's patience: the same append again, while the store says that this is worth it. */
const inTheEnd = async <T>(work: () => Promise<T>): Promise<T> => {
  for (let tries = 0; ; tries += 1)
    try {
      return await work();
    } catch (error) {
      const { code, retryable } = error as { code?: string; retryable?: boolean };
      if (tries === 50 || !(code === 'timeout' || retryable)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
};
