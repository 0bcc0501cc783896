import { setTimeout as after } from 'node:timers/promises';
import { openReadSide, openRegister, openService, readModelNames } from '#composition';
import type { OpenReadSide, OpenRegister, Report } from '#composition';
import { RegisterSchool } from '#domain/schools';
import { QuestionRefused, readQuestion } from '#read-models/eligibility';
import { listSchools } from '#read-models/school-file';
import { correctionReason, officer, rows } from '#testing';
import { Cluster } from '../journeys/cluster.ts';
import { inFolder } from './kit/folder.ts';
import { historyOf, sendAll } from './kit/histories.ts';
import { postgresMissing } from './kit/postgres.ts';
import type { Random } from './kit/random.ts';
import { schoolCode } from './kit/school-commands.ts';
import { told } from './kit/trial.ts';
import type { Trial } from './kit/trial.ts';
import { realTables, rowFaults } from './kit/watched-rows.ts';

const patienceMs = 60_000;
const pairs = 16;
const mostSchools = 12;
const officers = 4;
/** Rebuilds of each read model in one trial, one after another. */
const rounds = 3;
const readers = 2;
const on = '2022-09-10';

/** Something to rebuild: its register, what answers, and the order to fill a read model anew. */
interface House {
  readonly register: OpenRegister;
  readonly readSide: OpenReadSide;
  rebuild(name: string): Promise<void>;
  /** What an operator was told: in these trials there is nothing to tell. */
  readonly alarms: readonly string[];
  /** Whether a question may be refused: a service that watches workers does so when they fall behind for 5 s. */
  readonly mayRefuse: boolean;
}

const alarmsInto =
  (alarms: string[]): Report =>
  ({ kind, error }) =>
    void alarms.push(`${kind} ${String(error)}`);

/** What was seen in all trials. */
interface Seen {
  rebuilds: number;
  commands: number;
  answers: number;
  refusals: number;
}

const text = (n: number): string => n.toLocaleString('en');

/** P4: read models are filled anew while commands are recorded and questions asked. */
export const rebuildUnderWrites: Trial = async ({ random, count }) => {
  const failures: string[] = [];
  const seen: Seen = { rebuilds: 0, commands: 0, answers: 0, refusals: 0 };
  const trials = async (house: House, from: number, to: number): Promise<void> => {
    await sendAll(house.register.store, historyOf(random, pairs));
    for (let n = from; n < to; n += 1) {
      const own = random.fork();
      const faults = await rebuilt(house, own, { first: n * mostSchools, seen });
      failures.push(...told(`seed ${own.seed}`, faults));
    }
  };
  const missing = await postgresMissing();
  const onSqlite = missing === undefined ? Math.ceil(count / 2) : count;
  await inFolder((directory) => inEmbedded(directory, (house) => trials(house, 0, onSqlite)));
  if (onSqlite < count) await inCluster((house) => trials(house, onSqlite, count));
  return {
    trials: count,
    failures,
    seen:
      `${text(seen.rebuilds)} rebuilds; while they were under way ${text(seen.commands)} commands recorded and ` +
      `${text(seen.answers)} answers given, ${text(seen.refusals)} questions refused by a service whose workers fell behind`,
    ...(missing === undefined ? {} : { unrun: ['PostgreSQL'] }),
  };
};

const inEmbedded = async (directory: string, work: (house: House) => Promise<void>): Promise<void> => {
  const alarms: string[] = [];
  const register = openRegister(directory);
  const readSide = await openReadSide(directory, register.log, alarmsInto(alarms));
  try {
    await work({ register, readSide, alarms, mayRefuse: false, rebuild: (name) => readSide.runner.rebuild(name) });
  } finally {
    await readSide.close();
    await register.close();
  }
};

/** A worker keeps the read models in PostgreSQL; a service asks. */
const inCluster = async (work: (house: House) => Promise<void>): Promise<void> => {
  const cluster = await Cluster.start();
  try {
    const { url } = await cluster.startWorker();
    while (!(await isKeeping(url))) await after(20);
    const alarms: string[] = [];
    const service = await openService(cluster.place, alarmsInto(alarms));
    const rebuild = async (name: string): Promise<void> => {
      const { ok, status } = await fetch(`${url}/projections/${name}/rebuild`, { method: 'POST' });
      if (!ok) throw new Error(`the worker answered ${status}`);
    };
    try {
      await work({ ...service, alarms, mayRefuse: true, rebuild });
    } finally {
      await service.close();
    }
  } finally {
    await cluster.stop();
  }
};

