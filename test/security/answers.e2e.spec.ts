import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { awaitPatiently } from '../../apps/api/src/http/patience.ts';
import { ProblemAdapter } from '../../apps/api/src/http/problem-adapter.ts';
import { requestLimits } from '../../apps/api/src/http/limits.ts';
import { operationsOf } from '../journeys/any-request/described-operations.ts';
import { publicSchool } from '../journeys/contents.ts';
import { Office } from '../journeys/office.ts';
import { bareAnswer, bareRequest } from './bare-line.ts';
import type { BareAnswer } from './bare-line.ts';

const code = '3646016001';
let office: Office;
/** One answer of every operation that nothing is sent with, and of everything that goes wrong outside of them. */
let answers: readonly (readonly [asked: string, answer: BareAnswer])[];

const wrongs: readonly (readonly [string, string])[] = [
  ['found', bareRequest(`GET /api/v1/eligibility/${code}`)],
  ['an unknown address', bareRequest('GET /nowhere')],
  ['an address that cannot be decoded', bareRequest('GET /api/v1/eligibility/%E0%A4%A')],
  ['an address with a very long part', bareRequest(`GET /api/v1/schools/${'1'.repeat(1_001)}`)],
  ['another method', bareRequest('DELETE /api/v1/decisions')],
  ['TRACE', bareRequest('TRACE /api/v1/version')],
  ['another host', 'GET /api/v1/version HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n'],
  ['another site', bareRequest('POST /api/v1/schools', ['Origin: https://elsewhere.example', 'Content-Length: 0'])],
  ['no JSON', bareRequest('POST /api/v1/schools', ['Content-Type: application/json', 'Content-Length: 1'], '{')],
  [
    'a body too large',
    bareRequest('POST /api/v1/schools', ['Content-Type: application/json', 'Content-Length: 999999']),
  ],
  ['another media type', bareRequest('POST /api/v1/schools', ['Content-Type: text/xml', 'Content-Length: 1'], 'x')],
  [
    'too many headers',
    bareRequest(
      'GET /api/v1/version',
      Array.from({ length: 120 }, (_, i) => `X-${i}: 1`),
    ),
  ],
  ['headers too long', bareRequest('GET /api/v1/version', [`X-Long: ${'x'.repeat(20_000)}`])],
  ['no HTTP', 'HELO there\r\n\r\n'],
  ['an expectation', bareRequest('GET /api/v1/version', ['Expect: the-unexpected'])],
  ['the page', bareRequest('GET /api')],
  ['its script', bareRequest('GET /api/ui/start.js')],
  ['its style', bareRequest('GET /api/ui/swagger-ui.css')],
  ['the document', bareRequest('GET /api/openapi.json')],
];

beforeAll(async () => {
  office = await Office.open();
  const { body } = await office.command('/api/v1/schools', publicSchool(code));
  await office.get(`/api/v1/schools?minPosition=${body.position}`);
  const described = operationsOf(office.document)
    .filter(({ template }) => !template.endsWith('/stream'))
    .map(({ method, template }) => {
      const path = template.replaceAll(/\{[^}]+\}/g, '1');
      return [`${method} ${template}`, bareRequest(`${method} ${path}`, ['Content-Length: 0'])] as const;
    });
  // As an officer and as nobody: what is refused at the door is held to the same.
  const cookieFor = async (who: string): Promise<string> => `Host: localhost\r\nCookie: ${await office.cookieOf(who)}`;
  const [officer, spare] = [await cookieFor('王芳'), await cookieFor('spare')]; // one of them signs out
  const asked = [...described, ...wrongs].flatMap(([name, bytes]) => [
    [name, bytes.replace('Host: localhost', name.includes('/session') ? spare : officer)] as const,
    [`${name}, of nobody`, bytes] as const,
  ]);
  answers = await Promise.all(asked.map(async ([name, bytes]) => [name, await bareAnswer(office.url, bytes)] as const));
});
afterAll(() => office.close());

/** What does not hold, by what was asked. */
const butFor = (holds: (answer: BareAnswer) => boolean): readonly string[] =>
  answers.filter(([, answer]) => !holds(answer)).map(([asked, answer]) => `${asked}: ${answer.all.slice(0, 300)}`);

