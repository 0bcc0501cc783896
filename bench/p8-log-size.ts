import { randomUUID } from 'node:crypto';
import { cpSync } from 'node:fs';
import { newEventId } from '#commands';
import { openLog, openReadSide, sequenceKeyName } from '#composition';
import { openSqliteEventStore } from '#platform/event-store-sqlite';
import { EligibilityDesk, LogRows } from '#read-models/eligibility';
import type { Cost, Figure, Finding, Options, Row } from './kit/figures.ts';
import { filledDirectory } from './kit/filled-directory.ts';
import { codeOf } from './kit/history.ts';
import type { Size } from './kit/history.ts';
import { freshDirectory } from './kit/log-directory.ts';
import { costOf, interleaved, timed } from './kit/measure.ts';
import type { Side } from './kit/measure.ts';
import { SeededRandom } from './kit/random.ts';
import { addressesOf, ask, askEach, connections } from './kit/served-questions.ts';
import { MeasuredServer } from './kit/servers.ts';
import { longLog } from './p7-long-log.ts';

/** P8: single questions and appends over a long log, against the same over a short one. */
export const p8: Row = {
  id: 'P8',
  work: 'single questions and appends on SQLite, with a long log',
  run: async (options) => {
    const { large, small } = longLog(options);
    const pair = {
      long: { directory: (await filledDirectory(large)).directory, size: large },
      short: { directory: (await filledDirectory(small)).directory, size: small },
    };
    return [
      ...(await questions(pair, options)),
      await firstQuestions(pair, options),
      ...(await appends(pair, options)),
    ];
  },
};

interface Standing {
  readonly directory: string;
  readonly size: Size;
}

/** Both have the same number of events a school. */
interface Pair {
  readonly long: Standing;
  readonly short: Standing;
}

const compared = async (pair: Pair, sides: readonly [Side, Side], rounds: number) => {
  const costs = await interleaved(sides, rounds);
  const [ours, peer] = sides.map(({ name }) => costOf(costs, name)) as [Cost, Cost];
  return { ours, peer: { ...peer, name: `${pair.short.size.events} events` } };
};

const sizesOf = ({ long, short }: Pair): string =>
  `${long.size.events} events of ${long.size.schools} schools against ${short.size.events} of ${short.size.schools}`;

/** The schools that both have; the long log is asked about no others, so that both remember as much. */
const questions = async (pair: Pair, { quick, rounds }: Options): Promise<readonly Figure[]> => {
  const { long, short } = pair;
  const servers = {
    long: await MeasuredServer.start('service', long.directory),
    short: await MeasuredServer.start('service', short.directory),
  };
  const requests = quick ? 10_000 : 50_000;
  const { schools } = short.size;
  const addresses = addressesOf(schools);
  const warm = (server: MeasuredServer) => (round: number) =>
    ask(server, { addresses, requests, round, status: '200' });
  const cold = (server: MeasuredServer) => (round: number) =>
    askEach(
      server,
      daysOf(round).flatMap((day) => addressesOf(schools, day)),
    );
  const figureOf = async (what: string, run: typeof warm, data: string): Promise<Figure> => {
    const sides = [
      { name: 'long', run: run(servers.long) },
      { name: 'short', run: run(servers.short) },
    ] as const;
    const sizes = `${sizesOf(pair)}; ${connections} connections, questions about the same ${schools} schools; ${data}`;
    return { what, ...(await compared(pair, sides, rounds)), per: 'question', goal: { atLeast: 0.95 }, data: sizes };
  };
  try {
    await Promise.all([servers.long.ready(), servers.short.ready()]);
    return [
      await figureOf('questions, warm', warm, `${requests} a round, all answered before`),
      await figureOf('questions, cold', cold, `${addresses.length * coldDays} a round, each on days never asked about`),
    ];
  } finally {
    await Promise.all([servers.long.stop(), servers.short.stop()]);
  }
};

const coldDays = 60;
const dayMs = 86_400_000;

/** Days of a round, none of them another round's. */
const daysOf = (round: number): readonly string[] =>
  Array.from({ length: coldDays }, (_, n) =>
    new Date(Date.UTC(2026, 5, 1) + (round * coldDays + n) * dayMs).toISOString().slice(0, 10),
  );

