import { afterAll, beforeAll, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { join } from 'node:path';
import { anyRequest } from './any-request/any-request.ts';
import type { AnyRequest } from './any-request/any-request.ts';
import { Line } from './any-request/line.ts';
import type { Answer } from './any-request/line.ts';
import { publicSchool } from './contents.ts';
import { Office, usually } from './office.ts';
import { OpenApiCheck } from './openapi-check.ts';

// How many, and which: docs/security.md, "Random requests".
const requests = Number(process.env['REDLINE_RANDOM_REQUESTS'] ?? 10_000);
const seed = Number(process.env['REDLINE_RANDOM_SEED'] ?? 20_221);
const longestMs = 2_000;
const batchSize = 500;
const mostFaults = 10;
const hoursMs = 4 * 3_600_000;

let office: Office;
let line: Line;
let check: OpenApiCheck;
let log: Database.Database;

beforeAll(async () => {
  office = await Office.open(undefined, { trustedProxies: ['127.0.0.1'] });
  await office.gather();
  line = new Line(office.url);
  await office.command('/api/v1/schools', publicSchool('3646012001'));
  check = new OpenApiCheck(office.document);
  log = new Database(join(office.directory, 'events.db'), { readonly: true });
});
afterAll(async () => {
  log.close();
  line.close();
  await office.close();
});

/** Who usually asks there; where a request brings a cookie of its own, nobody. One session may be ended at random. */
const identified = async ({ address, headers }: AnyRequest): Promise<AnyRequest['headers']> => {
  // From elsewhere: wrong tries to sign in make their address wait, and nobody else's.
  const sent = [...headers, ['x-forwarded-for', '192.0.2.7'] as const];
  if (headers.some(([name]) => name === 'cookie')) return sent;
  const who = /^\/api\/v1\/(?:session|setup|enrolment)/.test(address) ? 'spare' : usually(address);
  return who === null ? sent : [...sent, ['cookie', await office.cookieOf(who)]];
};

/** Who came in and who was turned away is written down whatever the answer; nothing else is. */
const besidesAccess = `SELECT count(*) FROM events JOIN types ON types.id = events.type_id
  WHERE types.name NOT IN ('SignedIn', 'SignInRefused', 'SteppedUp', 'SignedOut', 'AccessDenied')`;
const recordedEvents = (): number => Number(log.prepare(besidesAccess).pluck().get());

it(
  `are answered as the document says, in time, and record nothing unless answered 2xx (seed ${seed})`,
  async () => {
    const faults: string[] = [];
    const statuses = new Set<number>();
    const any = anyRequest(office.document);
    for (let batch = 0; batch * batchSize < requests && faults.length < mostFaults; batch += 1)
      for (const request of fc.sample(any, { seed: seed + batch, numRuns: batchSize })) {
        const before = recordedEvents();
        const answer = await line.ask({ ...request, headers: await identified(request) });
        const added = recordedEvents() - before;
        statuses.add(answer.status);
        const found = [...faultsOf(request, answer), ...(await slownessOf(request, answer))];
        if (added > 0 && answer.status >= 300) found.push(`${added} events were recorded`);
        if (found.length > 0) faults.push(`${told(request, answer)}: ${found.join('; ')}`);
      }
    expect(faults).toEqual([]);
    // Requests that are all refused at the door would prove little.
    expect([...statuses]).toEqual(expect.arrayContaining([200, 201, 400, 401, 403, 404, 405, 409, 413, 415, 422]));
  },
  hoursMs,
);

const isWaiting = ({ address }: AnyRequest, { status, headers }: Answer): boolean =>
  status === 503 && headers['retry-after'] !== undefined && address.includes('minPosition=');

const faultsOf = (request: AnyRequest, answer: Answer): readonly string[] => {
  const { status, type, text } = answer;
  if (status === 0) return ['there is no answer'];
  if (status >= 500 && !isWaiting(request, answer)) return ['it is our fault'];
  const isJson = type.endsWith('json') && type !== 'application/x-ndjson';
  const body: unknown = isJson && text !== '' ? JSON.parse(text) : text;
  const path = request.address.split('?')[0] ?? '';
  return check.faultsOf({ method: request.method, path, status, type, body });
};

/** A machine can stand still; a request that is slow by itself is slow again. */
const slownessOf = async (request: AnyRequest, { tookMs }: Answer): Promise<readonly string[]> => {
  if (tookMs <= longestMs) return [];
  const same = { ...request, headers: await identified(request) };
  const again = [await line.ask(same), await line.ask(same)].map((answer) => answer.tookMs);
  return again.every((ms) => ms > longestMs) ? [`it took ${[tookMs, ...again].map(Math.round).join(', ')} ms`] : [];
};

const told = ({ method, address, headers, body }: AnyRequest, { status, text }: Answer): string =>
  [
    `${method} ${address.slice(0, 500)}`,
    ...headers.map(([name, value]) => `${name}: ${value.slice(0, 200)}`),
    `${body?.type ?? ''} ${body?.bytes.toString().slice(0, 500) ?? ''}`,
    `${status} ${text.slice(0, 500)}`,
  ].join('\n');
