import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { publicSchool } from './contents.ts';
import { Office } from './office.ts';

const acceptance = join(process.cwd(), 'test/acceptance/small');

interface Case {
  readonly school: string;
  readonly expect: {
    readonly state: string;
    readonly mayEnrol: boolean;
    readonly kinds: readonly string[];
    readonly documentNos: readonly string[];
  };
}

interface Answer {
  readonly state: string;
  readonly mayEnrol: boolean;
  readonly reasons: readonly { readonly kind: string; readonly state: string; readonly documentNo: string | null }[];
}

const summaryOf = ({ state, mayEnrol, reasons }: Answer): Case['expect'] => ({
  state,
  mayEnrol,
  kinds: reasons.map(({ kind }) => kind).toSorted(),
  documentNos: reasons
    .filter((reason) => reason.state !== 'WATCH')
    .flatMap(({ documentNo }) => documentNo ?? [])
    .toSorted(),
});

const addressOf = ({ school, expect: _expected, ...question }: Case): string =>
  `/api/v1/eligibility/${school}?${new URLSearchParams(Object.entries(question).map(([name, value]): [string, string] => [name, String(value)])).toString()}`;

let office: Office;
let cases: readonly Case[];
let position: string;

beforeAll(async () => {
  office = await Office.open();
  const report = await office.upload({ 'office.xlsx': await readFile(join(acceptance, 'office.xlsx')) });
  if (report.body.refused.length > 0) throw new Error(JSON.stringify(report.body.refused));
  position = report.body.position as string;
  const lines = (await readFile(join(acceptance, 'cases.ndjson'), 'utf8')).trim().split('\n');
  cases = lines.map((line) => JSON.parse(line) as Case);
  await office.getOnceKnown(`/api/v1/schools?minPosition=${position}`);
});
afterAll(() => office.close());

