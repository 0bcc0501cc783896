import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { NotThePrimary, onPrimary } from '#platform/postgres';
import { PostgresServer } from '#testing';

let server: PostgresServer;
beforeAll(async () => {
  server = await PostgresServer.start();
});
afterAll(() => server.stop());

it('a pool uses a new connection only while it leads to the primary', async () => {
  const pool = new pg.Pool({ connectionString: await server.newDatabase(), verify: onPrimary });
  pool.on('error', () => undefined);
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await server.restartAsStandby();
  await expect(pool.query('SELECT 1')).rejects.toBeInstanceOf(NotThePrimary);
  expect(pool.idleCount).toBe(0);
  await pool.end();
});
