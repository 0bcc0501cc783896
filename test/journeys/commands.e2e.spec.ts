import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { campaign, followUp, lead, provenCase, publicSchool, veto } from './contents.ts';
import { Office, told } from './office.ts';
import type { CommandSending, Reply } from './office.ts';

const code = '3646012001';
const other = '3646012002';
const reports = '/api/v1/self-inspection-campaigns/ZC2022-1/reports';
const encoded = encodeURIComponent;

let office: Office;

const recorded = async (path: string, body: unknown, sending: CommandSending = {}): Promise<Reply> => {
  const reply = await office.command(path, body, sending);
  expect([path, reply.status, reply.body.outcome ?? reply.body]).toEqual([path, 201, 'recorded']);
  expect(reply.headers.get('etag')).toBe(`"${reply.body.revision}"`);
  return reply;
};
const corrected = async (path: string, body: unknown): Promise<void> => {
  const reply = await office.command(path, body, { method: 'PUT' });
  expect([path, reply.status, reply.body.outcome ?? reply.body]).toEqual([path, 200, 'corrected']);
};

beforeAll(async () => {
  office = await Office.open();
  await recorded('/api/v1/schools', publicSchool(code));
  await recorded('/api/v1/schools', publicSchool(other));
  await recorded('/api/v1/self-inspection-campaigns', campaign('ZC2022-1'));
});
afterAll(() => office.close());

it('of schools: registered, amended, changed', async () => {
  const { code: _, ...row } = publicSchool(other);
  await corrected(`/api/v1/schools/${other}`, { ...row, principal: '李校长', correctionReason: '登记有误' });
  let position = '';
  for (const change of [
    { kind: 'RENAMED', value: '海口新名职业学校' },
    { kind: 'PRINCIPAL_CHANGED', value: '陈校长' },
    { kind: 'MAJORS_ADDED', majors: ['770101', '770101'] },
    { kind: 'MAJORS_WITHDRAWN', majors: ['770101'] },
    { kind: 'OWNERSHIP_CHANGED', value: 'PRIVATE' },
    { kind: 'LICENCE_RENEWED', value: '2030-12-31' },
    { kind: 'DISTRICT_CHANGED', value: '460106' },
    { kind: 'LICENCE_NUMBER_CHANGED', value: '146010030000009' },
    { kind: 'MERGED', value: code },
  ])
    position = (await recorded(`/api/v1/schools/${other}/changes`, { ...change, approvedOn: '2022-01-10' })).body
      .position as string;
  const { body } = await office.getOnceKnown(`/api/v1/schools?q=新名&minPosition=${position}`);
  expect(body.items[0]).toMatchObject({ code: other, principal: '陈校长', district: '460106', mergedInto: code });
  const summary = await office.get(`/api/v1/schools/${other}`);
  expect(summary.body.counts.changes).toBe(9);
  expect(summary.headers.get('etag')).toBe(`"${summary.body.revision}"`);
});

it('of self-inspections: filed, returned, accepted; items ordered, rectified, closed, reopened', async () => {
  await corrected('/api/v1/self-inspection-campaigns/ZC2022-1', {
    ...campaign(''),
    batch: undefined,
    dueOn: '2022-03-25',
    correctionReason: '延期',
  });
  const days = { filedOn: '2022-03-15', signedOn: '2022-03-15' };
  await recorded(`${reports}/${other}/zero-report`, days);
  await recorded(`${reports}/${code}`, {
    ...days,
    items: [
      { itemNo: '1', category: 'HIDDEN_ENROLMENT' },
      { itemNo: '2/甲', studentCount: 3 },
    ],
  });
  await recorded(`${reports}/${code}/items`, { ...days, itemNo: '3', amountFen: 859_218 });
  await recorded(`${reports}/${code}/return`, { on: '2022-03-16', reason: '材料不全' });
  await recorded(`${reports}/${code}/items`, { ...days, itemNo: '4' });
  await recorded(`${reports}/${code}/acceptance`, { on: '2022-03-18' });
  const item = `${reports}/${code}/items/${encoded('2/甲')}`;
  await recorded(`${item}/correction-order`, { orderedOn: '2022-03-20', rectifyBy: '2022-04-20' });
  await recorded(`${item}/rectification`, { on: '2022-04-10', measure: '已补办' }, { actor: '李明' });
  const same = await office.command(`${item}/closing`, { closedOn: '2022-04-12' }, { actor: '李明' });
  expect(told(same)).toBe('403 own-earlier-step');
  await recorded(`${item}/closing`, { closedOn: '2022-04-12' });
  await recorded(`${item}/reopening`, { on: '2022-05-01', reason: '问题复发' });
});

it('of cases: step by step, or as their papers stand', async () => {
  await recorded('/api/v1/violation-cases/leads', lead('琼案〔2022〕1号', code));
  const address = `/api/v1/violation-cases/${encoded('琼案〔2022〕1号')}`;
  await recorded(`${address}/filing`, { filedOn: '2022-03-05' });
  await recorded(`${address}/investigation`, {
    on: '2022-03-20',
    investigators: ['王芳', '李明'],
    summary: '询问学生',
  });
  await recorded(`${address}/conclusion`, {
    finding: 'ESTABLISHED',
    severity: 'SERIOUS',
    severityReason: '人数较多',
  });
  await recorded(`${address}/closing`, { closedOn: '2022-06-01' });
  await recorded('/api/v1/violation-cases', provenCase('2022-002', code));
  const { caseNo: _, ...row } = provenCase('2022-002', code);
  await corrected('/api/v1/violation-cases/2022-002', { ...row, studentCount: 13, correctionReason: '人数核实' });
  expect((await office.get(`/api/v1/schools/${code}`)).body.counts.cases).toBe(2);
});

