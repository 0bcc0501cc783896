import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import pg from 'pg';
import { openPostgresLog } from '#platform/event-log-postgres';
import { PostgresReadStore } from '#platform/read-store-postgres';
import { Certificates, PostgresServer } from '#testing';

describe('the way to PostgreSQL', () => {
  let certificates: Certificates;
  let server: PostgresServer;
  let database: string;
  beforeAll(async () => {
    certificates = new Certificates();
    server = await PostgresServer.start();
    server.showCertificate(certificates);
    await server.crash();
    await server.restart();
    database = await server.newDatabase();
  });
  afterAll(async () => {
    await server.stop();
    certificates.remove();
  });

  const urlOf = (ca: string, host = '127.0.0.1'): string => {
    const to = database.replace('redline@127.0.0.1', `redline:sEcret@${host}`);
    return `${to}?sslmode=verify-full&sslrootcert=${encodeURIComponent(certificates.of(ca))}`;
  };
  /** How many sessions of this database the server has, and how many of them are encrypted, without the one that asks. */
  const sessions = async (): Promise<{ all: number; encrypted: number }> => {
    const client = new pg.Client({ connectionString: server.urlOf('postgres') });
    await client.connect();
    const { rows } = await client.query(
      `SELECT count(*)::int AS all, count(*) FILTER (WHERE ssl)::int AS encrypted FROM pg_stat_ssl
       JOIN pg_stat_activity USING (pid) WHERE datname = $1`,
      [database.split('/').at(-1)],
    );
    await client.end();
    return rows[0] as { all: number; encrypted: number };
  };

  it('is encrypted in every session when the authority is the right one', async () => {
    const url = urlOf('ca.crt');
    const store = await PostgresReadStore.open({ url, entities: [] });
    const { log, close } = await openPostgresLog({ url, sequenceKeyName: 'school' });
    await store.dataSource.query('SELECT 1');
    expect(await log.head()).toBeUndefined();
    const { all, encrypted } = await sessions();
    expect(all).toBeGreaterThanOrEqual(3);
    expect(encrypted).toBe(all);
    await close();
    await store.close();
  });

  it.each([
    ['an authority that is a stranger', 'stranger.crt', '127.0.0.1'],
    ['a name that the certificate does not bear', 'ca.crt', 'localhost'],
  ])('12.3.2 L2 is not taken with %s, and the password is told to nobody', async (_, ca, host) => {
    const url = urlOf(ca, host);
    const tries = [
      () => PostgresReadStore.open({ url, entities: [] }),
      () => openPostgresLog({ url, sequenceKeyName: 'school' }),
    ];
    for (const attempt of tries) {
      const error: unknown = await attempt().catch((thrown: unknown) => thrown);
      expect(String(error)).toMatch(
        /^DatabaseUnusable: The PostgreSQL database cannot be used: its certificate is refused: /,
      );
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('sEcret');
    }
    expect(await sessions()).toEqual({ all: 0, encrypted: 0 });
  });
});
