import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { operationsOf } from '../journeys/any-request/described-operations.ts';
import type { Operation } from '../journeys/any-request/described-operations.ts';
import { campaign, provenCase, publicSchool, veto } from '../journeys/contents.ts';
import { Office, told } from '../journeys/office.ts';
import { examplePath, exampleText } from './examples.ts';

const school = '3646016301';
let office: Office;
let commands: readonly Operation[];

beforeAll(async () => {
  office = await Office.open();
  await office.gather();
  await office.command('/api/v1/schools', publicSchool(school));
  commands = operationsOf(office.document).filter(({ body }) => body?.type === 'application/json');
});
afterAll(() => office.close());

const head = async (): Promise<string> => (await office.get('/health/ready')).body.logHead as string;

it('3.5.1 L1 refuses commands from pages of other sites, whatever they are sent as', async () => {
  const sites = [
    { origin: 'https://elsewhere.example' },
    { origin: 'null' },
    { origin: `${office.url}.elsewhere.example` },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'same-site', origin: 'http://localhost:1' },
  ];
  for (const headers of sites)
    for (const operation of commands) {
      const sent = {
        method: operation.method,
        headers: { 'content-type': 'application/json', ...headers } as Readonly<Record<string, string>>,
      };
      expect(told(await office.command(examplePath(operation), exampleText(operation), sent))).toBe('403 cross-origin');
    }
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
    expect(
      (
        await office.command('/api/v1/schools', exampleText(commands[0] as Operation), {
          headers: { 'content-type': type },
        })
      ).status,
    ).toBe(415);
});

it('3.5.3 L1 changes nothing by a safe method', async () => {
  const before = await head();
  for (const operation of operationsOf(office.document).filter(({ template }) => !template.endsWith('/stream')))
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      const { status } = await office.send(method, examplePath(operation));
      expect([200, 304, 400, 404, 405]).toContain(status);
    }
  expect(await head()).toBe(before);
});

it('14.2.1 L1 takes no name or key from an address', async () => {
  for (const parameter of ['actor', 'session', 'key', 'access_token', 'Idempotency-Key'])
    expect((await office.get(`/api/v1/eligibility/${school}?${parameter}=x`)).status).toBe(400);
  const response = await fetch(`${office.url}/api/v1/schools?session=${'a'.repeat(43)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(publicSchool('3646016203')),
  });
  expect(((await response.json()) as { code: string }).code).toBe('sign-in-needed');
});

describe('a procedure', () => {
  it('2.3.1 L1 cannot be entered in its middle', async () => {
    const report = `/api/v1/self-inspection-campaigns/NONE/reports/${school}`;
    const before = await head();
    for (const [path, body] of [
      ['/api/v1/violation-cases/none/conclusion', { finding: 'ESTABLISHED', severity: 'SERIOUS', severityReason: 'x' }],
      ['/api/v1/violation-cases/none/closing', { closedOn: '2022-03-05' }],
      [`/api/v1/decisions/none/schools/${school}/service`, { servedOn: '2022-05-10' }],
      [`${report}/acceptance`, { on: '2022-03-05' }],
      [`${report}/items/1/closing`, { closedOn: '2022-03-05' }],
    ] as const)
      expect([404, 409, 422]).toContain((await office.command(path, body)).status);
    expect(await head()).toBe(before);
    const unproven = await office.command('/api/v1/decisions', veto('A', school, 'none'));
    expect(unproven.status).toBe(422);
  });

  it('2.3.3 L2 is taken as a whole or not at all', async () => {
    await office.command('/api/v1/self-inspection-campaigns', campaign('ALL'));
    const report = `/api/v1/self-inspection-campaigns/ALL/reports/${school}`;
    const item = { itemNo: '1', category: 'HIDDEN_ENROLMENT', foundOn: '2022-03-10', status: 'NOT_RECTIFIED' };
    const days = { filedOn: '2022-03-15', signedOn: '2022-03-15' };
    const before = await head();
    const closed = { ...item, itemNo: '3', closedOn: '2022-04-25' };
    const wrong = [
      closed,
      { ...closed, orderedOn: '2022-03-20', rectifyBy: '2022-03-01' },
      { ...item, studentCount: 9 },
    ];
    for (const last of wrong) {
      const items = [item, { ...item, itemNo: '2' }, last];
      expect([409, 422]).toContain((await office.command(report, { ...days, items })).status);
      expect(await head()).toBe(before);
    }
    expect((await office.command(report, { ...days, items: [item, { ...item, itemNo: '2' }] })).status).toBe(201);
  });

  it('15.4.2 L3 decides on what was looked at, and on nothing newer', async () => {
    const { body } = await office.command('/api/v1/violation-cases', provenCase('2022-900', school));
    expect(
      (
        await office.command('/api/v1/violation-cases', {
          ...provenCase('2022-900', school),
          correctionReason: 'x',
          studentCount: 5,
        })
      ).status,
    ).toBe(200);
    const stale = { closedOn: '2022-04-05' };
    const late = await office.command('/api/v1/violation-cases/2022-900/closing', stale, {
      headers: { 'if-match': `"${body.revision}"` },
    });
    expect(told(late)).toBe('412 revision-mismatch');
    const changes = Array.from({ length: 8 }, (_, at) =>
      office.command(
        '/api/v1/violation-cases',
        { ...provenCase('2022-900', school), studentCount: 10 + at, correctionReason: 'x' },
        { headers: { 'if-match': `"${Number(body.revision) + 1}"` } },
      ),
    );
    const statuses = (await Promise.all(changes)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 412 || status === 409)).toHaveLength(7);
  });
});
