import { setTimeout as pause } from 'node:timers/promises';
import { groundOf } from './kit/cluster-ground.ts';
import type { ClusterGround } from './kit/cluster-ground.ts';
import type { Cost, Finding, Options, Row } from './kit/figures.ts';
import type { Size } from './kit/history.ts';
import { costOf, interleaved } from './kit/measure.ts';
import { addressesOf, ask, askEach, connections } from './kit/served-questions.ts';
import { MeasuredServer } from './kit/servers.ts';

/** P12: the same questions to 1, 2 and 4 API processes of a cluster over one PostgreSQL. */
export const p12: Row = {
  id: 'P12',
  work: 'questions to 1, 2, 4 API processes in cluster mode (a FAKE of KurrentDB, which questions never touch)',
  run: async (options) => {
    const size = clusterSize(options);
    const ground = await groundOf(size);
    const worker = await MeasuredServer.start('worker', '', { settings: ground.settings }); // fills the read models, then idles
    const servers = [await MeasuredServer.start('api', '', { settings: ground.settings })];
    try {
      await servers[0]?.ready();
      while (servers.length < Math.max(...counts))
        servers.push(
          await MeasuredServer.start('api', '', { settings: ground.settings, colleagues: servers[0]?.people }),
        );
      for (const server of servers) await server.ready();
      return await measured({ ground, worker, servers, size }, options);
    } finally {
      await Promise.all([worker, ...servers].map((server) => server.stop()));
    }
  },
};

const counts = [1, 2, 4] as const;

/** The log behind the rows about PostgreSQL. */
export const clusterSize = ({ quick, events = quick ? 50_000 : 1_000_000 }: Options): Size => ({
  schools: Math.max(10, Math.round(events / 100)),
  events,
});

interface Scene {
  readonly ground: ClusterGround;
  readonly worker: MeasuredServer;
  readonly servers: readonly MeasuredServer[];
  readonly size: Size;
}

const measured = async (scene: Scene, { quick, rounds }: Options): Promise<readonly Finding[]> => {
  const first = await askedFirst(scene);
  const { idleUsPerS, finding: idle } = await idling(scene, quick ? 2 : 10);
  const findings: Finding[] = [];
  for (const load of [warm(scene.size, quick ? 20_000 : 100_000), cold(scene.size)])
    findings.push(...(await compared({ ...scene, idleUsPerS }, load, rounds)));
  return [...findings, first, idle, await memory(scene)];
};

/** One of so many processes that share the questions of a round. */
interface Turn {
  readonly n: number;
  readonly of: number;
  readonly round: number;
}

interface Load {
  readonly what: string;
  /** Of all processes together. */
  readonly requests: number;
  readonly ask: (server: MeasuredServer, turn: Turn) => Promise<Cost>;
}

/** Questions drawn at random, all of which each process has answered before. */
const warm = ({ schools }: Size, requests: number): Load => {
  const addresses = addressesOf(schools);
  return {
    what: 'warm',
    requests,
    ask: (server, { n, of, round }) =>
      ask(server, { addresses, requests: requests / of, round: 10 * round + n, status: '200' }),
  };
};

/** Every question once, on a day that no process was asked about: each answer is put together anew. */
const cold = ({ schools }: Size): Load => ({
  what: 'cold',
  requests: addressesOf(schools).length,
  ask: (server, { n, of, round }) => {
    const day = String(1 + round * counts.length + counts.findIndex((count) => count === of)).padStart(2, '0');
    const share = addressesOf(schools, `2026-06-${day}`).filter((_, at) => at % of === n);
    return askEach(server, share);
  },
});

/** Every question once to every process, each school for the first time: all of them then remember everything. */
const askedFirst = async ({ ground, servers, size }: Scene): Promise<Finding> => {
  const onePerSchool = addressesOf(size.schools).filter((address) => !address.includes('major'));
  const costs: Cost[] = [];
  const before = await ground.cpuUs();
  for (const server of servers) costs.push(await askEach(server, onePerSchool));
  const databaseUs = since(before, await ground.cpuUs(), onePerSchool.length * servers.length);
  for (const server of servers) await askEach(server, addressesOf(size.schools));
  const ourUs = costs.reduce((sum, { cpuUs }) => sum + cpuUs, 0) / costs.length;
  const events = Math.round(size.events / size.schools);
  const said = `${ourUs.toFixed(0)} µs of the API process, ${databaseUs} of PostgreSQL; about ${events} events a school are read and folded`;
  return { what: 'the first question about a school after a start, CPU', said };
};

