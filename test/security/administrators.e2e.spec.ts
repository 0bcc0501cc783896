import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openLogAt } from '#composition';
import { all } from '#testing';
import { Office, told } from '../journeys/office.ts';
import type { Reply } from '../journeys/office.ts';
import { codeOf, enrol, People } from '../journeys/people.ts';
import type { Credentials } from '../journeys/people.ts';

const accounts = '/api/v1/accounts';
const roles = ['SECURITY_ADMINISTRATOR'];
const reason = '因公';

let office: Office;
let chen: string;
let [li, wang]: [Credentials | undefined, Credentials | undefined] = [undefined, undefined];
beforeAll(async () => {
  office = await Office.open();
  chen = await office.cookieOf(People.administrator);
});
afterAll(() => office.close());

type Sender = string | Credentials | undefined;
type Send = (who: Sender, path: string, body?: object) => Promise<Reply>;
const sendWith =
  (more: Readonly<Record<string, string>>): Send =>
  (who, path, body) =>
    office.send(path.endsWith('/access') ? 'PUT' : 'POST', `${accounts}${path}`, {
      body,
      headers: { cookie: (typeof who === 'string' ? who : who?.cookie) ?? '', ...more },
    });
const send = sendWith({});
const open = (who: Sender, account: string, more: object = {}): Promise<Reply> =>
  send(who, '', { account, name: account, roles, ...more });
const approve = (who: Sender, account: string, proposal: number): Promise<Reply> =>
  send(who, `/${account}/proposals/${proposal}/approval`);
const withdraw = (who: Sender, account: string, proposal: number): Promise<Reply> =>
  send(who, `/${account}/proposals/${proposal}/withdrawal`, { reason });
const waiting = async (): Promise<readonly { readonly account: string; readonly proposal: number }[]> =>
  (await office.get(`${accounts}/proposals`, { cookie: chen })).body.proposals;
const listed = async (account: string) =>
  (await office.get(accounts, { cookie: chen })).body.accounts.find(
    (one: { account: string }) => one.account === account,
  );
const rolesOf = async (who: Sender): Promise<unknown> => {
  const cookie = (typeof who === 'string' ? who : who?.cookie) ?? '';
  const reply = await office.get('/api/v1/session', { cookie });
  return reply.status === 200 ? reply.body.roles : told(reply);
};
/** An officer who is signed in. */
const officer = async (account: string): Promise<Credentials> =>
  enrol(office.url, (await open(chen, account, { roles: ['OFFICER'] })).body.invitation);

describe('the first administrator', () => {
  it('2.3.5 L3 has nobody to ask: their word opens the second one, and the log says that there was nobody else', async () => {
    const opened = await open(chen, 'li.admin');
    expect(opened.status).toBe(201);
    li = await enrol(office.url, opened.body.invitation);
    const { log, close } = await openLogAt({ mode: 'embedded', dataDirectory: office.directory });
    const events = (await all(log.read())).filter(({ type }) => type.startsWith('Account'));
    await close();
    expect(events.map(({ type, metadata }) => [type, metadata['actor']])).toEqual([
      ['AccountOpened', 'setup'],
      ['AccountProposalMade', 'admin'],
      ['AccountProposalApproved', 'admin'],
      ['AccountOpened', 'admin'],
    ]);
    expect(events[2]?.data).toEqual({ account: 'li.admin', proposal: 1, nobodyElse: true });
  });
});

