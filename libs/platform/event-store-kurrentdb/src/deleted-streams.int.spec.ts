import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KurrentDBClient } from '@kurrent/kurrentdb-client';
import type { EventStore } from '#platform/event-store';
import { FakeKurrentServer } from '#platform/event-store-kurrentdb/fake';
import { openKurrentEventStore } from '#platform/event-store-kurrentdb';
import { all, anEvent, codeOf, someEvents } from '#testing';
import { ServerUnderTest } from './under-test.spec-kit.ts';

describe.each(['batch', 'plain'] as const)('streams that an administrator deleted, by the %s append', (path) => {
  let server: ServerUnderTest;
  let store: EventStore;
  let client: KurrentDBClient;
  let own: (name: string) => string;
  beforeAll(async () => {
    server = await ServerUnderTest.start({ path });
    ({ store } = server.opened);
    client = KurrentDBClient.connectionString(server.url);
    const streams = server.streams();
    own = (name) => streams.own(name);
  });
  afterAll(async () => {
    await client.dispose();
    await server.stop();
  });

  it('are not found, or empty where that is asked for; a new beginning goes on counting', async () => {
    const stream = own('soft-1');
    await store.append(stream, someEvents(3), 'no_stream');
    await client.deleteStream(stream);
    await expect(all(store.readStream(stream))).rejects.toMatchObject({ code: 'stream-not-found', stream });
    expect(await all(store.readStream(stream, { ifAbsent: 'empty' }))).toEqual([]);
    expect(await codeOf(store.append(stream, [anEvent()], 'stream_exists'))).toBeDefined();
    expect(await store.append(stream, [anEvent()], 'no_stream')).toEqual({ revision: 3n });
    expect((await all(store.readStream(stream))).map(({ revision }) => revision)).toEqual([3n]);
  });
});

describe.each(['batch', 'plain'] as const)('a stream that bears a tombstone, by the %s append', (path) => {
  it('is closed for ever', async () => {
    // Never on a real server: a tombstone stays there for good.
    const fake = await FakeKurrentServer.start({ batchAppend: path === 'batch' });
    const opened = openKurrentEventStore({ url: fake.url });
    const { store } = opened;
    await store.append('hard-1', someEvents(2), 'no_stream');
    fake.log.tombstone('hard-1');
    const closed = { code: 'stream-tombstoned', stream: 'hard-1' };
    await expect(all(store.readStream('hard-1'))).rejects.toMatchObject(closed);
    await expect(all(store.readStream('hard-1', { ifAbsent: 'empty' }))).rejects.toMatchObject(closed);
    for (const expected of ['any', 'no_stream', 'stream_exists', 1n] as const)
      await expect(store.append('hard-1', [anEvent()], expected)).rejects.toMatchObject(closed);
    await opened.close();
    await fake.stop();
  });
});