/** What it costs to have processes, whoever asks. */
const idling = async ({ ground, worker, servers }: Scene, seconds: number) => {
  const spent = (): Promise<number[]> => Promise.all([...servers, worker].map((server) => server.cpuUs()));
  const [before, databaseBefore] = [await spent(), await ground.cpuUs()];
  await pause(seconds * 1000);
  const [after, databaseAfter] = [await spent(), await ground.cpuUs()];
  const usPerS = after.map((cpuUs, n) => (cpuUs - (before[n] ?? 0)) / seconds);
  const idleUsPerS = usPerS.slice(0, -1).reduce((sum, each) => sum + each, 0) / servers.length;
  const parts = [
    `${(idleUsPerS / 1000).toFixed(0)} ms a second for each API process`,
    `${((usPerS.at(-1) ?? Number.NaN) / 1000).toFixed(0)} ms for the worker with all partitions`,
    `${since(databaseBefore, databaseAfter, 1000 * seconds)} ms of PostgreSQL for ${servers.length} API processes and the worker`,
  ];
  const finding: Finding = { what: 'processes with nothing to do, CPU', said: parts.join(', ') };
  return { idleUsPerS, finding };
};

const since = (before: number | undefined, after: number | undefined, shares: number): string =>
  before === undefined || after === undefined ? 'an unknown part' : ((after - before) / shares).toFixed(0);

interface IdleScene extends Scene {
  /** What a process costs while nobody asks it. */
  readonly idleUsPerS: number;
}

const compared = async (scene: IdleScene, load: Load, rounds: number): Promise<readonly Finding[]> => {
  const { ground, servers, size, idleUsPerS } = scene;
  const sides = counts.map((count) => ({
    name: String(count),
    run: (round: number) => askedTogether(servers.slice(0, count), load, round),
  }));
  const [before, clientBefore] = [await ground.cpuUs(), process.cpuUsage()];
  const costs = await interleaved(sides, rounds);
  const requests = load.requests * counts.length * (rounds + 1);
  const databaseUs = since(before, await ground.cpuUs(), requests);
  const { user, system } = process.cpuUsage(clientBefore);
  const shares = `beside it each request took ${((user + system) / requests).toFixed(0)} µs CPU of the client and ${databaseUs} µs of PostgreSQL`;
  const data = `${load.requests} requests over ${connections} connections to each process, ${size.schools * 4} questions, ${size.schools} schools, ${size.events} events; ${ground.about}`;
  const whole = (count: number): Cost => costOf(costs, String(count));
  // Each process looks at its read models however much it is asked; where cores are short, that tells on few requests.
  const asking = (count: number): Cost => {
    const { cpuUs, wallUs } = whole(count);
    return { cpuUs: cpuUs - (wallUs / 1e6) * count * idleUsPerS, wallUs };
  };
  const figureOf = (what: string, count: number, of: typeof whole): Finding => {
    const peer = { ...of(1), name: 'one process' };
    return { what, ours: of(count), peer, per: 'request', goal: { atLeast: 0.9 }, data };
  };
  const figures = counts.slice(1).flatMap((count) => {
    const what = `${load.what}, ${count} processes`;
    return [figureOf(what, count, whole), figureOf(`${what}, less what they cost unasked`, count, asking)];
  });
  const rates = counts.map((count) => rateOf(count, costOf(costs, String(count)))).join('; ');
  return [...figures, { what: `${load.what}, requests`, said: `${rates}; ${shares}` }];
};

const rateOf = (count: number, { cpuUs, wallUs }: Cost): string =>
  `${count} process${count === 1 ? '' : 'es'}: ${Math.round(1e6 / wallUs)} a second in all, ${Math.round(1e6 / cpuUs)} a CPU-second of a process`;

/** Cost per request of the API processes together; wall is that of all. */
const askedTogether = async (servers: readonly MeasuredServer[], load: Load, round: number): Promise<Cost> => {
  const startMs = performance.now();
  const of = servers.length;
  const costs = await Promise.all(servers.map((server, n) => load.ask(server, { n, of, round })));
  const wallUs = ((performance.now() - startMs) * 1000) / load.requests;
  return { cpuUs: costs.reduce((sum, { cpuUs }) => sum + cpuUs, 0) / of, wallUs };
};

const memory = async ({ servers, size }: Scene): Promise<Finding> => {
  const all = await Promise.all(servers.map((server) => server.rssMebibytes()));
  const said = `${Math.max(...all)} MiB at most, with ${size.schools} schools and ${size.schools * 4} answers remembered`;
  return { what: 'resident memory of an API process', said };
};
