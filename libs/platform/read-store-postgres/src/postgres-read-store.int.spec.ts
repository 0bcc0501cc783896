import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { createTableSql } from '#platform/read-store';
import { PostgresReadStore } from '#platform/read-store-postgres';
import { onEachReadStore, PostgresServer, readStoreContract } from '#testing';
import { ids, note, NoteBench, noted } from './note.spec-kit.ts';

onEachReadStore({ postgres: (at) => PostgresReadStore.open(at) }, readStoreContract);

const shown = (value: unknown): string => inspect(value, { depth: Number.POSITIVE_INFINITY });

describe('the PostgreSQL read store', () => {
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

  describe('opens', () => {
    it('only a database that sorts by code point, in UTF8', async () => {
      await bench.asked(`CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'`);
      await bench.asked(`CREATE DATABASE chinese TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'zh'`);
      await expect(bench.open({ url: server.urlOf('latin') })).rejects.toThrow(
        'latin is encoded in LATIN1, not in UTF8',
      );
      await expect(bench.open({ url: server.urlOf('chinese') })).rejects.toThrow('chinese sorts by zh, not by C.UTF-8');
      await expect(bench.open({ url: server.urlOf('nowhere') })).rejects.toMatchObject({ code: 'database-unusable' });
      await expect(bench.open({ schema: 'Bad"' })).rejects.toMatchObject({ name: 'DatabaseUnusable' });
    });

    it('in a schema that it makes once, under the name it is told', async () => {
      const both = await Promise.all([
        bench.open({ schema: 'rm', applicationName: 'w1' }),
        bench.open({ schema: 'rm' }),
      ]);
      await both[0].write((tx) => tx.run('CREATE TABLE here (n int)'));
      expect(await bench.asked(`SELECT schemaname FROM pg_tables WHERE tablename = 'here'`)).toEqual([
        { schemaname: 'rm' },
      ]);
      expect(
        await bench.asked(`SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'w1'`),
      ).toEqual([{ n: 2 }]);
    });

    it.each(['nonsense', 'mysql://u:geheim@h/d', 'postgres://u:geheim@ho st/d', 'postgres://u:geheim@h:99999999/d'])(
      'no address like %s, and keeps its password to itself',
      async (bad) => {
        const error = await bench.open({ url: bad }).catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ name: 'DatabaseUnusable' });
        expect(shown(error)).not.toContain('geheim');
      },
    );

    it('without telling the password to anybody who looks', async () => {
      const secret = `s${String(process.pid)}t`; // a word that no test bears in its name
      const withPassword = bench.url.replace('redline@', `redline:${secret}@`);
      const store = await bench.openWithTable({ url: withPassword });
      const errors = [
        await bench.open({ url: withPassword.replace(/\d+\/test/, '1/test') }).catch((thrown: unknown) => thrown),
        await store.write((tx) => tx.run('nonsense')).catch((thrown: unknown) => thrown),
        await store.dataSource.query('nonsense').catch((thrown: unknown) => thrown),
      ];
      expect(errors[0]).toMatchObject({ name: 'ReadStoreUnavailable', code: 'ECONNREFUSED' });
      for (const each of [...errors, store, store.dataSource]) expect(shown(each)).not.toContain(secret);
    });

    it('sessions whose limits the address cannot undo', async () => {
      const options = encodeURIComponent('-c statement_timeout=0 -c default_transaction_read_only=off');
      const store = await bench.openWithTable({
        url: `${bench.url}?options=${options}&statement_timeout=0&query_timeout=1`,
      });
      const settings = `SELECT name, setting FROM pg_settings WHERE name IN ('statement_timeout', 'lock_timeout',
        'idle_in_transaction_session_timeout', 'default_transaction_read_only', 'search_path') ORDER BY name`;
      const values = (rows: { setting: string }[]) => rows.map(({ setting }) => setting);
      expect(values(await store.dataSource.query(settings))).toEqual(['on', '30000', '5000', 'public', '10000']);
      expect(values(await store.write((tx) => tx.all(settings)))).toEqual(['off', '30000', '5000', 'public', '60000']);
    });
  });

  describe('spells values', () => {
    it('and says so when an integer has no number', async () => {
      const store = await bench.open();
      const big = 'SELECT 9007199254740993 AS n';
      await expect(store.write((tx) => tx.all(big))).rejects.toThrow('9007199254740993 lies beyond 2^53');
      await expect(store.dataSource.query(big)).rejects.toThrow('beyond 2^53');
      expect(await store.write((tx) => tx.all('SELECT 9007199254740991 AS n, 2.5 AS half'))).toEqual([
        { n: Number.MAX_SAFE_INTEGER, half: 2.5 },
      ]);
      expect(await bench.asked('SELECT 1::bigint AS n, true AS yes')).toEqual([{ n: '1', yes: true }]);
    });

    it('but cannot store NUL: the statement is at fault, not the storage', async () => {
      const store = await bench.openWithTable();
      await expect(store.write((tx) => tx.upsert(note, [noted('a', 'x\0y')]))).rejects.toMatchObject({ code: '22021' });
      expect(await ids(store)).toEqual([]);
    });
  });

  it('lets several processes make the same tables at once', async () => {
    const stores = await Promise.all(Array.from({ length: 4 }, () => bench.open()));
    await Promise.all(
      stores.map((store) =>
        store.write(async (tx) => {
          await tx.run(createTableSql(store.dataSource, note, 'note'));
          await tx.run('DROP VIEW IF EXISTS front');
          await tx.run('CREATE VIEW front AS SELECT * FROM note');
        }),
      ),
    );
    expect(await bench.asked('SELECT * FROM front')).toEqual([]);
  });
});
