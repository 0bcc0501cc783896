import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { RealProvider } from '../../libs/platform/identity-provider/fake/real-provider.ts';
import type { ProviderAccount } from '../../libs/platform/identity-provider/fake/real-provider.ts';
import { Person } from '../../libs/platform/identity-provider/fake/person.ts';
import type { Entered } from '../../libs/platform/identity-provider/fake/person.ts';
import { Browser, publicUrl, redirectUri, settingsOf } from '../journeys/browser.ts';
import { provenCase, publicSchool, veto } from '../journeys/contents.ts';
import { Office, told } from '../journeys/office.ts';
import type { Reply } from '../journeys/office.ts';
import { accessRecordsOf } from './access-records.ts';

const school = '3646016801';
const profilePath = '/api/v1/session';

/** Whom the provider knows; a test changes what it says of somebody by writing here. */
const known: Record<string, ProviderAccount> = {
  'li-wei': { name: '李伟', roles: ['OFFICER'], districts: ['460105'] },
  'li-na': { roles: ['OFFICER'], districts: ['460105'] },
  'he-jun': { roles: ['OFFICER'], districts: ['460105'] },
  leaver: { roles: ['LEADER'], districts: ['460100'] },
  guest: { roles: ['guests'] },
  both: { roles: ['OFFICER', 'AUDITOR'], districts: ['460105'] },
  nowhere: { roles: ['OFFICER'] },
  homeless: { roles: ['SCHOOL_STAFF'] },
};
const as = (login: string): Entered => ({ login, amr: ['pwd', 'otp'] });

let real: RealProvider;
let office: Office;
beforeAll(async () => {
  real = await RealProvider.start({ redirectUri, accounts: known });
  const oidc = settingsOf({
    REDLINE_OIDC_ISSUER: real.issuer,
    REDLINE_OIDC_CLIENT_ID: 'redline',
    REDLINE_OIDC_CLIENT_SECRET: real.secret,
  });
  office = await Office.open(undefined, { publicUrl, oidc });
  await office.gather();
  await office.command('/api/v1/schools', publicSchool(school));
  await office.command('/api/v1/violation-cases', provenCase('线索2022-801', school));
});
afterAll(async () => {
  await office.close();
  await real.stop();
});

const records = () => accessRecordsOf(office);
/** How the last sign-in that failed stands in the record. */
const lastRefusal = async (): Promise<readonly unknown[]> => {
  const last = (await records()).findLast(({ type }) => type === 'SignInRefused');
  return [last?.data['account'], last?.data['reason']];
};
const accountIn = async (browser: Browser): Promise<string> => (await browser.get(profilePath)).body.account as string;

