import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publicSchool } from '../journeys/contents.ts';
import { Office, told } from '../journeys/office.ts';
import type { Reply } from '../journeys/office.ts';
import { codeOf, cookieIn, People } from '../journeys/people.ts';
import type { Person } from '../journeys/people.ts';
import { accessRecordsOf } from './access-records.ts';

const person = (account: string, more: Partial<Person> = {}): Person => ({
  account,
  name: account,
  roles: ['OFFICER'],
  ...more,
});
const accounts = '/api/v1/accounts';
const school = '3646016701';

let office: Office;
beforeAll(async () => {
  office = await Office.open();
  await office.gather();
});
afterAll(() => office.close());

const signIn = (body: object): Promise<Reply> => office.send('POST', '/api/v1/session', { body, who: null });
const profile = (cookie: string): Promise<Reply> => office.get('/api/v1/session', { cookie });

describe('the first person', () => {
  it('comes by the setup token, which is good once', async () => {
    const again = { token: 'x'.repeat(43), account: 'second', name: '二' };
    expect(told(await office.send('POST', '/api/v1/setup', { body: again, who: null }))).toBe(
      '422 setup-token-unknown',
    );
  });

  it('6.3.2 L1 is the only one: there is no account that nobody opened', async () => {
    const { body } = await office.get(accounts);
    const opened = body.accounts.map(({ account }: { account: string }) => account);
    expect(opened).toEqual(['admin', 'approver', 'auditor', 'liming', 'operator', 'spare', 'wangfang']);
    for (const account of ['root', 'redline', 'setup'])
      expect(told(await signIn({ account, password: 'admin admin admin', code: '000000' }))).toBe(
        '401 sign-in-refused',
      );
  });
});

describe('somebody who signs in', () => {
  it('6.3.3 L2 needs both factors, each time, whatever the role', async () => {
    const { account, password, secret } = await office.people.signedIn(person('zhang.san', { roles: ['LEADER'] }));
    expect(told(await signIn({ account, password }))).toBe('400 validation-failed');
    expect(told(await signIn({ account, password, code: codeOf(secret, -9) }))).toBe('401 sign-in-refused');
    expect(told(await signIn({ account, password: 'something else here', code: codeOf(secret) }))).toBe(
      '401 sign-in-refused',
    );
    const { status, headers } = await signIn({ account, password, code: codeOf(secret, 1) });
    expect(status).toBe(201);
    expect((await profile(cookieIn(headers))).body).toMatchObject({ account, roles: ['LEADER'], steppedUp: true });
  });

  it('without the phone uses a recovery code, once', async () => {
    const { account, password, recoveryCodes } = await office.people.signedIn(person('li.si'));
    const [recoveryCode] = recoveryCodes;
    expect((await signIn({ account, password, recoveryCode })).status).toBe(201);
    expect(told(await signIn({ account, password, recoveryCode }))).toBe('401 sign-in-refused');
  });

  it('gets another cookie with another proof, and the old one opens nothing', async () => {
    const { password, secret, cookie } = await office.people.signedIn(person('wang.wu'));
    const proved = await office.send('POST', '/api/v1/session/proof', {
      body: { password, code: codeOf(secret) },
      headers: { cookie },
    });
    expect(proved.status).toBe(201);
    expect(told(await profile(cookie))).toBe('401 sign-in-needed');
    expect((await profile(cookieIn(proved.headers))).status).toBe(200);
  });

  it('signs out, and is a stranger', async () => {
    const { cookie } = await office.people.signedIn(person('zhao.liu'));
    const { status, headers } = await office.send('DELETE', '/api/v1/session', { headers: { cookie } });
    expect([status, headers.getSetCookie()[0]?.includes('Max-Age=0')]).toEqual([204, true]);
    expect(told(await profile(cookie))).toBe('401 sign-in-needed');
  });

  it('chooses no password that others choose', async () => {
    const opened = await office.command(accounts, person('qian.qi'));
    const { invitation } = opened.body;
    for (const [password, code] of [
      ['short', 'password-too-short'],
      ['x'.repeat(129), 'password-too-long'],
      ['password1234', 'password-too-common'],
    ] as const)
      expect(told(await office.send('POST', '/api/v1/enrolment', { body: { invitation, password }, who: null }))).toBe(
        `422 ${code}`,
      );
  });
});

