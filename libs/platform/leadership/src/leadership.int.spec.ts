import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { EntitySchema } from 'typeorm';
import { Leadership, Lease, prepareLeases } from '#platform/leadership';
import { PostgresReadStore } from '#platform/read-store-postgres';
import { PostgresServer, until } from '#testing';

interface Turn {
  readonly n: number;
  readonly owner: string;
}

const turnRow = new EntitySchema<Turn>({
  name: 'turn',
  columns: { n: { type: 'integer', primary: true }, owner: { type: 'text' } },
});

let server: PostgresServer;
let stores: PostgresReadStore[];
beforeAll(async () => {
  server = await PostgresServer.start();
});
afterAll(async () => {
  for (const store of stores) await store.close();
  await server.stop();
});
beforeEach(async () => {
  for (const store of stores ?? []) await store.close();
  const url = await server.newDatabase();
  stores = await Promise.all([1, 2].map(() => PostgresReadStore.open({ url, entities: [turnRow] })));
  await prepareLeases(stores[0] as PostgresReadStore);
  await stores[0]?.write((tx) => tx.run('CREATE TABLE turn (n integer PRIMARY KEY, owner text NOT NULL)'));
});

/** A process that takes turns writing the next number while it leads; `at` is which process's store it uses. */
const candidate = (owner: string, at: number, leaseMs = 300) => {
  const problems: unknown[] = [];
  const leadership = new Leadership({
    store: stores[at] as PostgresReadStore,
    name: 'turns',
    owner,
    leaseMs,
    report: (error) => void problems.push(error),
    work: async (store, signal) => {
      while (!signal.aborted) {
        await store.write((tx) =>
          tx.run('INSERT INTO turn SELECT coalesce(max(n), -1) + 1, CAST(? AS text) FROM turn', [owner]),
        );
        await pause(5);
      }
    },
  });
  leadership.start();
  return { leadership, problems };
};

const turns = (): Promise<Turn[]> =>
  (stores[0] as PostgresReadStore).dataSource.getRepository(turnRow).find({ order: { n: 'ASC' } });

describe('leadership', () => {
  it('is one process at a time, and goes to the other at once when the first one stops', async () => {
    // Long enough that a machine which is busy with other work does not take the place away from somebody awake.
    const one = candidate('one', 0, 20_000);
    await until(() => one.leadership.isLeading);
    const other = candidate('other', 1, 20_000);
    await pause(200);
    expect([one.leadership.isLeading, other.leadership.isLeading]).toEqual([true, false]);
    await one.leadership.stop();
    await until(async () => (await turns()).some(({ owner }) => owner === 'other'));
    await other.leadership.stop();
    const owners = (await turns()).map(({ owner }) => owner);
    expect(owners.lastIndexOf('one')).toBeLessThan(owners.indexOf('other'));
    expect([...one.problems, ...other.problems]).toEqual([]);
  });

  it('goes to the other when the first one is not heard of any more', async () => {
    const lease = await Lease.take(stores[0] as PostgresReadStore, { name: 'turns', owner: 'dead', leaseMs: 300 });
    expect(lease?.epoch).toBe(1);
    const other = candidate('other', 1);
    await until(() => other.leadership.isLeading);
    await other.leadership.stop();
  });

  it('lets one that was paused past its time write nothing, in 100 trials', async () => {
    const [mine, theirs] = stores as [PostgresReadStore, PostgresReadStore];
    for (let trial = 0; trial < 100; trial += 1) {
      const paused = await Lease.take(mine, { name: 'turns', owner: 'paused', leaseMs: 1 });
      await pause(2);
      if (trial % 2 === 0) await Lease.take(theirs, { name: 'turns', owner: 'next', leaseMs: 1 });
      const write = paused?.fenced().write((tx) => tx.run(`INSERT INTO turn VALUES (${trial}, 'paused')`));
      await expect(write).rejects.toMatchObject({ code: 'LEADERSHIP_LOST (turns)' });
      await pause(2);
    }
    expect(await turns()).toEqual([]);
  });

  it('takes its place again after the database was shot down and came back', async () => {
    const one = candidate('one', 0, 500);
    await until(() => one.leadership.isLeading);
    await server.crash();
    await pause(200);
    await server.restart();
    const before = (await turns()).length;
    await until(() => one.leadership.isLeading);
    await pause(300);
    await one.leadership.stop();
    const after = await turns();
    expect(after.length).toBeGreaterThan(before);
    expect(after.map(({ n }) => n)).toEqual(after.map((_, n) => n));
  });
});