describe('somebody whom a provider vouches for', () => {
  it('signs in, and has an account with what the claims give', async () => {
    const browser = new Browser(office);
    const reply = await browser.signIn(as('li-wei'));
    expect([reply.status, reply.headers.get('location'), reply.body]).toEqual([303, profilePath, '']);
    const { body } = await browser.get(profilePath);
    expect(body).toMatchObject({ name: '李伟', roles: ['OFFICER'], districts: ['460105'], schools: [] });
    expect(body.account).toMatch(/^oidc-[\da-f]{32}$/);
    const opened = (await office.get('/api/v1/accounts')).body.accounts as { account: string; identity: unknown }[];
    expect(opened.find(({ account }) => account === body.account)).toMatchObject({
      identity: { issuer: real.issuer, subject: 'li-wei' },
      conflicts: [],
    });
    const { data } = (await records()).findLast(({ type }) => type === 'SignedIn') ?? {};
    expect(data).toMatchObject({ account: body.account, method: 'IDENTITY_PROVIDER', address: '127.0.0.1' });
  });

  it('3.3.1 L1 holds a cookie of ours alone, and of the way there nothing that can be read', async () => {
    const browser = new Browser(office);
    const begun = await browser.get('/api/v1/session/provider');
    const [line = ''] = begun.headers.getSetCookie();
    expect(line).toMatch(/^__Host-signin=[\w-]+; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=600$/);
    const address = new URL(begun.headers.get('location') ?? '');
    expect(address.searchParams.get('redirect_uri')).toBe(redirectUri);
    for (const name of ['state', 'nonce'])
      expect(Buffer.from(line, 'base64url').toString('latin1')).not.toContain(address.searchParams.get(name));
    const back = await browser.person.goes(address.href, redirectUri, as('li-wei'));
    const { headers } = await browser.get(`${back.pathname}${back.search}`);
    expect(headers.getSetCookie().map((one) => one.split('=')[0])).toEqual(['__Host-signin', '__Host-sid']);
    expect(headers.getSetCookie()[0]).toContain('Max-Age=0');
  });

  it('comes in again by the same account, and with other claims has other access, but the conflicts recorded here', async () => {
    const browser = new Browser(office);
    await browser.signIn(as('li-na'));
    const account = await accountIn(browser);
    const change = { roles: ['OFFICER'], districts: ['460105'], conflicts: [school], reason: '亲属任职' };
    const put = await office.command(`/api/v1/accounts/${account}/access`, change, { method: 'PUT' });
    expect(put.status).toBe(201);
    known['li-na'] = { roles: ['LEADER', 'OFFICER'], districts: ['460100'] };
    const later = new Browser(office);
    expect((await later.signIn(as('li-na'))).status).toBe(303);
    expect((await later.get(profilePath)).body).toMatchObject({
      account,
      roles: ['LEADER', 'OFFICER'],
      districts: ['460100'],
    });
    const { accounts } = (await office.get('/api/v1/accounts')).body;
    expect(accounts.find((one: { account: string }) => one.account === account).conflicts).toEqual([school]);
    expect((await browser.get(profilePath)).body.roles).toEqual(['LEADER', 'OFFICER']);
  });

  it('has no password here to prove or to change', async () => {
    const browser = new Browser(office);
    await browser.signIn(as('li-wei'));
    const proof = { password: 'four unrelated words', code: '000000' };
    expect(told(await browser.send('POST', '/api/v1/session/proof', proof))).toBe('409 no-password-here');
    const change = { ...proof, newPassword: 'four quite other words' };
    expect(told(await browser.send('PUT', '/api/v1/session/password', change))).toBe('409 no-password-here');
  });

  it('does not sign in with a password, and who has one here does not prove it elsewhere', async () => {
    const body = { account: 'wangfang', password: 'four unrelated words', code: '000000' };
    expect(told(await office.send('POST', profilePath, { body, who: null }))).toBe('401 sign-in-refused');
    expect(told(await office.send('GET', '/api/v1/session/provider?again=true'))).toBe('409 password-here');
    expect(told(await office.send('GET', '/api/v1/session/provider?again=true', { who: null }))).toBe(
      '401 sign-in-needed',
    );
    expect(told(await office.send('GET', '/api/v1/session/provider?again=yes', { who: null }))).toBe(
      '400 validation-failed',
    );
  });
});

