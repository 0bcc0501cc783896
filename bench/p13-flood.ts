import type { Cost, Row } from './kit/figures.ts';
import { load } from './kit/keep-alive.ts';
import { issuedKey } from './kit/machine-key.ts';
import { costOf, interleaved } from './kit/measure.ts';
import { serve } from './kit/served-questions.ts';
import type { Served } from './kit/served-questions.ts';

const size = { schools: 100, events: 10_000 };
/** From how many connections the other key floods: none is the peer. */
const floods = [1, 8, 32] as const;
/** Of each connection before the flood looks whether it is over: refusals are held back, up to a second each. */
const perTurn = 5;

/** P13: the questions of one key, one after another, while another key sends as fast as it is refused. */
export const p13: Row = {
  id: 'P13',
  work: 'a question of one key during the flood of another',
  run: async ({ quick, rounds }) => {
    const served = await serve(size);
    const keys = { asking: await issuedKey(served.service), flooding: await issuedKey(served.service, 1) };
    const requests = quick ? 500 : 5_000;
    const sides = [0, ...floods].map((connections) => ({
      name: String(connections),
      run: () => askedDuring(served, { connections, requests, keys }),
    }));
    const costs = await interleaved(sides, rounds);
    await served.stop();
    const peer = { ...costOf(costs, '0'), name: 'no flood' };
    const data = `${requests} questions over one connection; the flood is refused with 429, over so many connections`;
    return floods.map((connections) => {
      const ours = costOf(costs, String(connections));
      const what = `flood over ${connections} connection${connections === 1 ? '' : 's'}, by wall time`;
      return { what, ours, peer, per: 'question', goal: { atMost: 2 }, judge: 'wallUs', data } as const;
    });
  },
};

interface Turn {
  readonly connections: number;
  readonly requests: number;
  readonly keys: { readonly asking: string; readonly flooding: string };
}

const askedDuring = async ({ service, addresses }: Served, { connections, requests, keys }: Turn): Promise<Cost> => {
  const textOf =
    (key: string) =>
    (n: number): string =>
      `GET ${addresses[n % addresses.length]} HTTP/1.1\r\nhost: 127.0.0.1:${service.port}\r\nauthorization: Bearer ${key}\r\n\r\n`;
  const end = new AbortController();
  const flood = async (): Promise<void> => {
    if (connections === 0) return;
    while (!end.signal.aborted) {
      const turn = { connections, requests: perTurn * connections, textOf: textOf(keys.flooding) };
      const { statuses } = await load({ port: service.port, ...turn });
      if ((statuses['429'] ?? 0) < turn.requests - 1) throw new Error(`no flood: ${JSON.stringify(statuses)}`);
    }
  };
  const flooding = flood();
  const before = await service.cpuUs();
  const { wallMs, statuses } = await load({
    port: service.port,
    connections: 1,
    requests,
    textOf: textOf(keys.asking),
  });
  const cpuUs = ((await service.cpuUs()) - before) / requests;
  end.abort();
  await flooding;
  if (statuses['200'] !== requests) throw new Error(`expected 200: ${JSON.stringify(statuses)}`);
  return { cpuUs, wallUs: (wallMs * 1000) / requests };
};
