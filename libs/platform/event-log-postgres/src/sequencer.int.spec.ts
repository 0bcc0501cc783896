import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { openMemoryEventStore } from '#platform/event-store';
import type { OpenEventStore } from '#platform/event-store';
import { openPostgresLog, Sequencer } from '#platform/event-log-postgres';
import type { OpenPostgresLog } from '#platform/event-log-postgres';
import { all, anEvent, PostgresServer, someEvents, until } from '#testing';
import { MemoryFeed } from './memory-feed.spec-kit.ts';
import { holdLease, takeLease } from './sequencer-lease.ts';

let server: PostgresServer;
let memory: OpenEventStore;
let feed: MemoryFeed;
let opened: OpenPostgresLog;
let reported: unknown[];

beforeAll(async () => {
  server = await PostgresServer.start();
});
afterAll(() => server.stop());

beforeEach(async () => {
  memory = openMemoryEventStore();
  feed = new MemoryFeed(memory.log);
  reported = [];
  opened = await openPostgresLog({ url: await server.newDatabase(), sequenceKeyName: 'school' });
});
afterEach(async () => {
  await opened.close();
  await memory.close();
});

const sequencer = (over: { owner?: string; leaseMs?: number; pool?: Pool } = {}): Sequencer =>
  new Sequencer({
    pool: opened.pool,
    feed,
    sequenceKeyName: 'school',
    owner: 'spec',
    report: (error) => void reported.push(error),
    ...over,
  });

/** The pool of a process that sleeps now and then: what it was about to ask goes out when it wakes. */
const asleepPool = (pool: Pool, asleep: () => Promise<void> | undefined): Pool =>
  new Proxy(pool, {
    get: (target, name) => {
      const found: unknown = Reflect.get(target, name, target);
      if ((name !== 'connect' && name !== 'query') || typeof found !== 'function') return found;
      return async (...given: unknown[]): Promise<unknown> => {
        await asleep();
        return Reflect.apply(found, target, given) as Promise<unknown>;
      };
    },
  });

const headIs = (head: bigint) => async (): Promise<boolean> => (await opened.log.head()) === head;

const told = async (): Promise<string[]> =>
  (await all(opened.log.read())).map(({ position, stream, revision, id }) => `${position} ${stream}@${revision} ${id}`);

/** The log that should be: the store's own order. */
const committed = async (): Promise<string[]> =>
  (await all(memory.log.read())).map(({ position, stream, revision, id }) => `${position} ${stream}@${revision} ${id}`);

