import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { PromptClient } from '#platform/postgres';
import { PostgresServer, until } from '#testing';

let server: PostgresServer;
beforeAll(async () => {
  server = await PostgresServer.start();
});
afterAll(() => server.stop());

const backendOf = async (client: pg.ClientBase): Promise<number> => {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]?.pid ?? 0;
};

it('a connection that is shot down while nobody asks it tells whoever asks next, and ends no process', async () => {
  const pool = new pg.Pool({ connectionString: await server.newDatabase(), Client: PromptClient });
  pool.on('error', () => undefined);
  const [client, other] = [await pool.connect(), await pool.connect()]; // as a pool's user has it: nobody listens
  const died = new Promise<void>((resolve) => void client.once('end', resolve));
  await other.query('SELECT pg_terminate_backend($1)', [await backendOf(client)]);
  await died;
  await expect(client.query('SELECT 1')).rejects.toThrow('not queryable');
  client.release(true);
  other.release();
  await until(async () => (await pool.query('SELECT 1 AS one')).rows.length === 1);
  await pool.end();
});
