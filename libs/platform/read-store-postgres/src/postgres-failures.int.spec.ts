import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { outcomeUnknown, ReadStoreUnavailable } from '#platform/read-store';
import { PostgresServer } from '#testing';
import { MoodyProxy } from './moody-proxy.spec-kit.ts';
import { add, ids, note, NoteBench, noted } from './note.spec-kit.ts';

const codeOf = (failing: Promise<unknown>): Promise<unknown> =>
  failing.then(
    () => 'nothing',
    (error: unknown) => (error as { code?: unknown }).code,
  );

describe('the PostgreSQL read store in trouble', () => {
  let server: PostgresServer;
  let bench: NoteBench;
  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    bench = new NoteBench(await server.newDatabase());
  });
  afterEach(() => bench.close());

  const proxied = async (): Promise<[MoodyProxy, string]> => {
    const proxy = bench.closing(await MoodyProxy.before(server.port));
    return [proxy, bench.url.replace(`:${server.port}/`, `:${proxy.port}/`)];
  };

  describe('finds the storage unavailable', () => {
    it('when its connections are shut down, and goes on with others', async () => {
      const store = await bench.openWithTable();
      const shutDown = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE pid <> pg_backend_pid() AND datname = current_database()`;
      await bench.asked(shutDown);
      // The news of a connection's end may come after the next question was sent on it.
      await add(store, 'idle').catch(() => add(store, 'idle'));
      const atWork = store.write(async (tx) => {
        await tx.upsert(note, [noted('gone')]);
        await bench.asked(shutDown);
        await tx.upsert(note, [noted('gone too')]);
      });
      await expect(atWork).rejects.toBeInstanceOf(ReadStoreUnavailable);
      await add(store, 'next');
      expect(await ids(store)).toEqual(['idle', 'next']);
    });

    it('when a statement, a lock or the work itself takes too long', async () => {
      const store = await bench.openWithTable({ limits: { writeMs: 200, lockMs: 100, idleInTransactionMs: 200 } });
      const other = await bench.open();
      expect(await codeOf(store.write((tx) => tx.all('SELECT pg_sleep(5)')))).toBe('57014');
      await add(store, 'a');
      await other.write(async (tx) => {
        await tx.run(`UPDATE note SET text = 'held'`);
        expect(await codeOf(store.write((mine) => mine.run(`UPDATE note SET text = 'mine'`)))).toBe('55P03');
      });
      const idling = store.write(async (tx) => {
        await tx.all('SELECT 1');
        while ((await bench.asked(`SELECT 1 FROM pg_stat_activity WHERE state = 'idle in transaction'`)).length > 0);
        await tx.all('SELECT 1');
      });
      await expect(idling).rejects.toBeInstanceOf(ReadStoreUnavailable);
      expect(await bench.asked('SELECT text FROM note')).toEqual([{ text: 'held' }]);
    });

    it('when it has no connection to give', async () => {
      const store = await bench.open({ limits: { readers: 1 } });
      const database = bench.url.slice(bench.url.lastIndexOf('/') + 1);
      const role = `CREATE ROLE few LOGIN CONNECTION LIMIT 0`;
      await bench.asked(role);
      const few = bench.open({ url: server.urlOf(database).replace('redline@', 'few@') });
      await expect(few).rejects.toMatchObject({ name: 'ReadStoreUnavailable', code: '53300' });
      expect(await store.write((tx) => tx.all('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
    });

    it('while it is down, and keeps what was committed when it is back', async () => {
      const store = await bench.openWithTable();
      await add(store, 'before');
      await server.crash();
      await expect(add(store, 'meanwhile')).rejects.toBeInstanceOf(ReadStoreUnavailable);
      await expect(add(store, 'meanwhile')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
      await server.restart();
      await add(store, 'after');
      expect(await ids(store)).toEqual(['after', 'before']);
    });
  });

  describe('behind a bad line', () => {
    it('does not know whether it committed when the answer is lost', async () => {
      const [proxy, address] = await proxied();
      const store = await bench.openWithTable({ url: address });
      proxy.mood = 'cuts-at-commit';
      await expect(add(store, 'committed')).rejects.toMatchObject({
        name: 'ReadStoreUnavailable',
        code: outcomeUnknown,
      });
      proxy.mood = 'fair';
      expect(await ids(store)).toEqual(['committed']);
    });

    it('gives up what is swallowed, for reading and for writing, and connects anew', async () => {
      const [proxy, address] = await proxied();
      const limits = { readers: 1, connectMs: 300, readMs: 100, writeMs: 100, graceMs: 100 };
      const store = await bench.openWithTable({ url: address, limits });
      await add(store, 'before');
      expect(await ids(store)).toEqual(['before']);
      proxy.mood = 'swallows';
      const tried = await Promise.allSettled([add(store, 'lost'), ids(store)]);
      expect(tried.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
      await expect(add(store, 'lost')).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
      proxy.mood = 'fair';
      await add(store, 'after');
      expect(await ids(store)).toEqual(['after', 'before']);
    });

    it('finds out at the beginning of a transaction, however long its statements may take', async () => {
      const [proxy, address] = await proxied();
      const store = await bench.openWithTable({ url: address, limits: { connectMs: 300 } });
      proxy.mood = 'swallows';
      await expect(add(store, 'lost')).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
      proxy.mood = 'fair';
      await add(store, 'after');
      expect(await ids(store)).toEqual(['after']);
    });

    it('loses nothing that it acknowledged when lines are reset', async () => {
      const [proxy, address] = await proxied();
      const store = await bench.openWithTable({ url: address });
      const kept: string[] = [];
      for (let at = 0; at < 12; at += 1) {
        proxy.mood = at % 3 === 1 ? 'resets' : 'fair';
        const id = `n${String(at).padStart(2, '0')}`;
        if (
          await add(store, id).then(
            () => true,
            () => false,
          )
        )
          kept.push(id);
      }
      proxy.mood = 'fair';
      expect(kept).toHaveLength(8);
      expect(await ids(store)).toEqual(kept);
    });
  });
});
