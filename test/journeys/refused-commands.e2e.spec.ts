import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { lead, provenCase, publicSchool, veto } from './contents.ts';
import { Office, told } from './office.ts';

const code = '3646013001';
let office: Office;

beforeAll(async () => {
  office = await Office.open();
  await office.command('/api/v1/schools', publicSchool(code));
  const last = await office.command('/api/v1/schools', { ...publicSchool('3646013002'), schoolType: '技工学校' });
  await office.getOnceKnown(`/api/v1/schools?minPosition=${last.body.position}`);
});
afterAll(() => office.close());

const head = async (): Promise<string> => (await office.get('/health/ready')).body.logHead as string;

it('a wrong body names every wrong field by its pointer, and nothing is recorded', async () => {
  const before = await head();
  const body = {
    ...lead('2022-001', '12'),
    actFrom: '2022-02-30',
    category: 'toString',
    studentCount: 1.5,
    'a/b': 1,
    caseNo: ' ',
    leadSource: undefined,
  };
  const reply = await office.command('/api/v1/violation-cases/leads', body);
  expect(told(reply)).toBe('400 validation-failed');
  const found = (reply.body.errors as { pointer: string; code: string; in: string }[]).map(
    ({ pointer, code: fault }) => `${pointer} ${fault}`,
  );
  expect(found.toSorted()).toEqual([
    '/actFrom bad-date',
    '/a~1b unknown-field',
    '/caseNo bad-text',
    '/category unknown-type',
    '/leadSource required',
    '/school bad-code',
    '/studentCount bad-number',
  ]);
  const report = {
    filedOn: '2022-03-15',
    signedOn: '2022-03-15',
    items: [{ itemNo: '1' }, { itemNo: '2', closedOn: 'soon' }],
  };
  const nested = await office.command(`/api/v1/self-inspection-campaigns/X/reports/${code}`, report);
  expect(nested.body.errors[0].pointer).toBe('/items/1/closedOn');
  expect(await head()).toBe(before);
});

it.each([
  ['nothing', undefined, 'application/json', 400],
  ['half an object', '{"code":', 'application/json', 400],
  ['a list', '[]', 'application/json', 400],
  ['a word', '"school"', 'application/json', 400],
  ['null', 'null', 'application/json', 400],
  ['a prototype', '{"__proto__":{"admin":true}}', 'application/json', 400],
  ['a constructor', '{"constructor":{"prototype":{"admin":true}}}', 'application/json', 400],
  ['what is too deep', `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`, 'application/json', 400],
  ['what is much too deep', `{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`, 'application/json', 400],
  ['a lone surrogate', '{"name":"\\ud800"}', 'application/json', 400],
  ['what is too long', `{"name":"${'x'.repeat(300_000)}"}`, 'application/json', 413],
  ['XML', '<school/>', 'application/xml', 415],
  ['plain text', '{}', 'text/plain', 415],
  ['a form', 'name=x', 'application/x-www-form-urlencoded', 415],
])('a command of %s is refused', async (...[, body, type, status]) => {
  const reply = await office.command('/api/v1/schools', body, { headers: { 'content-type': type } });
  expect([reply.status, reply.type]).toEqual([status, 'application/problem+json']);
  expect(({} as { admin?: unknown }).admin).toBeUndefined();
});

it('a command of nobody, or of a session that is none, is refused', async () => {
  const body = publicSchool('3646013009');
  for (const headers of [
    {},
    { 'x-forwarded-user': 'a' },
    { cookie: `__Host-sid=${'a'.repeat(43)}` },
    { cookie: 'x' },
  ]) {
    const reply = await office.send('POST', '/api/v1/schools', { body, headers, who: null });
    expect(told(reply)).toBe('401 sign-in-needed');
    expect(reply.headers.get('www-authenticate')).toContain('Bearer');
  }
});

it('conditions and keys that are none are refused', async () => {
  for (const condition of ['7', 'W/"7"', '"x"', '*'])
    expect(
      told(await office.command('/api/v1/schools', publicSchool('3646013009'), { headers: { 'if-match': condition } })),
    ).toBe('400 if-match-malformed');
  const key = { 'idempotency-key': 'x'.repeat(201) };
  expect(told(await office.command('/api/v1/schools', publicSchool('3646013009'), { headers: key }))).toBe(
    '400 idempotency-key-malformed',
  );
});

