import type { Row } from './kit/figures.ts';
import { costOf, interleaved } from './kit/measure.ts';
import { ask, connections, serve } from './kit/served-questions.ts';
import { questionsBehind } from './p1-single-query.ts';

/** P2: an answer that the asker has already, against bare Fastify sending it again. */
export const p2: Row = {
  id: 'P2',
  work: '304 with If-None-Match',
  run: async (options) => {
    const { quick, rounds } = options;
    const size = questionsBehind(options);
    const served = await serve(size);
    const { service, bare, addresses, etags } = served;
    const requests = quick ? 20_000 : 100_000;
    const headersOf = (address: string): string => `if-none-match: ${etags.get(address)}\r\n`;
    const sides = [
      { name: '304', run: (round: number) => ask(service, { addresses, requests, round, status: '304', headersOf }) },
      { name: '200', run: (round: number) => ask(bare, { addresses, requests, round, status: '200' }) },
    ];
    const costs = await interleaved(sides, rounds);
    await served.stop();
    const data = `${connections} connections, ${addresses.length} questions, ${size.schools} schools, ${size.events} events`;
    const peer = { ...costOf(costs, '200'), name: 'bare Fastify’s 200' };
    return [{ what: 'not modified', ours: costOf(costs, '304'), peer, per: 'request', goal: { atLeast: 1.05 }, data }];
  },
};
