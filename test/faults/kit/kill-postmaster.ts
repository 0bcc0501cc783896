import pg from 'pg';
import { readFile } from 'node:fs/promises';
import { setTimeout as after } from 'node:timers/promises';

/** Kills a PostgreSQL of this machine, and waits until its orphans are gone: before that it cannot start again. */
export const killPostmaster = async (url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined); // it dies under this connection
  await client.connect();
  const { rows } = await client.query<{ pid: number; own: boolean }>(
    'SELECT pid, pid = pg_backend_pid() AS own FROM pg_stat_activity',
  );
  const own = rows.find((row) => row.own)?.pid ?? 0;
  const parent = Number(/^PPid:\s+(\d+)$/m.exec(await readFile(`/proc/${own}/status`, 'utf8'))?.[1] ?? 0);
  if (parent <= 1) throw new Error('PostgreSQL has no process of its own here');
  process.kill(parent, 'SIGKILL');
  await client.end().catch(() => undefined);
  for (const { pid } of rows) while (await isAlive(pid)) await after(10);
};

const isAlive = async (pid: number): Promise<boolean> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return /^State:\s+[^ZX]/m.test(status);
};
