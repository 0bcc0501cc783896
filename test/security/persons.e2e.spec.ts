import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provenCase, publicSchool } from '../journeys/contents.ts';
import { Office } from '../journeys/office.ts';
import type { Reply } from '../journeys/office.ts';
import type { Person } from '../journeys/people.ts';

// Persons whom cases concern: what a purpose, an approval and an erasure are worth, over a real service and its files.

const school = '3646016601';
const caseNo = '2022-066';
const districts = ['460108'];
const officer: Person = { account: 'officer-p', name: '周经办', roles: ['OFFICER'], districts };
const approver: Person = { account: 'approver-p', name: '吴审批', roles: ['APPROVER'], districts };
const elsewhere: Person = { account: 'officer-e', name: '郑经办', roles: ['OFFICER'], districts: ['460105'] };
const auditor: Person = { account: 'auditor-p', name: '冯审计', roles: ['AUDITOR'] };

const child = { name: '李小明', idNumber: '46010020100101001X', contact: '13800138000', note: '退费账户 6222 0000' };
const body = { caseNo, capacity: 'STUDENT', minor: true, ...child };
const wanted = { purpose: 'REDRESS', reason: '核对退费名单' };
const at = (person: string, ...rest: readonly string[]): string =>
  ['/api/v1/schools', school, 'persons', person, ...rest].join('/');

const dataDirectory = mkdtempSync(join(tmpdir(), 'persons-'));
const place = { mode: 'embedded', dataDirectory } as const;

let office: Office;
beforeAll(async () => {
  office = await Office.open(place);
  await office.command('/api/v1/schools', { ...publicSchool(school), district: '460108' });
  await office.command('/api/v1/violation-cases', provenCase(caseNo, school));
  const { body: ready } = await office.get('/health/ready');
  await office.get(`/api/v1/schools?minPosition=${ready.logHead}`);
});
afterAll(async () => {
  await office.close();
  rmSync(dataDirectory, { recursive: true });
});

const put = (person: string, over: object = {}, headers: Readonly<Record<string, string>> = {}): Promise<Reply> =>
  office.send('PUT', at(person), { who: officer, body: { ...body, ...over }, headers });
const post = (who: Person, path: string, sent: object): Promise<Reply> =>
  office.send('POST', path, { who, body: sent });
const said = ({ status, body: answer }: Reply): readonly unknown[] => [status, answer.code ?? answer.outcome];