describe('a security administrator', () => {
  it('7.4.2 L1 lets somebody go: every session of theirs ends at once', async () => {
    const leaving = person('sun.ba');
    const { cookie } = await office.people.signedIn(leaving);
    expect((await profile(cookie)).status).toBe(200);
    expect((await office.command(`${accounts}/sun.ba/disabling`, { reason: '离职' })).status).toBe(201);
    expect(told(await profile(cookie))).toBe('401 sign-in-needed');
    const { account, password, secret } = await office.people.signedIn(leaving);
    expect(told(await signIn({ account, password, code: codeOf(secret, 1) }))).toBe('401 sign-in-refused');
  });

  it('gives other roles, which hold from the next request on', async () => {
    const { cookie } = await office.people.signedIn(person('zhou.jiu'));
    expect((await office.get('/api/v1/schools', { cookie })).status).toBe(200);
    const change = { roles: ['AUDITOR'], districts: null, reason: '调任审计' };
    const { body } = await office.command(`${accounts}/zhou.jiu/access`, change, { method: 'PUT' });
    await office.get(`/api/v1/schools?minPosition=${body.position}`);
    expect(told(await office.get('/api/v1/schools', { cookie }))).toBe('403 role-may-not');
  });

  it('7.5.1 L2 proves who it is before accounts and roles change, and never changes the own', async () => {
    const second = person('chen.er', { roles: ['SECURITY_ADMINISTRATOR'] });
    await office.people.signedIn(second);
    const own = await office.command(`${accounts}/chen.er/disabling`, { reason: 'x' }, { actor: second });
    expect([403, 422]).toContain(own.status);
    const access = { roles: ['AUDITOR'], reason: 'x' };
    expect(told(await office.command(`${accounts}/chen.er/access`, access, { method: 'PUT', actor: second }))).toBe(
      '403 own-account',
    );
  });

  it('sees where somebody is signed in, and ends one session', async () => {
    const { cookie } = await office.people.signedIn(person('wu.shi'));
    const { body } = await office.get(`${accounts}/wu.shi/sessions`);
    expect(body.sessions).toMatchObject([{ address: '127.0.0.1' }]);
    const { status } = await office.send('DELETE', `${accounts}/wu.shi/sessions/${body.sessions[0].id}`);
    expect(status).toBe(204);
    expect(told(await profile(cookie))).toBe('401 sign-in-needed');
  });

  it('resets who lost everything: the old password is gone, an invitation is there', async () => {
    const lost = person('zheng.shiyi');
    const { cookie } = await office.people.signedIn(lost);
    const reset = await office.command(`${accounts}/zheng.shiyi/credential-reset`, { reason: '手机丢失' });
    expect(reset.status).toBe(201);
    expect(reset.body.invitation).toEqual(expect.any(String));
    expect(told(await profile(cookie))).toBe('401 sign-in-needed');
  });

  it('opens no account with roles that exclude each other, and none twice with other content', async () => {
    const both = person('he.er', { roles: ['OFFICER', 'AUDITOR'] });
    expect((await office.command(accounts, both)).status).toBe(422);
    expect((await office.command(accounts, person('wangfang', { roles: ['LEADER'] }))).status).toBe(409);
  });
});