/** A school that nobody asked about since the start: its rows are read and folded. Schools are drawn from all. */
const firstQuestions = async (pair: Pair, { quick, rounds }: Options): Promise<Figure> => {
  const schools = quick ? 50 : 200;
  const sideOf = (name: string, { directory, size }: Standing): Side => ({
    name,
    run: async (round) => {
      const opened = openLog(directory);
      const side = await openReadSide(directory, opened.log, () => undefined);
      const random = new SeededRandom(round);
      const cost = await timed(async () => {
        for (let n = 0; n < schools; n += 1)
          await new EligibilityDesk(new LogRows(opened.log)).standing(codeOf(random.below(size.schools)));
        return schools;
      });
      await side.close();
      await opened.close();
      return cost;
    },
  });
  const found = await compared(pair, [sideOf('long', pair.long), sideOf('short', pair.short)], rounds);
  const data = `${sizesOf(pair)}; ${schools} a round, without HTTP, a school's thousand events folded each time`;
  return { what: 'first question about a school', ...found, per: 'question', goal: { atLeast: 0.95 }, data };
};

const concurrent = 64;

/** Appends to streams at work, and for comparison to streams drawn from all of the long log. */
const appends = async (pair: Pair, { quick, rounds }: Options): Promise<readonly Finding[]> => {
  const count = quick ? 5_000 : 20_000;
  const { long, short } = pair;
  const copied = (): string => {
    const directory = freshDirectory('appended');
    cpSync(short.directory, directory, { recursive: true });
    return directory;
  };
  const active = short.size.schools;
  const sides = [
    { name: 'long', run: () => appended({ directory: long.directory, schools: active, count, newId: newEventId }) },
    { name: 'short', run: () => appended({ directory: copied(), schools: active, count, newId: newEventId }) },
    {
      name: 'random',
      run: () => appended({ directory: long.directory, schools: long.size.schools, count, newId: randomUUID }),
    },
  ];
  const costs = await interleaved(sides, rounds);
  const peer = { ...costOf(costs, 'short'), name: `${short.size.events} events` };
  const data = `${sizesOf(pair)}; ${count} a round, ${concurrent} in flight, without idempotency keys, to ${active} streams`;
  const random = costOf(costs, 'random');
  const said = `${random.cpuUs.toFixed(0)} µs CPU, ${random.wallUs.toFixed(0)} µs wall an append with an idempotency key to streams drawn from ${long.size.schools}, over ${long.size.events} events`;
  return [
    {
      what: 'appends to active streams',
      ours: costOf(costs, 'long'),
      peer,
      per: 'append',
      goal: { atLeast: 0.9 },
      data,
    },
    { what: 'appends to random streams', said },
  ];
};

interface Appending {
  readonly directory: string;
  /** Streams of so many schools, the first ones. */
  readonly schools: number;
  readonly count: number;
  /** As the desk names events: by the time, or, where the caller sends an idempotency key, by its hash. */
  readonly newId: () => string;
}

/** The long log grows by what is appended: some events in a thousand. */
const appended = async ({ directory, schools, count, newId }: Appending): Promise<Cost> => {
  const opened = openSqliteEventStore({ directory, sequenceKeyName });
  const random = new SeededRandom(count);
  const change = (): readonly [string, object] => {
    const code = codeOf(random.below(schools));
    return [code, { code, kind: 'PRINCIPAL_CHANGED', ...days, value: '赵某某', majors: [], reason: null }];
  };
  const cost = await timed(async () => {
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < count) {
        next += 1;
        const [school, data] = change();
        const metadata = {
          actor: 'officer-3',
          actorTrust: 'unverified',
          source: 'api',
          rulesVersion: '2026.11-1',
          school,
        };
        const event = { id: newId(), type: 'SchoolPrincipalChanged', data, metadata };
        await opened.store.append(`school-${school}`, [event], 'stream_exists');
      }
    };
    await Promise.all(Array.from({ length: concurrent }, worker));
    return count;
  });
  await opened.close();
  return cost;
};

const days = { approvedOn: '2026-05-20', effectiveOn: '2026-05-30' } as const;