describe('somebody who is not let in', () => {
  const refused = async (reply: Promise<Reply>): Promise<readonly unknown[]> => [
    told(await reply),
    ...(await lastRefusal()),
  ];

  it.each([
    ['guest', 'claims-without-role'],
    ['both', 'claims-not-combinable'],
    ['nowhere', 'bad-account-districts'],
    ['homeless', 'staff-without-school'],
  ])('has claims that give nothing: %s', async (login, reason) => {
    const browser = new Browser(office);
    expect(await refused(browser.signIn(as(login)))).toEqual(['403 claims-refused', null, reason]);
    expect(told(await browser.get(profilePath))).toBe('401 sign-in-needed');
  });

  it('used no second factor, or turned back', async () => {
    const weak = new Browser(office).signIn({ login: 'li-wei', amr: ['pwd'] });
    expect(await refused(weak)).toEqual(['401 provider-refused', null, 'provider-refused']);
    const turned = new Browser(office).signIn({ ...as('li-wei'), cancel: true });
    expect(await refused(turned)).toEqual(['401 provider-refused', null, 'provider-refused']);
  });

  it('was disabled: nothing else is recorded of them, and their sessions are over', async () => {
    const browser = new Browser(office);
    await browser.signIn(as('leaver'));
    const account = await accountIn(browser);
    await office.command(`/api/v1/accounts/${account}/disabling`, { reason: '离职' });
    expect(told(await browser.get(profilePath))).toBe('401 sign-in-needed');
    known['leaver'] = { roles: ['OFFICER'], districts: ['460105'] };
    const again = new Browser(office).signIn(as('leaver'));
    expect(await refused(again)).toEqual(['403 account-disabled', account, 'account-disabled']);
    const { accounts } = (await office.get('/api/v1/accounts')).body;
    expect(accounts.find((one: { account: string }) => one.account === account).roles).toEqual(['LEADER']);
  });

  it('10.2.1 L2 comes back with what nobody began here: another state, another browser, or none', async () => {
    const browser = new Browser(office);
    const changed = (back: URL): void => back.searchParams.set('state', 'x'.repeat(43));
    expect(await refused(browser.signIn(as('li-wei'), { changed }))).toEqual([
      '401 provider-refused',
      null,
      'other-state',
    ]);
    const twice = (back: URL): void => back.searchParams.append('state', 'y');
    expect(told(await browser.signIn(as('li-wei'), { changed: twice }))).toBe('401 provider-refused');
    const { search } = await browser.comesBack(as('li-wei'));
    const before = (await records()).length;
    expect(told(await new Browser(office).get(`/api/v1/session/return${search}`))).toBe('401 provider-refused');
    const forged = new Browser(office);
    forged.cookies.set('__Host-signin', 'A'.repeat(500));
    expect(told(await forged.get(`/api/v1/session/return${search}`))).toBe('401 provider-refused');
    // Strangers who began nothing fill no record.
    expect((await records()).length).toBe(before);
    expect((await browser.get(`/api/v1/session/return${search}`)).status).toBe(303);
  });

  it('comes back twice: a return is good once, also for whoever kept the cookie', async () => {
    const browser = new Browser(office);
    const { search } = await browser.comesBack(as('li-wei'));
    const kept = new Map(browser.cookies);
    expect((await browser.send('HEAD', `/api/v1/session/return${search}`)).status).toBe(405);
    expect((await browser.send('HEAD', '/api/v1/session/provider')).status).toBe(405);
    expect((await browser.get(`/api/v1/session/return${search}`)).status).toBe(303);
    const thief = new Browser(office);
    for (const [name, value] of kept) thief.cookies.set(name, value);
    expect(await refused(thief.get(`/api/v1/session/return${search}`))).toEqual([
      '401 provider-refused',
      null,
      'used-already',
    ]);
  });
});

describe('a fresh proof', () => {
  it('is given at the provider, and opens a decision', async () => {
    const browser = new Browser(office);
    await browser.signIn(as('he-jun'));
    const [account, before] = [await accountIn(browser), browser.cookies.get('__Host-sid')];
    await pause(1_100);
    const { steppedUpUntil } = (await browser.get(profilePath)).body;
    expect((await browser.signIn(as('he-jun'), { again: true })).status).toBe(303);
    expect(browser.person.pages.filter((page) => page === 'login')).toHaveLength(2);
    expect(browser.cookies.get('__Host-sid')).not.toBe(before);
    const { body } = await browser.get(profilePath);
    expect(body).toMatchObject({ account, steppedUp: true });
    expect(body.steppedUpUntil > steppedUpUntil).toBe(true);
    const decision = await browser.send('POST', '/api/v1/decisions', veto('处〔2022〕801号', school, '线索2022-801'));
    expect(decision.status).toBe(201);
    expect((await records()).findLast(({ type }) => type === 'SteppedUp')?.data).toMatchObject({ account });
  });

  it('is nobody else’s to give', async () => {
    const browser = new Browser(office);
    await browser.signIn(as('he-jun'));
    const account = await accountIn(browser);
    const accounts = (await office.get('/api/v1/accounts')).body.accounts.length as number;
    known['stranger'] = { roles: ['OFFICER'], districts: ['460105'] };
    browser.person = new Person();
    const reply = await browser.signIn(as('stranger'), { again: true });
    expect([told(reply), ...(await lastRefusal())]).toEqual(['403 not-the-same-person', account, 'other-person']);
    expect((await office.get('/api/v1/accounts')).body.accounts.length).toBe(accounts);
    expect(await accountIn(browser)).toBe(account);
  });

  it('goes with the session that asked for it, and with no other', async () => {
    const browser = new Browser(office);
    await browser.signIn(as('he-jun'));
    const { search } = await browser.comesBack(as('he-jun'), { again: true });
    browser.cookies.delete('__Host-sid');
    const reply = await browser.get(`/api/v1/session/return${search}`);
    expect([told(reply), ...(await lastRefusal())]).toEqual(['403 not-the-same-person', null, 'other-session']);
  });
});

it('says at its start whom it believes, and nothing secret', () => {
  const line = office.lines.find((one) => one.includes('"identity providers"'));
  expect(line).toContain(`"issuer":"${real.issuer}"`);
  expect(office.lines.join('')).not.toContain(real.secret);
});
