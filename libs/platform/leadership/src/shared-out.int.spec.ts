import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { SharedOut } from '#platform/leadership';
import { PostgresReadStore } from '#platform/read-store-postgres';
import { PostgresServer, until } from '#testing';

let server: PostgresServer;
let url: string;
beforeAll(async () => {
  server = await PostgresServer.start();
});
afterAll(() => server.stop());
beforeEach(async () => {
  url = await server.newDatabase();
});

const places = 4;

/** A process that takes part; `atWork` are the places it works in at this moment. */
const process = async (owner: string) => {
  const store = await PostgresReadStore.open({ url, entities: [] });
  const problems: unknown[] = [];
  const atWork = new Set<number>();
  const sharedOut = new SharedOut({
    store,
    name: 'rooms',
    places,
    owner,
    leaseMs: 500,
    report: (error) => void problems.push(error),
    work: async (place, _store, signal) => {
      atWork.add(place);
      while (!signal.aborted) await pause(5);
      atWork.delete(place);
    },
  });
  sharedOut.start();
  const stop = (): Promise<void> => sharedOut.stop().then(() => store.close());
  return { sharedOut, atWork, problems, stop };
};

const inOrder = (numbers: readonly number[]): number[] => numbers.toSorted((one, other) => one - other);

const all = Array.from({ length: places }, (_, place) => place);

it('gives one process everything, two the half each, and the last one everything again', async () => {
  const one = await process('one');
  await until(() => one.atWork.size === places);
  const other = await process('other');
  await until(() => one.atWork.size === 2 && other.atWork.size === 2);
  expect(inOrder([...one.atWork, ...other.atWork])).toEqual(all);
  expect(inOrder([...one.sharedOut.kept, ...other.sharedOut.kept])).toEqual(all);
  await one.stop();
  await until(() => other.atWork.size === places);
  expect(one.atWork.size).toBe(0);
  await other.stop();
  expect([...one.problems, ...other.problems]).toEqual([]);
});

it('never has two at work in one place, whoever comes and goes', async () => {
  const seen = new Set<string>();
  const over = new AbortController();
  const present: Awaited<ReturnType<typeof process>>[] = [];
  const watching = (async () => {
    while (!over.signal.aborted) {
      for (const place of all)
        if (present.filter(({ atWork }) => atWork.has(place)).length > 1) seen.add(`two in ${place}`);
      await pause(1);
    }
  })();
  for (const owner of ['a', 'b', 'c']) present.push(await process(owner));
  await until(() => present.reduce((sum, { atWork }) => sum + atWork.size, 0) === places);
  await present[0]?.stop();
  await until(() => present.reduce((sum, { atWork }) => sum + atWork.size, 0) === places);
  for (const { stop } of present.slice(1)) await stop();
  over.abort();
  await watching;
  expect([...seen]).toEqual([]);
});