describe('an administrator’s account', () => {
  it('2.3.5 L3 opens, and invites somebody, when another administrator approves what was proposed', async () => {
    const proposed = await open(chen, 'wang.admin');
    expect([proposed.status, Object.keys(proposed.body)]).toEqual([
      202,
      ['account', 'proposal', 'expiresOn', 'position'],
    ]);
    expect(await listed('wang.admin')).toBeUndefined();
    for (const who of [chen, li]) {
      const again = await open(who, 'wang.admin');
      expect([again.status, again.body]).toEqual([202, proposed.body]);
    }
    expect(told(await open(li, 'wang.admin', { districts: ['460106'] }))).toBe('409 proposal-already-open');
    expect(await waiting()).toMatchObject([
      { account: 'wang.admin', name: 'wang.admin', proposal: 1, kind: 'OPEN', access: { roles }, proposedBy: 'admin' },
    ]);
    expect(told(await approve(chen, 'wang.admin', 1))).toBe('403 own-earlier-step');
    expect(told(await approve(await officer('zhao'), 'wang.admin', 1))).toBe('403 role-may-not');
    expect(told(await approve(li, 'wang.admin', 2))).toBe('404 unknown-proposal');
    expect((await approve(li, 'wang.admin', 1)).body.invitation).toEqual(expect.any(String));
    const lost = await approve(li, 'wang.admin', 1); // the answer was lost on the way: sent again
    expect([lost.status, await waiting()]).toEqual([201, []]);
    wang = await enrol(office.url, lost.body.invitation);
    expect(await rolesOf(wang)).toEqual(roles);
    expect(told(await approve(li, 'wang.admin', 1))).toBe('409 account-already-enrolled');
    expect(told(await open(chen, 'wang.admin'))).toBe('409 account-already-opened');
    const keyed = sendWith({ 'idempotency-key': 'opening-hu' });
    const hu = { account: 'hu', name: '胡', roles };
    expect(
      [await keyed(chen, '', hu), await keyed(chen, '', hu)].map(({ status, body }) => [status, body.proposal]),
    ).toEqual([
      [202, 1],
      [202, 1],
    ]);
    expect((await withdraw(li, 'hu', 1)).status).toBe(201);
  });

  it('2.3.5 L3 goes on as before while a reset is only proposed; then neither password nor session opens anything', async () => {
    const reset = async (): Promise<number> => {
      const proposed = await send(chen, '/wang.admin/credential-reset', { reason });
      expect([proposed.status, proposed.body.invitation]).toEqual([202, undefined]);
      return proposed.body.proposal as number;
    };
    const first = await reset();
    expect([await rolesOf(wang), (await listed('wang.admin')).proposal]).toEqual([roles, first]);
    expect(told(await approve(wang, 'wang.admin', first))).toBe('403 own-account');
    expect((await withdraw(wang, 'wang.admin', first)).status).toBe(201); // whoever it is about says no
    expect(told(await approve(li, 'wang.admin', first))).toBe('409 proposal-already-closed');
    const approved = await approve(li, 'wang.admin', await reset());
    expect(approved.status).toBe(201);
    expect(await rolesOf(wang)).toBe('401 sign-in-needed');
    const { account = '', password = '', secret = '' } = wang ?? {};
    const shown = { account, password, code: codeOf(secret, 1) };
    expect(told(await office.send('POST', '/api/v1/session', { body: shown, who: null }))).toBe('401 sign-in-refused');
    wang = await enrol(office.url, approved.body.invitation);
    expect(await rolesOf(wang)).toEqual(roles);
  });

  it('2.3.5 L3 is disabled by one person at once, and enabled by two', async () => {
    expect((await send(li, '/wang.admin/disabling', { reason })).status).toBe(201);
    expect(await rolesOf(wang)).toBe('401 sign-in-needed');
    const enabling = await send(li, '/wang.admin/enabling', { reason: '返岗' });
    expect([enabling.status, await listed('wang.admin')]).toMatchObject([202, { disabled: true }]);
    expect(told(await approve(li, 'wang.admin', enabling.body.proposal))).toBe('403 own-earlier-step');
    const { body } = await approve(chen, 'wang.admin', enabling.body.proposal);
    expect([body.invitation, await listed('wang.admin')]).toMatchObject([null, { disabled: false, proposal: null }]);
  });

  it('2.3.5 L3 gets the role from two and loses it to one, and an approval means what was seen', async () => {
    const sun = await officer('sun');
    const role = { roles, districts: null, reason };
    const proposed = await send(chen, '/sun/access', role);
    expect([proposed.status, await rolesOf(sun)]).toEqual([202, ['OFFICER']]);
    expect((await send(chen, '/sun/access', { roles: ['LEADER'], reason })).status).toBe(201);
    expect(told(await approve(li, 'sun', proposed.body.proposal))).toBe('409 proposal-already-closed');
    expect(await rolesOf(sun)).toEqual(['LEADER']);
    const again = await send(chen, '/sun/access', role);
    expect((await approve(li, 'sun', again.body.proposal)).status).toBe(201);
    expect(await rolesOf(sun)).toEqual(roles);
    const less = await send(chen, '/sun/access', { roles: ['OFFICER'], districts: null, reason });
    expect([less.status, await rolesOf(sun)]).toEqual([201, ['OFFICER']]);
  });

  it('2.3.5 L3 is entered by no command of before that is sent again', async () => {
    const keyed = sendWith({ 'idempotency-key': 'reset-of-gao' });
    await officer('gao');
    const reset = await keyed(chen, '/gao/credential-reset', { reason });
    const gao = await enrol(office.url, reset.body.invitation);
    const { body } = await send(chen, '/gao/access', { roles, districts: null, reason });
    await approve(li, 'gao', body.proposal);
    expect(told(await keyed(chen, '/gao/credential-reset', { reason }))).toBe('409 account-already-enrolled');
    expect(told(await open(chen, 'gao', { roles: ['OFFICER'] }))).toBe('409 account-already-opened');
    expect(await rolesOf(gao)).toEqual(roles);
    expect((await send(li, '/gao/disabling', { reason })).status).toBe(201);
  });
});

describe('an office whose other administrators have left', () => {
  it('2.3.5 L3 takes one word again', async () => {
    for (const account of ['li.admin', 'wang.admin'])
      expect((await send(chen, `/${account}/disabling`, { reason })).status).toBe(201);
    const opened = await open(chen, 'ma.admin');
    expect([opened.status, opened.body.invitation]).toEqual([201, expect.any(String)]);
    expect((await open(chen, 'tang.admin')).status).toBe(202);
  });
});
