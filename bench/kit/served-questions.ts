import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cost } from './figures.ts';
import { codeOf } from './history.ts';
import type { Size } from './history.ts';
import { load } from './keep-alive.ts';
import { logDirectory, workDirectory } from './log-directory.ts';
import { SeededRandom } from './random.ts';
import { MeasuredServer } from './servers.ts';
import { issuedKey } from './machine-key.ts';

export const connections = 32;
const majors = ['', '&major=740101', '&major=770101', '&major=660108'] as const;

/** The addresses of all questions: every school, with and without a major. `on` tells rounds apart. */
export const addressesOf = (schools: number, on = '2026-05-20'): readonly string[] =>
  Array.from({ length: schools }, (_, n) =>
    majors.map((major) => `/api/v1/eligibility/${codeOf(n)}?year=2026&season=AUTUMN&on=${on}${major}`),
  ).flat();

/** The service and bare Fastify, both with the same answers. */
export interface Served {
  readonly service: MeasuredServer;
  readonly bare: MeasuredServer;
  readonly addresses: readonly string[];
  readonly etags: ReadonlyMap<string, string>;
  stop(): Promise<void>;
}

/** Starts both; every question has then been asked once. */
export const serve = async (size: Size): Promise<Served> => {
  const service = await MeasuredServer.start('service', await logDirectory(size));
  const addresses = addressesOf(size.schools);
  const headers = { authorization: `Bearer ${await issuedKey(service)}` };
  const answers: [string, string][] = [];
  const etags = new Map<string, string>();
  await service.ready();
  for (const address of addresses) {
    const answer = await fetch(`${service.url}${address}`, { headers });
    if (answer.status !== 200) throw new Error(`${address}: ${answer.status} ${await answer.text()}`);
    answers.push([address, await answer.text()]);
    etags.set(address, answer.headers.get('etag') ?? '');
  }
  const file = join(workDirectory, 'answers.json');
  writeFileSync(file, JSON.stringify(answers));
  const bare = await MeasuredServer.start('bare', file);
  const stop = async (): Promise<void> => void (await Promise.all([service.stop(), bare.stop()]));
  return { service, bare, addresses, etags, stop };
};

export interface Asked {
  readonly addresses: readonly string[];
  readonly requests: number;
  readonly round: number;
  /** The status that every answer must have. */
  readonly status: '200' | '304';
  readonly headersOf?: (address: string) => string;
}

/** Asks a server so many questions in random order, with a key of its own where it wants one; the cost is the server's alone. */
export const ask = (server: MeasuredServer, asked: Asked): Promise<Cost> => {
  const random = new SeededRandom(asked.round);
  return askInOrder(server, { ...asked, addressOf: () => random.pick(asked.addresses) });
};

/** Asks each question once, in their order. */
export const askEach = (server: MeasuredServer, addresses: readonly string[]): Promise<Cost> => {
  const addressOf = (n: number): string => addresses[n] ?? '';
  return askInOrder(server, { requests: addresses.length, status: '200', addressOf });
};

type InOrder = Omit<Asked, 'addresses' | 'round'> & { readonly addressOf: (n: number) => string };

const askInOrder = async (server: MeasuredServer, asked: InOrder): Promise<Cost> => {
  const { addressOf, requests, status, headersOf = () => '' } = asked;
  // Another one each time: a key has only so many requests a minute.
  const key = server.kind === 'bare' ? '' : `authorization: Bearer ${await issuedKey(server)}\r\n`;
  const before = await server.cpuUs();
  const { wallMs, statuses } = await load({
    port: server.port,
    connections,
    requests,
    textOf: (n) => {
      const address = addressOf(n);
      return `GET ${address} HTTP/1.1\r\nhost: 127.0.0.1:${server.port}\r\n${key}${headersOf(address)}\r\n`;
    },
  });
  if (statuses[status] !== requests) throw new Error(`expected ${status}: ${JSON.stringify(statuses)}`);
  return { cpuUs: ((await server.cpuUs()) - before) / requests, wallUs: (wallMs * 1000) / requests };
};