it('and gets the expected answers, one by one and as a batch alike', async () => {
  const singles = [];
  for (const one of cases) singles.push((await office.get(addressOf(one))).body as Answer);
  expect(singles.map(summaryOf)).toEqual(cases.map((one) => one.expect));

  const questions = cases.map(({ expect: _expected, ...question }) => question);
  const batch = await office.send('POST', '/api/v1/eligibility/batch', { body: { questions } });
  expect(batch.body).toEqual({ position, answers: singles });

  const lines = await office.send('POST', '/api/v1/eligibility/batch', {
    body: { questions },
    headers: { accept: 'application/x-ndjson' },
  });
  expect(lines.type).toBe('application/x-ndjson');
  expect(
    (lines.body as string)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual(singles);
  expect(lines.headers.get('redline-position')).toBe(position);
});

it('answers 304 to whoever has the answer, and anew after the school changed', async () => {
  const address = '/api/v1/eligibility/3646011001?year=2024&season=AUTUMN&on=2024-06-01';
  const first = await office.get(address);
  const etag = first.headers.get('etag') ?? '';
  expect(etag).toMatch(/^W\/"\d+\./);
  expect(first.headers.get('cache-control')).toBe('private, no-cache');
  expect(first.headers.get('redline-position')).toBe(position);
  const elsewhere = await office.get('/api/v1/version');
  for (const reply of [first, await office.get('/api/v1/eligibility/9999999999')])
    for (const name of ['content-security-policy', 'x-content-type-options', 'x-frame-options', 'referrer-policy'])
      expect([name, reply.headers.get(name)]).toEqual([name, elsewhere.headers.get(name)]);
  for (const held of [etag, etag.slice(2), `"other", ${etag}`, '*']) {
    const again = await office.get(address, { 'if-none-match': held });
    expect([again.status, again.body]).toEqual([304, '']);
  }
  expect((await office.get(address, { 'if-none-match': 'W/"other"' })).status).toBe(200);
  expect((await office.get(address)).body).toEqual(first.body);

  const change = { kind: 'PRINCIPAL_CHANGED', approvedOn: '2024-01-01', value: '新校长' };
  const changed = await office.command('/api/v1/schools/3646011001/changes', change);
  const after = await office.getOnceKnown(`${address}&minPosition=${changed.body.position}`, { 'if-none-match': etag });
  expect(after.status).toBe(200);
  expect(after.body.position).toBe(changed.body.position);
  const unasked = await office.get(address, { 'if-none-match': etag });
  expect(unasked.body).toEqual(after.body);
});

it('says what was known at a position', async () => {
  const registered = await office.command('/api/v1/schools', publicSchool('3646019001'));
  const before = `knownAt=${Number(registered.body.position) - 1}`;
  const unknown = await office.getOnceKnown(
    `/api/v1/eligibility/3646019001?${before}&minPosition=${registered.body.position}`,
  );
  expect([unknown.status, unknown.body.code]).toEqual([404, 'school-not-registered']);
  const known = await office.get(`/api/v1/eligibility/3646019001?knownAt=${registered.body.position}`);
  expect(known.body).toMatchObject({ mayEnrol: true, knownAt: registered.body.position });
});

it('puts a problem in the place of an answer that there is not', async () => {
  const questions = [
    { school: '3646011001' },
    { school: '9999999999' },
    { school: '3646011001', year: 2022 },
    7,
    { school: '3646011001', on: '2022-02-30' },
  ];
  const { body } = await office.send('POST', '/api/v1/eligibility/batch', { body: { questions } });
  const codes = (body.answers as { error?: { code: string; errors: { pointer: string }[] } }[]).map(
    ({ error }) => error?.code,
  );
  expect(codes).toEqual([
    undefined,
    'school-not-registered',
    'year-and-season-together',
    'malformed-question',
    'bad-date',
  ]);
  expect(body.answers[4].error.errors[0].pointer).toBe('/questions/4/on');
});

it('is told what changed, as pages and as a stream', async () => {
  const first = await office.get('/api/v1/eligibility/changes?limit=5');
  expect(first.body.changes).toHaveLength(5);
  const next = await office.get(`/api/v1/eligibility/changes?limit=5&after=${first.body.next}`);
  expect(next.body.changes[0].cursor).not.toBe(first.body.changes[0].cursor);

  const ending = new AbortController();
  const stream = await fetch(`${office.url}/api/v1/eligibility/stream`, {
    headers: { 'last-event-id': first.body.next as string, cookie: await office.cookieOf('王芳') },
    signal: ending.signal,
  });
  expect(stream.headers.get('content-type')).toContain('text/event-stream');
  let text = '';
  for await (const chunk of stream.body ?? []) {
    text += new TextDecoder().decode(chunk as Uint8Array);
    if (text.includes(`id: ${next.body.next}\n`)) break;
  }
  ending.abort();
  const ids = [...text.matchAll(/^id: (.+)$/gm)].map(([, id]) => id).slice(0, 5);
  expect(ids).toEqual((next.body.changes as { cursor: string }[]).map(({ cursor }) => cursor));
});

it('finds schools and reads their files in both times', async () => {
  const list = await office.get('/api/v1/schools?q=示例&limit=2');
  expect(list.body.items).toHaveLength(2);
  expect(list.body.total).toBeGreaterThan(5);
  const rest = await office.get(`/api/v1/schools?q=示例&limit=200&after=${list.body.next}`);
  expect(rest.body.items).toHaveLength(list.body.total - 2);

  const one = await office.get('/api/v1/schools/3646011003');
  expect(one.body).toMatchObject({ school: { code: '3646011003' }, counts: { decisions: 4 } });
  const file = await office.get('/api/v1/schools/3646011003/file?limit=200');
  const made = (file.body.items as { type: string; days: object; actor: string; workbook: object }[]).find(
    ({ type }) => type === 'DecisionMade',
  );
  expect(made).toMatchObject({
    actor: 'wangfang',
    source: 'workbook',
    days: { decidedOn: expect.any(String) },
    workbook: { sheet: '处理决定' },
  });
  const page = await office.get(`/api/v1/schools/3646011003/file?limit=1&after=${file.body.items[0].position}`);
  expect(page.body.items[0]).toEqual(file.body.items[1]);
});
