import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publicSchool } from '../journeys/contents.ts';
import { Office } from '../journeys/office.ts';
import { bareAnswer, bareRequest } from './bare-line.ts';

let office: Office;
let cookie: string;
beforeAll(async () => {
  office = await Office.open();
  cookie = `Cookie: ${await office.cookieOf('王芳')}`;
}, 60_000);
afterAll(() => office.close());

const register = (code: string): string => JSON.stringify(publicSchool(code));
/** The cookie is there when a request goes out; the cases are listed before. */
const identified = (bytes: string): string => bytes.replaceAll('Cookie: of an officer', cookie);
const post = (headers: readonly string[], body: string): string =>
  [
    'POST /api/v1/schools HTTP/1.1',
    'Host: localhost',
    'Cookie: of an officer',
    'Content-Type: application/json',
    ...headers,
    '',
    body,
  ].join('\r\n');
const recorded = async (): Promise<number> => (await office.get('/api/v1/schools')).body.total as number;

describe('a request that two servers would cut differently', () => {
  const hidden = post(['Content-Length: 5'], register('3646016101'));
  const chunked = 'Transfer-Encoding: chunked';

  it.each([
    ['both lengths', post([chunked, `Content-Length: 4`], `0\r\n\r\n${hidden}`)],
    ['two lengths', post(['Content-Length: 2', 'Content-Length: 200'], `{}${hidden}`)],
    ['a list of lengths', post(['Content-Length: 2, 200'], `{}${hidden}`)],
    ['a signed length', post(['Content-Length: +2'], `{}${hidden}`)],
    ['a length in hexadecimal', post(['Content-Length: 0x2'], `{}${hidden}`)],
    ['a chunk size that is none', post([chunked], `zz\r\n{}\r\n0\r\n\r\n${hidden}`)],
    ['a chunk longer than it says', post([chunked], `1\r\n{}\r\n0\r\n\r\n${hidden}`)],
    ['another encoding', post(['Transfer-Encoding: chunked, identity'], `0\r\n\r\n${hidden}`)],
    ['an unknown encoding', post(['Transfer-Encoding: xchunked'], `0\r\n\r\n${hidden}`)],
    ['a space before the colon', post(['Transfer-Encoding : chunked'], `0\r\n\r\n${hidden}`)],
    ['a folded header', post(['X-A: 1', ' Transfer-Encoding: chunked', 'Content-Length: 2'], `{}${hidden}`)],
    ['a bare line feed', post(['X-A: 1\nTransfer-Encoding: chunked', 'Content-Length: 2'], `{}${hidden}`)],
    ['NUL in a header', post(['X-A: a\u0000b', 'Content-Length: 2'], `{}${hidden}`)],
    ['two hosts', bareRequest('GET /api/v1/version', ['Host: elsewhere.example'])],
    ['no host', 'GET /api/v1/version HTTP/1.1\r\nConnection: close\r\n\r\n'],
  ])('4.2.1 L2 request smuggling: %s is refused once, and the connection closed', async (_, bytes) => {
    const { status, all } = await bareAnswer(office.url, identified(bytes));
    expect([400, 421]).toContain(status);
    expect(all.match(/^HTTP\/1\.1 /gm)).toHaveLength(1);
    expect(await recorded()).toBe(0);
  });

  it.each([
    ['Content-Type: text/plain'],
    ['Authorization: Bearer a', 'authorization: Bearer b'],
    ['If-Match: "1"', 'If-Match: "2"'],
    ['Idempotency-Key: a', 'Idempotency-Key: b'],
    ['Content-Encoding: identity', 'Content-Encoding: identity'],
  ])('4.2.1 L2 a header that decides, said twice, is refused: %s', async (...lines) => {
    const body = register('3646016104');
    const bytes = post([...lines, `Content-Length: ${Buffer.byteLength(body)}`, 'Connection: close'], body);
    const { status, body: text } = await bareAnswer(office.url, bytes);
    expect([status, (JSON.parse(text) as { code: string }).code]).toEqual([400, 'malformed-request']);
    expect(await recorded()).toBe(0);
  });

  it('4.2.1 L2 request smuggling: what is chunked well is read', async () => {
    const body = register('3646016100');
    const half = Math.floor(body.length / 2);
    const chunks = [body.slice(0, half), body.slice(half)].map(
      (one) => `${Buffer.byteLength(one).toString(16)}\r\n${one}\r\n`,
    );
    const whole = post([chunked, 'Connection: close'], `${chunks.join('')}0\r\n\r\n`);
    expect((await bareAnswer(office.url, identified(whole))).status).toBe(201);
  });
});

