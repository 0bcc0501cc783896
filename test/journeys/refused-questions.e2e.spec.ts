import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { createConnection } from 'node:net';
import { publicSchool } from './contents.ts';
import { Office, told } from './office.ts';

const code = '3646013001';
const ask = `/api/v1/eligibility/${code}`;
let office: Office;

beforeAll(async () => {
  office = await Office.open();
  await office.command('/api/v1/schools', publicSchool(code));
  const last = await office.command('/api/v1/schools', { ...publicSchool('3646013002'), schoolType: '技工学校' });
  await office.getOnceKnown(`/api/v1/schools?minPosition=${last.body.position}`);
});
afterAll(() => office.close());

it.each([
  [`${ask}?year=2022`, 400, 'year-and-season-together'],
  [`${ask}?year=1999&season=AUTUMN`, 400, 'bad-year'],
  [`${ask}?year=2022&year=2023&season=AUTUMN`, 400, 'bad-year'],
  [`${ask}?year=2022&season=SUMMER`, 400, 'malformed-question'],
  [`${ask}?on=2022-02-30`, 400, 'bad-date'],
  [`${ask}?knownAt=yesterday`, 400, 'bad-date'],
  [`${ask}?knowAt=3`, 400, 'unknown-parameter'],
  [`${ask}?minPosition=-1`, 400, 'bad-position'],
  ['/api/v1/schools?q=%00', 400, 'validation-failed'],
  ['/api/v1/eligibility/9999999999', 404, 'school-not-registered'],
  ['/api/v1/eligibility/3646013002', 404, 'other-authority'],
  ['/api/v1/eligibility/%E0%A4%A', 400, 'malformed-request'],
  ['/api/v1/eligibility/changes?after=1', 400, 'validation-failed'],
  ['/api/v1/eligibility/changes?limit=1001', 400, 'validation-failed'],
  ['/api/v1/eligibility/stream?after=1', 400, 'bad-position'],
  ['/api/v1/schools?limit=0', 400, 'validation-failed'],
  ['/api/v1/schools?page=2', 400, 'validation-failed'],
  ['/api/v1/schools/abc', 400, 'validation-failed'],
  ['/api/v1/schools/9999999999', 404, 'school-not-registered'],
  ['/api/v1/schools/9999999999/file', 404, 'school-not-registered'],
  ['/api/v1/nowhere', 404, 'not-found'],
  ['/api/v1/decisions', 405, 'method-not-allowed'],
])('GET %s is a %i %s', async (path, status, problem) => {
  expect(told(await office.get(path))).toBe(`${status} ${problem}`);
});

it('a position that never comes is waited for, and then said to be missing', async () => {
  const reply = await office.get(`${ask}?minPosition=999999`);
  expect(told(reply)).toBe('503 not-yet-projected');
  expect(reply.headers.get('retry-after')).toBe('1');
});

const sendBatch = (body: unknown) => office.send('POST', '/api/v1/eligibility/batch', { body });

it('a batch that is none, or too large, is refused', async () => {
  for (const body of [[], {}, { questions: 'all' }, { questions: [], knownAt: 'once' }, { questions: [], more: 1 }])
    expect((await sendBatch(body)).status).toBe(400);
  const large = await sendBatch({ questions: Array.from({ length: 10_001 }, () => ({ school: code })) });
  expect(told(large)).toBe('413 payload-too-large');
  expect(large.body.detail).toContain('10000');
  expect((await sendBatch({ questions: [] })).body.answers).toEqual([]);
});

it('a page of another site can neither command nor ask under its own name', async () => {
  const foreign = await office.command('/api/v1/schools', publicSchool('3646013009'), {
    headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  });
  expect(told(foreign)).toBe('403 cross-origin');
  const rebound = await rawRequest(
    office.url,
    'GET /api/v1/version HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
  );
  expect(rebound).toMatch(/^HTTP\/1\.1 421 /);
});

it('is told in the language that was asked for', async () => {
  const [zh, en] = [
    await office.get(ask.replace(code, '9999999999')),
    await office.get(ask.replace(code, '9999999999'), { 'accept-language': 'en-GB,zh;q=0.5' }),
  ];
  expect([zh.headers.get('content-language'), en.headers.get('content-language')]).toEqual(['zh-CN', 'en']);
  expect(zh.body.detail).toMatch(/\p{Script=Han}/u);
  expect(en.body.detail).not.toMatch(/\p{Script=Han}/u);
});

it('is found in the log by its id, without what was sent', async () => {
  const secret = createHash('sha256').update('x').digest('hex');
  const reply = await office.command('/api/v1/schools', { name: secret });
  const headers = { authorization: `Bearer ${secret}` };
  expect(told(await office.command('/api/v1/schools', {}, { headers }))).toBe('401 key-unknown');
  const line = office.lines.find((one) => one.includes(reply.body.traceId as string));
  expect(JSON.parse(line ?? '{}')).toMatchObject({
    code: 'validation-failed',
    status: 400,
    method: 'POST',
    url: '/api/v1/schools',
  });
  expect(office.lines.join('')).not.toMatch(new RegExp(secret));
});

const rawRequest = (url: string, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let answer = '';
    const { hostname, port } = new URL(url);
    const socket = createConnection({ host: hostname, port: Number(port) }, () => socket.write(text));
    socket
      .setEncoding('utf8')
      .on('data', (part) => (answer += part))
      .on('end', () => resolve(answer))
      .on('error', reject);
  });
