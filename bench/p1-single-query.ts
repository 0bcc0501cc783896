import type { Finding, Options, Row } from './kit/figures.ts';
import type { Size } from './kit/history.ts';
import { costOf, interleaved } from './kit/measure.ts';
import { wangFang } from '../test/journeys/people.ts';
import { whileRecording } from './kit/recording.ts';
import { addressesOf, ask, connections, serve } from './kit/served-questions.ts';
import type { Served } from './kit/served-questions.ts';

/** P1: one question after another over HTTP, against bare Fastify that returns the same bytes from a Map. */
export const p1: Row = {
  id: 'P1',
  work: 'GET /eligibility/{school}',
  run: async (options) => {
    const size = questionsBehind(options);
    const served = await serve(size);
    try {
      return [
        await warm(served, size, options),
        await cold(served, size, options),
        await besideCommands(served, size, options),
      ];
    } finally {
      await served.stop();
    }
  },
};

/** What stands behind the questions of P1 and P2. */
export const questionsBehind = ({ quick }: Options): Size =>
  quick ? { schools: 500, events: 50_000 } : { schools: 10_000, events: 1_000_000 };

const dataOf = ({ schools, events }: Size, { addresses }: Served): string =>
  `${connections} connections, ${addresses.length} questions about ${schools} schools, ${events} events; each with a key, which bare Fastify does not look at; the client is another process`;

const warm = async (served: Served, size: Size, { quick, rounds }: Options): Promise<Finding> => {
  const { service, bare, addresses } = served;
  const requests = quick ? 20_000 : 100_000;
  const sides = [
    { name: 'service', run: (round: number) => ask(service, { addresses, requests, round, status: '200' }) },
    { name: 'bare', run: (round: number) => ask(bare, { addresses, requests, round, status: '200' }) },
  ];
  const costs = await interleaved(sides, rounds);
  const peer = { ...costOf(costs, 'bare'), name: 'bare Fastify, same bytes' };
  const data = `${dataOf(size, served)}; every question asked before: hit rate 1; answers are raw writes`;
  return { what: 'warm', ours: costOf(costs, 'service'), peer, per: 'request', goal: { atLeast: 0.85 }, data };
};

/** Every round asks on another day, so that each answer is put together anew. */
const cold = async (served: Served, size: Size, { quick, rounds }: Options): Promise<Finding> => {
  const { service, bare, addresses } = served;
  const requests = quick ? 2_000 : 40_000;
  const onDay = (round: number) => addressesOf(size.schools, `2026-06-${String(round + 1).padStart(2, '0')}`);
  const sides = [
    {
      name: 'service',
      run: (round: number) => ask(service, { addresses: onDay(round), requests, round, status: '200' }),
    },
    { name: 'bare', run: (round: number) => ask(bare, { addresses, requests, round, status: '200' }) },
  ];
  const costs = await interleaved(sides, rounds);
  const peer = { ...costOf(costs, 'bare'), name: 'bare Fastify, same bytes' };
  const data = `${dataOf(size, served)}; ${requests} questions drawn at random, on a new day each round`;
  return { what: 'cold', ours: costOf(costs, 'service'), peer, per: 'request', goal: { atLeast: 0.6 }, data };
};

const commandsPerSecond = 200;

/** Warm, while officers record events about the very schools that are asked about: each makes a school's answers old. */
const besideCommands = async (served: Served, size: Size, { quick, rounds }: Options): Promise<Finding> => {
  const { service, bare, addresses } = served;
  const requests = quick ? 20_000 : 100_000;
  let recorded = 0;
  const asked = async (round: number) => {
    const cookie = await service.people.cookieOf(wangFang);
    const recording = { port: service.port, cookie, schools: size.schools, perSecond: commandsPerSecond };
    const done = await whileRecording(recording, () => ask(service, { addresses, requests, round, status: '200' }));
    recorded += done.recorded;
    return done.result;
  };
  const sides = [
    { name: 'service', run: asked },
    { name: 'bare', run: (round: number) => ask(bare, { addresses, requests, round, status: '200' }) },
  ];
  const costs = await interleaved(sides, rounds);
  const peer = { ...costOf(costs, 'bare'), name: 'bare Fastify, same bytes' };
  const data = `${dataOf(size, served)}; ${recorded} commands recorded beside them, whose cost is part of ours; bare Fastify has none`;
  const what = `warm, with ${commandsPerSecond} commands a second beside it`;
  return { what, ours: costOf(costs, 'service'), peer, per: 'request', goal: { atLeast: 0.6 }, data };
};
