import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openMemoryEventStore } from '#platform/event-store';
import { openPostgresLog, SequencedStore, Sequencer } from '#platform/event-log-postgres';
import { anEvent, eventStoreContract, PostgresServer } from '#testing';
import { MemoryFeed } from './memory-feed.spec-kit.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await PostgresServer.start();
});
afterAll(() => server.stop());

eventStoreContract('sequenced into PostgreSQL', async (options) => {
  const memory = openMemoryEventStore(options);
  const sequenceKeyName = options.sequenceKeyName ?? '';
  const { log, pool, bell, close } = await openPostgresLog({ url: await server.newDatabase(), sequenceKeyName });
  const feed = new MemoryFeed(memory.log);
  const report = (error: unknown): void => {
    throw new Error('the sequencer met a problem', { cause: error });
  };
  const sequencer = new Sequencer({ pool, feed, sequenceKeyName, owner: 'spec', report });
  sequencer.start();
  return {
    store: new SequencedStore({ store: memory.store, log, bell, timeoutMs: 5_000 }),
    log,
    close: async () => {
      await sequencer.stop();
      await close();
      await memory.close();
    },
  };
});

describe('a sequenced store without a sequencer', () => {
  it('says that the event is recorded and not in the log, and answers the same append later', async () => {
    const memory = openMemoryEventStore();
    const { log, pool, bell, close } = await openPostgresLog({ url: await server.newDatabase(), sequenceKeyName: '' });
    const store = new SequencedStore({ store: memory.store, log, bell, timeoutMs: 100 });
    const event = anEvent();
    await expect(store.append('note-1', [event], 'no_stream')).rejects.toMatchObject({ code: 'timeout' });
    const feed = new MemoryFeed(memory.log);
    const sequencer = new Sequencer({ pool, feed, sequenceKeyName: '', owner: 'late', report: () => undefined });
    sequencer.start();
    const patient = new SequencedStore({ store: memory.store, log, bell, timeoutMs: 5_000 });
    expect(await patient.append('note-1', [event], 'no_stream')).toEqual({ revision: 0n, position: 0n });
    await sequencer.stop();
    await close();
  });
});