/** Every byte that the service keeps or says of itself. */
const everything = (): string => {
  const files = readdirSync(dataDirectory, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  return [...files, ...office.lines].join('\n');
};

/** For how many persons the vault has a key. */
const keyCount = (): unknown => {
  const database = new Database(join(dataDirectory, 'vault.db'), { readonly: true });
  try {
    return database.prepare('SELECT count(*) FROM subject_key').pluck().get();
  } finally {
    database.close();
  }
};

const trail = async (): Promise<
  readonly { readonly type: string; readonly recordedBy: string; readonly data: object }[]
> => {
  const items = [];
  for (let after: string | null = '0'; after !== null;) {
    const { body: part } = await office.send('GET', `/api/v1/access-records?limit=200&after=${after}`, {
      who: auditor,
    });
    items.push(...part.items);
    after = part.next;
  }
  return items;
};

describe('personal data', () => {
  it('goes into no file and no line in clear, and is not shown by any list', async () => {
    const first = await put('1', {}, { 'idempotency-key': 'person-1' });
    expect(said(first)).toEqual([201, 'recorded']);
    expect(said(await put('1', {}, { 'idempotency-key': 'person-1' }))).toEqual([201, 'recorded']);
    expect(said(await put('1'))).toEqual([200, 'unchanged']);
    expect(said(await put('1', { contact: '13900139000' }))).toEqual([409, 'row-differs-from-record']);
    const { body: list } = await office.send('GET', at('').replace(/\/$/, ''), { who: officer });
    expect(list.persons).toMatchObject([
      { person: '1', capacity: 'STUDENT', minor: true, fields: ['contact', 'idNumber', 'name', 'note'], erased: false },
    ]);
    const file = await office.send('GET', `/api/v1/schools/${school}/file`, { who: officer });
    const told = [everything(), JSON.stringify(list), JSON.stringify(file.body)].join('\n');
    for (const text of Object.values(child)) expect(told).not.toContain(text);
  });

  it('is not repeated by a refusal', async () => {
    const refused = [
      await put('2', { name: `${child.name}\u0000` }),
      await put('2', { idNumber: child.idNumber.repeat(9) }),
      await put('2', { caseNo: '2022-999' }),
      await put('2', { surprise: child.name }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([400, 400, 422, 400]);
    for (const reply of refused) expect(JSON.stringify(reply.body)).not.toMatch(/李小明|4601002010/);
    expect(everything()).not.toMatch(/李小明|4601002010/);
  });

  it('has no key in the vault for whoever was not recorded', async () => {
    const before = keyCount();
    const refused = [
      await put('4', { caseNo: '2022-999' }),
      await put('0', {}),
      await put('4', {}, { 'if-match': '"9"' }),
      await office.send('PUT', at('4'), { who: elsewhere, body }),
      await office.send('PUT', at('4'), { who: auditor, body }),
    ];
    expect(refused.map(({ status }) => status >= 400)).toEqual(refused.map(() => true));
    expect(keyCount()).toBe(before);
  });

  it("of a minor is shown for a purpose that somebody else approved, and each look is on the auditors' record", async () => {
    expect(said(await post(officer, at('1', 'look'), wanted))).toEqual([422, 'look-not-approved']);
    expect(said(await post(officer, at('1', 'look-requests'), wanted))).toEqual([201, 'recorded']);
    const approval = at('1', 'look-requests', officer.account, 'approval');
    expect(said(await post(officer, approval, { purpose: 'REDRESS' }))).toEqual([403, 'role-may-not']);
    expect(said(await post(approver, approval, { purpose: 'REVIEW' }))).toEqual([422, 'look-request-differs']);
    expect(said(await post(approver, approval, { purpose: 'REDRESS' }))).toEqual([201, 'recorded']);
    const seen = await post(officer, at('1', 'look'), wanted);
    expect(seen.status).toBe(200);
    expect(seen.headers.get('cache-control')).toBe('no-store');
    expect(seen.body).toEqual({ capacity: 'STUDENT', minor: true, ...child, position: expect.stringMatching(/^\d+$/) });
    const headers = { 'idempotency-key': 'a-look' };
    for (let n = 0; n < 2; n += 1)
      expect(await office.send('POST', at('1', 'look'), { who: officer, body: wanted, headers })).toMatchObject({
        status: 200,
      });
    const looks = (await trail()).filter(({ type }) => type.startsWith('Person'));
    expect(looks.map(({ type, recordedBy }) => [type, recordedBy])).toEqual([
      ['PersonLookRequested', officer.account],
      ['PersonLookApproved', approver.account],
      ['PersonLookedAt', officer.account],
      ['PersonLookedAt', officer.account],
      ['PersonLookedAt', officer.account], // sent again with the same key: shown again, and written down again
    ]);
    expect(looks[2]?.data).toMatchObject({ school, person: '1', ...wanted, minor: true, address: '127.0.0.1' });
    expect(JSON.stringify(looks)).not.toMatch(/李小明|4601002010|13800138000/);
  });

  it('is for nobody else: an approver without approval of their own, another district, an auditor, a stranger', async () => {
    expect(said(await post(approver, at('1', 'look'), wanted))).toEqual([422, 'look-not-approved']);
    expect(said(await post(elsewhere, at('1', 'look'), wanted))).toEqual([403, 'other-district']);
    expect(said(await post(auditor, at('1', 'look'), wanted))).toEqual([403, 'role-may-not']);
    const stranger = await office.send('POST', at('1', 'look'), { who: null, body: wanted });
    expect(said(stranger)).toEqual([401, 'sign-in-needed']);
    expect(said(await post(officer, at('9', 'look'), wanted))).toEqual([404, 'unknown-person']);
    const denied = (await trail()).filter(({ type }) => type === 'AccessDenied');
    expect(denied.map(({ data }) => data)).toContainEqual(
      expect.objectContaining({ actor: elsewhere.account, action: 'REVEAL_PERSONAL_DATA', about: school }),
    );
  });

  it('of somebody grown is shown for a purpose alone', async () => {
    expect(
      said(await put('3', { minor: false, capacity: 'GUARDIAN', idNumber: null, contact: null, note: null })),
    ).toEqual([201, 'recorded']);
    const seen = await post(approver, at('3', 'look'), { ...wanted, purpose: 'SERVICE' });
    expect(seen.body).toMatchObject({ name: child.name, idNumber: null, contact: null, note: null });
    expect(said(await post(approver, at('3', 'look'), { ...wanted, reason: '证号46010020100101001X' }))).toEqual([
      422,
      'personal-data-in-reason',
    ]);
    expect(said(await post(approver, at('3', 'look'), { reason: '看看' }))).toEqual([400, 'validation-failed']);
  });

  it('that two persons erased is gone: from answers, from the vault, and after a copy of it was put back', async () => {
    const erasure = { ground: 'UNLAWFUL', reason: '不应收集' };
    expect(said(await post(approver, at('1', 'erasure'), { ground: 'UNLAWFUL' }))).toEqual([
      422,
      'erasure-not-proposed',
    ]);
    expect(said(await post(officer, at('1', 'erasure-proposal'), { ...erasure, ground: 'PURPOSE_ACHIEVED' }))).toEqual([
      422,
      'case-still-open',
    ]);
    expect(said(await post(officer, at('1', 'erasure-proposal'), erasure))).toEqual([201, 'recorded']);
    expect(said(await post(officer, at('1', 'erasure'), { ground: 'UNLAWFUL' }))).toEqual([403, 'role-may-not']);
    const files = ['vault.db', 'vault.db-wal'].map((name) => join(dataDirectory, name));
    const bytes = (): string => files.map((name) => readFileSync(name, 'latin1')).join('');
    for (const name of files) copyFileSync(name, `${name}.copy`);
    const copied = bytes();
    expect(said(await post(approver, at('1', 'erasure'), { ground: 'UNLAWFUL' }))).toEqual([201, 'recorded']);
    expect(said(await post(approver, at('1', 'erasure'), { ground: 'UNLAWFUL' }))).toEqual([200, 'unchanged']);
    expect(said(await post(officer, at('1', 'look'), wanted))).toEqual([409, 'person-already-erased']);
    const others = keyCount();
    expect(said(await put('1'))).toEqual([409, 'person-already-erased']);
    expect(keyCount()).toBe(others); // no key is made for somebody who is never recorded again
    const erased = (await trail()).find(({ type }) => type === 'PersonErased');
    const { subject } = (erased?.data ?? {}) as { readonly subject: string };
    expect(subject).toMatch(/^s_/);
    expect(copied).toContain(subject);
    expect(bytes()).not.toContain(subject);
    expect((await post(approver, at('3', 'look'), { ...wanted, purpose: 'SERVICE' })).status).toBe(200);
    // Somebody puts back the vault as it was: the log says what has to go again.
    await office.close();
    rmSync(join(dataDirectory, 'vault.db-shm'), { force: true });
    for (const name of files) copyFileSync(`${name}.copy`, name);
    expect(bytes()).toContain(subject);
    office = await Office.open(place, { colleagues: office.people });
    expect(bytes()).not.toContain(subject);
    expect((await post(approver, at('3', 'look'), { ...wanted, purpose: 'SERVICE' })).status).toBe(200);
  });
});