describe('what happened', () => {
  const records = () => accessRecordsOf(office);

  it('16.3.1 L2 every sign-in is on record, and every refused one, without what may be a password', async () => {
    await signIn({ account: 'wangfang', password: 'not the right one', code: '000000' });
    await signIn({ account: 'my-secret-password', password: 'not the right one', code: '000000' });
    const all = await records();
    expect(all.filter(({ type, data }) => type === 'SignedIn' && data['account'] === 'admin')).not.toEqual([]);
    const refusals = all.filter(({ type }) => type === 'SignInRefused').map(({ data }) => data['account']);
    expect(refusals).toEqual(expect.arrayContaining(['wangfang', null]));
    expect(JSON.stringify(all)).not.toContain('my-secret-password');
  });

  it('6.3.1 L1 guessed passwords show in what alarms look at', async () => {
    const refused = async (): Promise<number> => {
      const { body } = await office.get('/metrics');
      return Number(/^access_events_total\{type="SignInRefused"\} (\d+)$/m.exec(body as string)?.[1]);
    };
    const before = await refused();
    await signIn({ account: 'nobody.here', password: 'not the right one', code: '000000' });
    expect(await refused()).toBe(before + 1);
  });

  it('16.3.1 L2 so is every fresh proof, and every refused one', async () => {
    const cookie = await office.cookieOf('王芳');
    const refused = { password: 'not the right one', code: '000000' };
    const before = (await records()).length;
    expect(told(await office.send('POST', '/api/v1/session/proof', { body: refused, headers: { cookie } }))).toBe(
      '401 sign-in-refused',
    );
    const noted = (await records()).slice(before);
    expect(noted.map(({ type, data }) => [type, data['account'], data['reason']])).toContainEqual([
      'SignInRefused',
      'wangfang',
      'sign-in-refused',
    ]);
  });

  it('16.3.2 L2 a denial is on record, by the guard and by the command desk alike, and a flood of them is two', async () => {
    await office.command('/api/v1/schools', publicSchool(school));
    const narrow = person('feng.liu', { districts: ['460107'] });
    for (let n = 0; n < 5; n += 1)
      expect(told(await office.send('GET', '/metrics', { who: narrow }))).toBe('403 role-may-not');
    const changed = await office.command(
      `/api/v1/schools/${school}/changes`,
      { kind: 'RENAMED', value: '新名', approvedOn: '2022-01-10' },
      { actor: narrow },
    );
    expect(told(changed)).toBe('403 other-district');
    const denied = (await records()).filter(
      ({ type, data }) => type === 'AccessDenied' && data['actor'] === 'feng.liu',
    );
    expect(denied.map(({ data }) => [data['action'], data['reason'], data['about'], data['times']])).toEqual([
      ['READ_METRICS', 'role-may-not', null, 1],
      ['RECORD_SCHOOL_CHANGE', 'other-district', school, 1],
    ]);
  });

  it('16.2.1 L2 each says who, what, when and from where', async () => {
    const visits = (await records()).filter(({ type }) => /^(?:Sign|SteppedUp|AccessDenied)/.test(type));
    expect(new Set(visits.map(({ type }) => type)).size).toBe(5);
    for (const { data } of visits) {
      expect(Object.keys(data)).toEqual(expect.arrayContaining(['at', 'address']));
      expect('account' in data || 'actor' in data).toBe(true);
    }
  });

  it('16.2.1 L2 shows who was given which roles, by whom, and when', async () => {
    const opened = (await records()).filter(({ type }) => type === 'AccountOpened');
    const [first, second] = opened;
    expect(first).toMatchObject({ recordedBy: 'setup', data: { account: 'admin' } });
    expect(second).toMatchObject({ recordedBy: 'admin', recordedAt: expect.stringMatching(/Z$/) });
    expect(opened.every(({ data }) => Array.isArray(data['roles']))).toBe(true);
  });

  it('of accounts is in the log under who did it', async () => {
    expect(
      (await office.get('/api/v1/session', { cookie: await office.cookieOf(People.administrator) })).body,
    ).toMatchObject({ account: 'admin', name: '陈管理', roles: ['SECURITY_ADMINISTRATOR'] });
  });
});
