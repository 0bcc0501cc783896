import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { PostgresServer } from './postgres-server.ts';

describe('the PostgreSQL of the tests', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  afterAll(() => server.stop());

  const asked = async (url: string, sql: string): Promise<unknown[]> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(sql)).rows as unknown[];
    } finally {
      await client.end();
    }
  };

  it('gives databases of their own, in C.UTF-8', async () => {
    const [one, other] = [await server.newDatabase(), await server.newDatabase()];
    await asked(one, 'CREATE TABLE only_here (n int)');
    await expect(asked(other, 'SELECT * FROM only_here')).rejects.toMatchObject({ code: '42P01' });
    expect(await asked(one, `SELECT datcollate FROM pg_database WHERE datname = current_database()`)).toEqual([
      { datcollate: 'C.UTF-8' },
    ]);
  });

  it('comes back after a crash with what was committed', async () => {
    const url = await server.newDatabase();
    await asked(url, 'CREATE TABLE kept AS SELECT 7 AS n');
    await server.crash();
    await expect(asked(url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
    await server.restart();
    expect(await asked(url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  });
});
