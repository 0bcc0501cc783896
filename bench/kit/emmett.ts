import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inChild } from './child.ts';
import type { Cost, Finding } from './figures.ts';
import { freshDirectory } from './log-directory.ts';

// The peers' packages want other versions of each other than npm will put beside ours: they are installed in a folder
// of their own, REDLINE_BENCH_PEERS, and PostgreSQL is the one at REDLINE_BENCH_POSTGRES. See docs/benchmarks.md.
const { REDLINE_BENCH_PEERS: peers, REDLINE_BENCH_POSTGRES: postgresUrl } = process.env;

interface EmmettStore {
  appendToStream(stream: string, events: readonly object[]): Promise<unknown>;
  close?(): Promise<void>;
}

interface EmmettSqlite {
  getSQLiteEventStore(options: object): EmmettStore;
}

interface EmmettPostgres {
  getPostgreSQLEventStore(url: string): EmmettStore;
}

interface Peer {
  readonly name: string;
  readonly appends: number;
  /** In flight at once; emmett-sqlite fails with SQLITE_BUSY under more than one. */
  readonly atOnce: number;
  /** Ours must be so many times as fast. */
  readonly wanted: number;
  readonly open: () => Promise<EmmettStore | undefined>;
}

const load = async <Module>(name: string): Promise<Module | undefined> => {
  if (peers === undefined) return undefined;
  const file = join(peers, 'node_modules/@event-driven-io', name, 'dist/index.js');
  return (import(pathToFileURL(file).href) as Promise<Module>).catch(() => undefined);
};

const all: readonly Peer[] = [
  {
    name: 'emmett-sqlite',
    appends: 500,
    atOnce: 1,
    wanted: 50,
    open: async () => {
      const module = await load<EmmettSqlite>('emmett-sqlite');
      const fileName = join(freshDirectory('emmett'), 'emmett.db');
      return module?.getSQLiteEventStore({ fileName, schema: { autoMigration: 'CreateOrUpdate' } });
    },
  },
  {
    name: 'emmett-postgresql',
    appends: 5_000,
    atOnce: 64,
    wanted: 10,
    open: async () => {
      const module = await load<EmmettPostgres>('emmett-postgresql');
      return postgresUrl === undefined ? undefined : module?.getPostgreSQLEventStore(postgresUrl);
    },
  },
];

/** Durable appends a second of emmett's stores, where they are there; they are no dependencies of this project. */
export const emmettFindings = async (ours: Cost): Promise<readonly Finding[]> => {
  const findings: Finding[] = [];
  for (const peer of all) findings.push(await findingOf(peer, ours));
  return findings;
};

/** In a process of its own, which an unhandled SQLITE_BUSY of the peer's may end. */
const findingOf = async ({ name, atOnce, wanted }: Peer, ours: Cost): Promise<Finding> => {
  const theirs = await inChild('emmett', { name }).catch(() => undefined);
  if (!theirs)
    return { what: name, said: 'not measured: its package or its server is not there, or its process failed' };
  const wallUs = theirs.wallUs / appendsOf(name);
  const times = wallUs / ours.wallUs;
  const rate = Math.round(1e6 / wallUs);
  const said = `${rate} appends/s with ${atOnce} in flight; our commands are ${times.toFixed(1)} times as many (goal ≥ ${wanted})`;
  return { what: name, said, isMet: times >= wanted };
};

const appendsOf = (name: string): number => all.find((peer) => peer.name === name)?.appends ?? Number.NaN;

/** The child's work. @throws when the peer is not there */
export const appendWithEmmett = async (name: string): Promise<void> => {
  const peer = all.find((each) => each.name === name);
  const store = await peer?.open();
  if (!peer || !store) throw new Error(`${name} is not there`);
  await appendTo(store, peer);
  await store.close?.();
};

const appendTo = async (store: EmmettStore, { appends, atOnce }: Peer): Promise<number> => {
  const run = Date.now(); // the database may hold what another run wrote
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < appends) {
      next += 1;
      const event = { type: 'ViolationLeadRegistered', data: { caseNo: String(next) } };
      await store.appendToStream(`violationCase-${run}-${next}`, [event]);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return appends;
};