it('what an address names and nobody recorded is 404; what a body names is 422, with every reason', async () => {
  expect(told(await office.command('/api/v1/violation-cases/none/filing', { filedOn: '2022-03-05' }))).toBe(
    '404 unknown-case',
  );
  expect(
    told(
      await office.command('/api/v1/schools/3646013099/changes', {
        kind: 'RENAMED',
        value: '新',
        approvedOn: '2022-01-01',
      }),
    ),
  ).toBe('404 unknown-school');
  const item = `/api/v1/self-inspection-campaigns/none/reports/${code}/items/1/reopening`;
  expect(told(await office.command(item, { on: '2022-01-01', reason: '复查' }))).toBe('404 item-not-found');
  const reply = await office.command('/api/v1/decisions', { ...veto('号', code, 'none'), servedOn: '2022-01-01' });
  expect(told(reply)).toBe('422 unknown-case');
  const found = (reply.body.errors as { pointer: string; code: string }[]).map((one) => `${one.pointer} ${one.code}`);
  expect(found).toEqual(expect.arrayContaining(['/caseNos unknown-case', '/servedOn service-before-decision']));
});

it('what stands already is 409', async () => {
  await office.command('/api/v1/violation-cases', provenCase('2022-400', code));
  expect(told(await office.command('/api/v1/violation-cases/2022-400/filing', { filedOn: '2022-03-05' }))).toBe(
    '409 case-already-filed',
  );
  expect(told(await office.command('/api/v1/violation-cases/leads', lead('2022-400', code)))).toBe(
    '409 case-already-registered',
  );
});

it('a value that a change of its kind does not have is named', async () => {
  for (const [change, fault] of [
    [{ kind: 'LICENCE_RENEWED', value: 'soon' }, '/value bad-date'],
    [{ kind: 'RENAMED' }, '/value required'],
    [{ kind: 'MAJORS_ADDED' }, '/majors required'],
    [{ kind: 'MAJORS_ADDED', majors: ['740101'], value: 'x' }, '/value unknown-field'],
    [{ kind: 'OWNERSHIP_CHANGED', value: '民办' }, '/value unknown-type'],
    [{ kind: 'RENAMED', value: '新', majors: ['740101'] }, '/majors unknown-field'],
  ] as const) {
    const reply = await office.command(`/api/v1/schools/${code}/changes`, { ...change, approvedOn: '2022-01-01' });
    expect(told(reply)).toBe('400 validation-failed');
    expect(`${reply.body.errors[0].pointer} ${reply.body.errors[0].code}`).toBe(fault);
  }
  const endless = await office.command('/api/v1/decisions', { ...veto('号', code, 'none'), endMode: null });
  expect(endless.body.errors).toMatchObject([{ pointer: '/endMode', code: 'required' }]);
});

it('an upload that is no workbook is refused and leaves nothing behind', async () => {
  expect(told(await office.upload({ 'office.xlsx': Buffer.from('not a workbook') }))).toBe('422 not-a-workbook');
  expect(told(await office.upload({}))).toBe('400 upload-empty');
  expect(told(await office.upload({ 'a.xlsx': Buffer.from('x'), 'b.csv': Buffer.from('x') }))).toBe(
    '400 malformed-request',
  );
  expect(told(await office.upload({ '../../学校名册.csv': Buffer.from('\u0000\u0001') }))).toBe('422 not-a-workbook');
  expect(told(await office.command('/api/v1/imports', { file: 'office.xlsx' }))).toBe('415 unsupported-media-type');
  const cut = await office.command('/api/v1/imports', '--x\r\nContent-Dispo', {
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
  });
  expect(told(cut)).toBe('400 malformed-request');
  const nameless = await office.command('/api/v1/imports', 'x', {
    headers: { 'content-type': 'multipart/form-data' },
  });
  expect(told(nameless)).toBe('400 malformed-request');
});

it('a second import at the same time is refused', async () => {
  const sheet = Buffer.from(`学校标识码,学校名称,行政区划,办学性质\n${'x,y,z,w\n'.repeat(3_000)}`);
  const replies = await Promise.all([1, 2, 3].map(() => office.upload({ '学校名册.csv': sheet })));
  const statuses = replies.map(({ status }) => String(status)).toSorted();
  expect(statuses).toEqual(['200', '409', '409']);
  expect(told(replies.find(({ status }) => status === 409) ?? replies[0]!)).toBe('409 import-in-progress');
});