/** A worker that has begun the read models. */
const isKeeping = async (url: string): Promise<boolean> => {
  const { projections } = (await (await fetch(`${url}/health/ready`)).json()) as WorkerHealth;
  return projections.length > 0 && projections.every(({ state }) => state === 'live');
};

interface WorkerHealth {
  readonly projections: readonly { readonly state: string }[];
}

/** Rebuilds of each read model, with officers and readers at work from before its beginning until after its end. */
const rebuilt = async (
  house: House,
  random: Random,
  { first, seen }: { readonly first: number; readonly seen: Seen },
): Promise<readonly string[]> => {
  const { register, readSide } = house;
  const desk = new Desk(house, first);
  await desk.command(random);
  const over = new AbortController();
  const until = async (work: () => Promise<void>): Promise<void> => {
    while (!over.signal.aborted) await work();
  };
  const busy = [
    ...Array.from({ length: officers }, () => until(() => desk.command(random))),
    ...Array.from({ length: readers }, () => until(() => desk.ask(random))),
  ];
  try {
    await after(random.below(30));
    const [commands, answers] = [desk.commands, desk.answers];
    for (let round = 0; round < rounds; round += 1) {
      await Promise.all(readModelNames.map((name) => house.rebuild(name)));
      seen.rebuilds += readModelNames.length;
    }
    seen.commands += desk.commands - commands;
    seen.answers += desk.answers - answers;
    seen.refusals += desk.refusals;
    await after(random.below(30));
  } finally {
    over.abort();
    await Promise.all(busy);
  }
  await readSide.progress.waitFor('all', (await register.log.head()) ?? -1n, patienceMs);
  return [...house.alarms, ...desk.faults, ...(await rowFaults(readSide.readStore, register.log, realTables))];
};

/** Officers and readers who know what they were told, and take nothing back. */
class Desk {
  readonly faults: string[] = [];
  commands = 0;
  answers = 0;
  refusals = 0;
  /** The last position at which each school was seen. */
  readonly #seen = new Map<string, bigint>();
  #listed = 0;
  #next = 0;

  constructor(
    readonly house: House,
    readonly first: number,
  ) {}

  /** Registers a school or corrects its row; what was acknowledged is in the very next answer. */
  async command(random: Random): Promise<void> {
    const { register, readSide } = this.house;
    const n = this.#next;
    this.#next += 1;
    const code = schoolCode(this.first + (n % mostSchools));
    const content = rows.school({ code, name: `海口第${n}职业学校` });
    const command = new RegisterSchool(content, n < mostSchools ? null : correctionReason);
    const { position } = await register.gateway.execute(command, {
      actor: officer('a'),
      actorTrust: 'unverified',
      source: 'api',
    });
    this.commands += 1;
    await readSide.progress.waitFor('all', position, patienceMs);
    await this.#look(code, position);
    if (random.chance(0.2)) await after(1);
  }

  /** Asks about any school, and for the list: neither goes back. */
  async ask(random: Random): Promise<void> {
    const schools = [...this.#seen.keys()];
    if (schools.length > 0) {
      const code = random.pick(schools);
      await this.#look(code, this.#seen.get(code) ?? -1n);
    }
    const before = this.#listed;
    const { total } = await listSchools(this.house.readSide.readStore, {
      q: null,
      district: null,
      after: null,
      limit: 1,
    });
    if (total < before) this.faults.push(`the list went back from ${before} to ${total} schools`);
    this.#listed = Math.max(this.#listed, total);
    await after(1);
  }

  async #look(code: string, least: bigint): Promise<void> {
    try {
      const answer = await this.house.readSide.eligibility.answer(readQuestion({ school: code, on }, on));
      this.answers += 1;
      const position = BigInt(answer.position);
      if (position < least) this.faults.push(`the answer about ${code} went back from ${least} to ${position}`);
      this.#seen.set(code, position > (this.#seen.get(code) ?? -1n) ? position : (this.#seen.get(code) ?? -1n));
    } catch (error) {
      const isRefusal = error instanceof QuestionRefused && error.code === 'eligibility-not-current';
      if (isRefusal && this.house.mayRefuse) this.refusals += 1;
      else this.faults.push(`no answer about ${code}: ${String(error)}`);
    }
  }
}
