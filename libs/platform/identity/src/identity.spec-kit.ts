import { afterAll, afterEach, beforeAll, beforeEach, describe } from '@jest/globals';
import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import pg from 'pg';
import { isRefused, openIdentity, rekeyIdentity } from '#platform/identity';
import type { Identity, IdentityLimits, IdentityPlace, NewSession, Refused, Where } from '#platform/identity';
import { entities } from './entities.ts';
import { newKeyText } from '#platform/secrets';

export const here: Where = { address: '192.0.2.7', agent: 'a browser' };
export const elsewhere: Where = { address: '198.51.100.9', agent: 'another' };
export const phrase = 'correct horse battery staple';

/** Hashes that cost nothing: what they cost is proved once. */
export const cheap: Partial<IdentityLimits> = { hashMemoryKib: 64, hashPasses: 1 };

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;

/** A person who is enrolled and signed in. */
export interface Person {
  readonly account: string;
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
  readonly session: NewSession;
}

/** The answer, which must not be a refusal. */
export const granted = <T extends object>(answer: T | Refused | undefined): T => {
  if (answer === undefined) throw new Error('nothing was granted');
  if (isRefused(answer)) throw new Error(`refused: ${answer.refused}`);
  return answer;
};

/** Of a session that was opened or proved again; nothing where it was not. */
export const tokenIn = (answer: NewSession | Refused | undefined): string =>
  answer === undefined || isRefused(answer) ? '' : answer.token;

/** Identities at one place under one clock that is moved by hand. */
export class IdentityBench {
  nowMs = Date.parse('2026-11-27T08:00:00Z');
  readonly #opened: Identity[] = [];
  #key = newKeyText();

  constructor(readonly place: IdentityPlace) {}

  async open(limits: Partial<IdentityLimits> = {}): Promise<Identity> {
    const key = this.place.kind === 'postgres' ? { key: this.#key } : {};
    const identity = await openIdentity(this.place, {
      nowMs: () => this.nowMs,
      limits: { ...cheap, ...limits },
      ...key,
    });
    this.#opened.push(identity);
    return identity;
  }

  /** Changes the key: who opens from now on has the new one. Answers how many texts were sealed anew. */
  async rekey(): Promise<number> {
    const newKey = newKeyText();
    const keys = this.place.kind === 'postgres' ? { key: this.#key, newKey } : {};
    const { texts } = await rekeyIdentity(this.place, { ...keys, record: () => Promise.resolve() });
    this.#key = newKey;
    return texts;
  }

  /** What an authenticator shows now, or some steps from now. */
  codeOf(secret: string, steps = 0): string {
    return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: this.nowMs + steps * 30_000 });
  }

  /** Enrols somebody, and goes on to the next step, so that the next code is a new one. */
  async enrol(identity: Identity, account = 'wang', password = phrase): Promise<Person> {
    const { token } = await identity.invite(account);
    const { secret } = granted(await identity.beginEnrolment(token, password));
    const enrolled = granted(await identity.confirmEnrolment(token, this.codeOf(secret), here));
    this.pass(30_000);
    return { secret, ...enrolled };
  }

  pass(ms: number): void {
    this.nowMs += ms;
  }

  /** How many rows a table has, asked past the lib. */
  async count(table: string): Promise<number> {
    return (await this.#rowsOf(table)).length;
  }

  /** All rows of all tables as one text. */
  async everything(): Promise<string> {
    const tables = entities.map(({ options }) => options.name);
    return JSON.stringify(await Promise.all(tables.map((table) => this.#rowsOf(table))));
  }

  async #rowsOf(table: string): Promise<unknown[]> {
    if (this.place.kind === 'sqlite') {
      const database = new Database(join(this.place.directory, 'identity.db'), { readonly: true });
      const rows = database.prepare(`SELECT * FROM ${table}`).all();
      database.close();
      return rows;
    }
    const client = new pg.Client({ connectionString: this.place.url });
    await client.connect();
    const { rows } = await client.query(`SELECT * FROM identity.${table}`);
    await client.end();
    return rows as unknown[];
  }

  async close(): Promise<void> {
    for (const one of this.#opened) await one.close();
  }
}

/** The bench of the running test. */
export interface Benches {
  bench: IdentityBench;
}

/** `PostgresServer` of `#testing`: the specs name it, for this kit may not. */
export interface Servers {
  readonly start: () => Promise<{ newDatabase(): Promise<string>; stop(): Promise<void> }>;
}

/** Runs one suite on each database, each test at a place of its own; PostgreSQL is a real one, started for it. */
export const onEachDatabase = (servers: Servers, suite: (benches: Benches) => void): void => {
  describe('on SQLite', () => {
    suite(benchesAt(sqlitePlaces()));
  });
  describe('on PostgreSQL', () => {
    suite(benchesAt(postgresPlaces(servers)));
  });
};

interface Places {
  readonly place: () => Promise<IdentityPlace>;
  readonly remove: (place: IdentityPlace) => void;
}

const sqlitePlaces = (): Places => ({
  place: () => Promise.resolve({ kind: 'sqlite', directory: mkdtempSync(join(tmpdir(), 'identity-')) }),
  remove: (place) => {
    if (place.kind === 'sqlite') rmSync(place.directory, { recursive: true });
  },
});

const postgresPlaces = (servers: Servers): Places => {
  let server: Awaited<ReturnType<Servers['start']>>;
  beforeAll(async () => {
    server = await servers.start();
  });
  afterAll(() => server.stop());
  return {
    place: async () => ({ kind: 'postgres', url: await server.newDatabase() }),
    remove: () => undefined,
  };
};

const benchesAt = ({ place, remove }: Places): Benches => {
  const benches = {} as Benches;
  beforeEach(async () => {
    benches.bench = new IdentityBench(await place());
  });
  afterEach(async () => {
    await benches.bench.close();
    remove(benches.bench.place);
  });
  return benches;
};