describe('every answer', () => {
  it('is one, and errors of all kinds are among them', () => {
    expect(butFor(({ status }) => status >= 200)).toEqual([]);
    expect(new Set(answers.map(([, { status }]) => status))).toEqual(
      new Set([200, 204, 400, 401, 403, 404, 405, 413, 415, 421, 431]),
    );
  });

  it('3.4.3 L2 carries a Content-Security-Policy that lets nothing inline and nothing from elsewhere run', () => {
    const policy =
      "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;connect-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'";
    expect(butFor(({ headers }) => headers['content-security-policy'] === policy)).toEqual([]);
  });

  it('3.4.4 L2 forbids guessing at content types', () => {
    expect(butFor(({ headers }) => headers['x-content-type-options'] === 'nosniff')).toEqual([]);
  });

  it('tells other sites nothing about addresses', () => {
    expect(butFor(({ headers }) => headers['referrer-policy'] === 'no-referrer')).toEqual([]);
  });

  it('3.4.6 L2 is framed by nobody', () => {
    expect(butFor(({ headers }) => headers['x-frame-options'] === 'DENY')).toEqual([]);
    expect(
      butFor(({ headers }) => (headers['content-security-policy'] ?? '').endsWith("frame-ancestors 'none'")),
    ).toEqual([]);
  });

  it('4.1.1 L1 names its content type, and the charset of every text', () => {
    const known =
      /^(?:(?:application\/(?:problem\+)?json|text\/(?:html|css|javascript|plain)).*; charset=utf-8|image\/png)$/;
    expect(butFor(({ status, headers }) => status === 204 || known.test(headers['content-type'] ?? ''))).toEqual([]);
  });

  it('14.3.2 L2 is stored by nobody, unless it says under which version', () => {
    expect(
      butFor(
        ({ headers }) => headers['cache-control'] === 'no-store' || headers['cache-control'] === 'private, no-cache',
      ),
    ).toEqual([]);
  });

  it('16.5.1 L2 tells a code and a sentence of what goes wrong, and never how it works', () => {
    const isProblem = ({ status, headers, body }: BareAnswer): boolean =>
      status < 400 ||
      (headers['content-type'] === 'application/problem+json; charset=utf-8' &&
        (JSON.parse(body) as { status: number }).status === status);
    expect(butFor(isProblem)).toEqual([]);
    expect(butFor(({ body, status }) => status < 400 || !/node_modules|\.ts\b|\bat \w+ \(|Error:/.test(body))).toEqual(
      [],
    );
  });

  it('says nothing about what it was made with', () => {
    expect(butFor(({ headers }) => headers['server'] === undefined && headers['x-powered-by'] === undefined)).toEqual(
      [],
    );
  });

  it('13.4.4 L2 refuses TRACE everywhere', async () => {
    for (const path of ['/', '/api/v1/version', '/nowhere', '/api/v1/schools'])
      expect([path, (await bareAnswer(office.url, bareRequest(`TRACE ${path}`, ['X-Secret: 1']))).status]).toEqual([
        path,
        405,
      ]);
  });
});

it('3.4.1 L1 keeps browsers on TLS where people reach the service over it', async () => {
  const inFront = await Office.open(undefined, { publicUrl: 'https://redline.example' });
  try {
    for (const path of ['/api/v1/version', '/nowhere', `/api/v1/eligibility/${code}`])
      expect((await inFront.get(path)).headers.get('strict-transport-security')).toBe(
        'max-age=31536000; includeSubDomains',
      );
    const headers = ['Origin: https://redline.example', 'Sec-Fetch-Site: same-site', 'Content-Length: 0'];
    const cookie = `Cookie: ${await inFront.cookieOf('王芳')}`;
    const sent = bareRequest('POST /api/v1/schools', [...headers, cookie]);
    expect((await bareAnswer(inFront.url, sent)).status).toBe(400);
  } finally {
    await inFront.close();
  }
  expect((await office.get('/api/v1/version')).headers.get('strict-transport-security')).toBeNull();
});

describe('a client that takes its time', () => {
  const limits = { ...requestLimits, headersTimeoutMs: 200, requestTimeoutMs: 400, checkIntervalMs: 50 };
  const adapter = new ProblemAdapter(pino({ level: 'silent' }), { limits });
  let url: string;
  beforeAll(async () => {
    const server = adapter.getInstance();
    server.addContentTypeParser('application/octet-stream', (_, payload, done) => done(null, payload));
    server.post('/upload', (request) => awaitPatiently(request.raw.socket, () => text(request.body as Readable)));
    url = await server.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(() => adapter.close());

  it('is told so as a problem, and its connection is closed', async () => {
    const headers = await bareAnswer(url, 'GET / HTTP/1.1\r\nHost: localhost\r\n');
    const json = ['Content-Type: application/json', 'Content-Length: 9'];
    const body = await bareAnswer(url, bareRequest('POST /', json, '{'));
    for (const answer of [headers, body])
      expect([answer.status, (JSON.parse(answer.body) as { code: string }).code]).toEqual([408, 'request-timeout']);
  });

  it('is awaited where a route does so, and on the same connection no longer than that', async () => {
    const bytes = ['Content-Type: application/octet-stream', 'Content-Length: 2'];
    const late = pause(900).then(() => 'b');
    const answer = await bareAnswer(
      url,
      bareRequest('POST /upload', bytes, 'a').replace('close', 'keep-alive'),
      late,
      'GET /',
    );
    expect([answer.status, answer.body.slice(0, 2)]).toEqual([200, 'ab']);
    expect(answer.all).toContain('HTTP/1.1 408 ');
  });
});