it('of decisions and every kind of follow-up', async () => {
  await recorded('/api/v1/violation-cases', provenCase('2022-009', code));
  const [number, second] = ['海教职成〔2022〕7号', '海教职成〔2022〕8号'];
  await recorded('/api/v1/decisions', veto(number, code, '2022-009'));
  await recorded(
    `/api/v1/decisions/${encoded(number)}/schools/${code}/service`,
    { servedOn: '2022-05-10' },
    { actor: '李明' },
  );
  const withdrawal = {
    kind: 'ENROLMENT_RIGHT_WITHDRAWAL',
    basis: ['EDU-76'],
    scope: 'SCHOOL',
    decidedOn: '2022-05-08',
    servedOn: '2022-05-10',
  };
  await recorded('/api/v1/decisions', { ...withdrawal, number: second, school: code, reason: '多次违规' });

  const kinds = [
    { kind: 'STAY', closingOn: '2022-07-01' },
    { kind: 'RESUME' },
    { kind: 'VARY', newYears: [2022, 2023] },
    { kind: 'RECONSIDERATION_ACCEPTED' },
    { kind: 'RECONSIDERATION_UPHELD' },
    { kind: 'RECONSIDERATION_CLOSED' },
    { kind: 'LITIGATION_ACCEPTED' },
    { kind: 'LITIGATION_UPHELD' },
    { kind: 'LITIGATION_CLOSED' },
    { kind: 'LIFT' },
    { kind: 'ANNUL' },
    { kind: 'DECLARE_VOID' },
  ];
  for (const [n, more] of kinds.entries())
    await recorded('/api/v1/follow-ups', followUp(`海教职成〔2022〕${20 + n}号`, number, { ...more, school: code }));
  await recorded('/api/v1/follow-ups', followUp('海教职成〔2022〕40号', second, { kind: 'RESTORE_ENROLMENT_RIGHT' }));
  await recorded('/api/v1/follow-ups', followUp('海教职成〔2022〕41号', second, { kind: 'STAY', servedOn: null }));
  const service = { target: second, servedOn: '2022-06-05' };
  await recorded(`/api/v1/follow-ups/${encoded('海教职成〔2022〕41号')}/service`, service, { actor: '李明' });
  expect((await office.get(`/api/v1/schools/${code}`)).body.counts).toMatchObject({ decisions: 2, followUps: 12 });
});

it('and a retry with its key gets the first answer and records nothing', async () => {
  const headers = { 'idempotency-key': 'c0ffee-1' };
  const body = lead('2022-100', code);
  const first = await recorded('/api/v1/violation-cases/leads', body, { headers });
  const [again, twice] = await Promise.all([
    office.command('/api/v1/violation-cases/leads', body, { headers }),
    office.command('/api/v1/violation-cases/leads', body, { headers }),
  ]);
  expect([again.status, again.body]).toEqual([201, first.body]);
  expect(twice.body).toEqual(first.body);
  const reused = await office.command('/api/v1/violation-cases/leads', lead('2022-101', code), { headers });
  expect([reused.status, reused.body.code]).toEqual([422, 'idempotency-key-reused']);
  const ready = await office.get('/health/ready');
  expect(ready.body.logHead).toBe(first.body.position);
});

it('and If-Match keeps one officer from writing over another', async () => {
  const filing = '/api/v1/violation-cases/2022-200/filing';
  const { body } = await recorded('/api/v1/violation-cases/leads', lead('2022-200', code));
  const stale = await office.command(filing, { filedOn: '2022-03-05' }, { headers: { 'if-match': '"7"' } });
  expect([stale.status, stale.body.code]).toEqual([412, 'revision-mismatch']);
  await recorded(filing, { filedOn: '2022-03-05' }, { headers: { 'if-match': `"${body.revision}"` } });
});

it('and what is recorded already, or otherwise, is told apart', async () => {
  const body = campaign('ZC2023-1');
  await recorded('/api/v1/self-inspection-campaigns', body);
  const same = await office.command('/api/v1/self-inspection-campaigns', { ...body, name: ` ${body.name} ` });
  expect([same.status, same.body.outcome]).toEqual([200, 'unchanged']);
  const differs = await office.command('/api/v1/self-inspection-campaigns', { ...body, dueOn: '2022-04-01' });
  expect([differs.status, differs.body.code]).toEqual([409, 'row-differs-from-record']);
});

it('and the file tells who did what', async () => {
  const { body } = await recorded('/api/v1/violation-cases/leads', lead('2022-300', code));
  await recorded('/api/v1/violation-cases/2022-300/filing', { filedOn: '2022-03-05' }, { actor: '李明' });
  const after = Number(body.position) - 1;
  const file = await office.get(`/api/v1/schools/${code}/file?after=${after}&limit=2`);
  expect(file.body.items).toMatchObject([
    {
      position: body.position,
      actor: 'wangfang',
      actorTrust: 'verified',
      source: 'api',
      days: { actFrom: '2021-09-01' },
    },
    { actor: 'liming', days: { filedOn: '2022-03-05' } },
  ]);
});
