import pg from 'pg';
import { FakeKurrentServer } from '#platform/event-store-kurrentdb/fake';
// By its file: the face '#testing' loads contracts, which only Jest can.
import { PostgresServer } from '../../libs/testing/src/postgres-server.ts';
import type { Size } from './history.ts';
import { postgresCpuUs } from './postgres-cpu.ts';
import { fillPostgresLog } from './postgres-log.ts';

/** Where a PostgreSQL stands that is kept for benchmarks; without it one is started for the run. */
const { REDLINE_BENCH_POSTGRES: givenUrl } = process.env;

interface Parts {
  readonly kurrent: FakeKurrentServer;
  readonly own: PostgresServer | undefined;
  readonly admin: pg.Client;
  readonly database: string;
  readonly url: string;
}

/**
 * What a cluster's processes stand on: a real PostgreSQL whose log holds a history, and a FAKE of KurrentDB. Questions
 * and rebuilds never touch the event store; it is there because the programs look for it when they start.
 */
export class ClusterGround {
  readonly #parts: Parts;
  readonly #session: pg.Client;
  /** Which PostgreSQL it is, and what it leaves out. */
  readonly about: string;

  private constructor(parts: Parts, session: pg.Client, version: string) {
    this.#parts = parts;
    this.#session = session;
    this.about = `PostgreSQL ${version}${parts.own ? ' with its own defaults, fsync off' : ''}`;
  }

  static async over(size: Size): Promise<ClusterGround> {
    const own = givenUrl === undefined ? await PostgresServer.start() : undefined;
    const serverUrl = own?.urlOf('postgres') ?? givenUrl ?? '';
    const admin = await connected(serverUrl);
    const database = `redline_bench_${process.pid}_${size.events}`;
    await admin.query(`CREATE DATABASE ${database} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'`);
    const url = Object.assign(new URL(serverUrl), { pathname: `/${database}` }).href;
    await fillPostgresLog(url, size);
    const session = await connected(url);
    const { rows } = await session.query<{ server_version: string }>('SHOW server_version');
    const kurrent = await FakeKurrentServer.start();
    const version = rows[0]?.server_version.split(' ')[0] ?? '';
    return new ClusterGround({ kurrent, own, admin, database, url }, session, version);
  }

  get url(): string {
    return this.#parts.url;
  }

  /** The environment of its API processes and workers. */
  get settings(): Readonly<Record<string, string>> {
    return {
      REDLINE_MODE: 'cluster',
      REDLINE_POSTGRES_URL: this.#parts.url,
      REDLINE_KURRENTDB_URL: this.#parts.kurrent.url,
      REDLINE_UNFIT_KURRENTDB: 'allow',
      REDLINE_IDENTITY_KEY: Buffer.alloc(32, 7).toString('base64'),
      REDLINE_VAULT_KEY: Buffer.alloc(32, 8).toString('base64'),
    };
  }

  /** A number that a query in its database answers as `n`. */
  async number(sql: string): Promise<number> {
    const { rows } = await this.#session.query<{ n: string }>(sql);
    return Number(rows[0]?.n);
  }

  /** Bytes of the log's table with its indexes. */
  logBytes(): Promise<number> {
    return this.number(`SELECT pg_total_relation_size('sequenced_events') AS n`);
  }

  /** Bytes of all tables of a schema with their indexes. */
  schemaBytes(schema: string): Promise<number> {
    return this.number(
      `SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) AS n FROM pg_class c
       WHERE c.relkind = 'r' AND c.relnamespace = '${schema}'::regnamespace`,
    );
  }

  async drop(schema: string): Promise<void> {
    await this.#session.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
  }

  /** What PostgreSQL has cost so far, where that can be seen. */
  async cpuUs(): Promise<number | undefined> {
    return postgresCpuUs(await this.number('SELECT pg_backend_pid() AS n'));
  }

  async stop(): Promise<void> {
    const { kurrent, own, admin, database } = this.#parts;
    await kurrent.stop();
    await this.#session.end();
    await admin.query(`DROP DATABASE ${database} WITH (FORCE)`);
    await admin.end();
    await own?.stop();
  }
}

const connected = async (connectionString: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client;
};

const grounds = new Map<number, Promise<ClusterGround>>();

/** The ground of this size, made once a run. */
export const groundOf = (size: Size): Promise<ClusterGround> => {
  const known = grounds.get(size.events) ?? ClusterGround.over(size);
  grounds.set(size.events, known);
  return known;
};

/** Lets go of all of them. */
export const stopGrounds = async (): Promise<void> => {
  for (const ground of grounds.values()) await ground.then((each) => each.stop());
};