describe('the sequencer', () => {
  it('gives every event the next position and keeps the bytes that were written, later ones too', async () => {
    await memory.store.append('school-1', someEvents(3), 'no_stream');
    const one = sequencer();
    one.start();
    await until(headIs(2n));
    await memory.store.append('school-2', someEvents(2), 'no_stream');
    await until(headIs(4n));
    await one.stop();
    expect(await told()).toEqual(await committed());
    expect(await opened.log.readBytes({ limit: 10 })).toEqual(await memory.log.readBytes({ limit: 10 }));
  });

  it('goes on where the last one stopped, and doubles nothing that is delivered again', async () => {
    await memory.store.append('school-1', someEvents(50), 'no_stream');
    const first = sequencer();
    first.start();
    await until(headIs(49n));
    await first.stop();
    await memory.store.append('school-1', someEvents(50), 49n);
    feed.repeated = 20;
    const second = sequencer();
    second.start();
    await until(headIs(99n));
    await second.stop();
    expect(await told()).toEqual(await committed());
  });

  it('survives a feed that breaks off again and again', async () => {
    for (let n = 0; n < 40; n += 1) await memory.store.append(`note-${n}`, [anEvent()], 'no_stream');
    feed.breaksAfter = 15;
    feed.repeated = 3;
    const one = sequencer();
    one.start();
    await until(headIs(39n));
    await one.stop();
    expect(reported.length).toBeGreaterThan(0);
    expect(await told()).toEqual(await committed());
  });

  it('stands still rather than leave a hole', async () => {
    const lossy = openMemoryEventStore();
    await lossy.store.append('school-1', someEvents(2), 'no_stream');
    const events = await all(lossy.log.read());
    feed.follow = async function* () {
      const [, second] = events;
      if (second) yield { kind: 'event', event: second, place: '1' };
    };
    const one = sequencer();
    one.start();
    await until(() => reported.length > 0);
    await one.stop();
    expect(String(reported[0])).toContain('school-1: revision 0 should follow in the feed, 1 came');
    expect(await opened.log.head()).toBeUndefined();
  });

  it('leaves its place at once when it stops, and after its time when it is not heard of', async () => {
    const [one, other] = [sequencer({ owner: 'one' }), sequencer({ owner: 'other', leaseMs: 500 })];
    one.start();
    await until(() => one.status.isLeading);
    other.start();
    await pause(300);
    expect(other.status.isLeading).toBe(false);
    await one.stop();
    await until(() => other.status.isLeading);
    await other.stop();
    await takeLease(opened.pool, { owner: 'silent', leaseMs: 300 });
    const third = sequencer({ owner: 'third', leaseMs: 500 });
    third.start();
    await until(() => third.status.isLeading);
    await third.stop();
  });

  it('writes nothing past its lease, whether or not somebody took its place', async () => {
    for (let trial = 0; trial < 100; trial += 1) {
      const paused = await takeLease(opened.pool, { owner: 'paused', leaseMs: 1 });
      await pause(2);
      if (trial % 2 === 0) await takeLease(opened.pool, { owner: 'next', leaseMs: 1 });
      await expect(holdLease(opened.pool, paused?.epoch ?? '', 1_000)).rejects.toMatchObject({ name: 'LeaseLost' });
      await pause(2);
    }
  });

  it('writes nothing of what it has in hand when it wakes past its lease, in 100 trials', async () => {
    let asleep: Promise<void> | undefined;
    const paused = asleepPool(opened.pool, () => asleep);
    for (let trial = 0; trial < 100; trial += 1) {
      const [one, next] = [
        sequencer({ owner: 'paused', leaseMs: 60, pool: paused }),
        sequencer({ owner: 'next', leaseMs: 300 }),
      ];
      one.start();
      await until(() => one.status.isLeading);
      const lost = reported.length;
      let wake = (): void => undefined;
      asleep = new Promise((resolve) => {
        wake = resolve;
      });
      await memory.store.append(`note-${trial % 7}`, [anEvent()], 'any');
      next.start();
      await until(headIs(BigInt(trial)));
      asleep = undefined;
      wake();
      await until(() => reported.length > lost);
      expect(reported.at(-1)).toMatchObject({ name: 'LeaseLost' });
      await Promise.all([one.stop(), next.stop()]);
    }
    expect(await told()).toEqual(await committed());
  });

  it('never gives one position twice while two of them lead in turns', async () => {
    const [one, other] = [sequencer({ owner: 'one', leaseMs: 300 }), sequencer({ owner: 'other', leaseMs: 300 })];
    one.start();
    other.start();
    for (let n = 0; n < 60; n += 1) {
      await memory.store.append(`note-${n % 7}`, [anEvent()], 'any');
      // Somebody steals the place, as a sequencer does that believes the other dead.
      if (n % 10 === 5)
        await opened.pool.query(`UPDATE sequencer SET epoch = epoch + 1, owner = 'thief', lease_until = now()`);
      await pause(10);
    }
    await until(headIs(59n));
    await Promise.all([one.stop(), other.stop()]);
    expect(await told()).toEqual(await committed());
  });

  it('goes on after PostgreSQL was shot down and came back', async () => {
    await memory.store.append('school-1', someEvents(20), 'no_stream');
    const one = sequencer({ leaseMs: 500 });
    one.start();
    await until(headIs(19n));
    await server.crash();
    await memory.store.append('school-1', someEvents(20), 19n);
    await pause(300);
    await server.restart();
    await until(async () => (await opened.log.head().catch(() => undefined)) === 39n);
    await one.stop();
    expect(await told()).toEqual(await committed());
  });
});

describe('the tables of the log', () => {
  it('refuse every change, also by hand', async () => {
    await memory.store.append('school-1', someEvents(1), 'no_stream');
    const one = sequencer();
    one.start();
    await until(headIs(0n));
    await one.stop();
    for (const sql of [
      "UPDATE sequenced_events SET type = 'x'",
      'DELETE FROM sequenced_events',
      'TRUNCATE sequenced_events',
    ])
      await expect(opened.pool.query(sql)).rejects.toThrow('never changed or removed');
  });

  it('are refused when their events are keyed by another name, or a later release made them', async () => {
    const url = await server.newDatabase();
    await (await openPostgresLog({ url, sequenceKeyName: 'school' })).close();
    await expect(openPostgresLog({ url, sequenceKeyName: 'district' })).rejects.toMatchObject({ code: 'unsupported' });
    const again = await openPostgresLog({ url, sequenceKeyName: 'school' });
    await again.pool.query('UPDATE sequencer SET format = 99');
    await again.close();
    await expect(openPostgresLog({ url, sequenceKeyName: 'school' })).rejects.toThrow('format 99');
  });
});