it('4.1.3 L2 believes nobody about who stands in front of it, and is not moved by what they say', async () => {
  const spoofed = [
    'X-Forwarded-For: 10.1.2.3',
    'X-Forwarded-Host: elsewhere.example',
    'X-Forwarded-Proto: https',
    'X-Real-IP: 10.1.2.3',
    'Forwarded: for=10.1.2.3;host=elsewhere.example',
    'X-User: root',
    'X-Original-URL: /metrics',
    'X-HTTP-Method-Override: DELETE',
  ];
  const plain = await bareAnswer(office.url, bareRequest('GET /api/v1/version'));
  const said = await bareAnswer(office.url, bareRequest('GET /api/v1/version', spoofed));
  expect([said.status, said.body]).toEqual([plain.status, plain.body]);
  expect(office.lines.join('')).not.toMatch(/10\.1\.2\.3|elsewhere/);
});

it('16.4.1 L2 writes no line into the log that somebody sent, and nothing that moves a cursor', async () => {
  const before = office.lines.length;
  const forged = '\u001b[2K\u009b31m\u2028{"level":60,"msg":"forged"}';
  const raw = Buffer.from(bareRequest(`GET /nowhere/${forged.replace('\u001b', '')}`), 'utf8');
  await bareAnswer(office.url, raw);
  await bareAnswer(office.url, bareRequest(`GET /nowhere/%0d%0a%7b%22level%22:60%7d%1b[31m`));
  await office.command(
    '/api/v1/schools',
    { ...publicSchool('3646016103'), [`name\r\n${forged}`]: forged },
    { headers: { 'user-agent': `a ${encodeURIComponent(forged)}` } },
  );
  await bareAnswer(office.url, bareRequest('GET /api/v1/version', [`X-A: b\u0000\r\n{"level":60}`]));
  const written = office.lines.slice(before);
  expect(written.length).toBeGreaterThan(2);
  for (const line of written) {
    expect(line).toMatch(/^\{[^\p{Cc}\u2028\u2029]*\}\n$/u);
    expect((JSON.parse(line) as { level: number }).level).toBeLessThan(60);
  }
});

it('5.2.1 L1 refuses bodies over their limits before reading them, and keeps none', async () => {
  const tooLarge = (path: string, type: string, bytes: number): Promise<{ status: number }> =>
    bareAnswer(office.url, bareRequest(`POST ${path}`, [`Content-Type: ${type}`, cookie, `Content-Length: ${bytes}`]));
  expect((await tooLarge('/api/v1/schools', 'application/json', 64 * 1024 + 1)).status).toBe(413);
  expect((await tooLarge('/api/v1/eligibility/batch', 'application/json', 4 * 2 ** 20 + 1)).status).toBe(413);
  const endless = `1000\r\n${' '.repeat(4096)}\r\n`.repeat(17);
  const chunked = post(['Transfer-Encoding: chunked', 'Connection: close'], endless);
  expect((await bareAnswer(office.url, identified(chunked))).status).toBe(413);
  const memory = process.memoryUsage.rss();
  const upload = await office.upload({ 'office.xlsx': new Uint8Array(64 * 2 ** 20 + 1) });
  expect(upload.status).toBe(413);
  expect(process.memoryUsage.rss() - memory).toBeLessThan(300 * 2 ** 20);
});
