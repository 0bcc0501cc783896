import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JWTPayload } from 'jose';
import { FalseIssuer } from '../../libs/platform/identity-provider/fake/false-issuer.ts';
import { RealProvider } from '../../libs/platform/identity-provider/fake/real-provider.ts';
import { Browser, publicUrl, redirectUri, settingsOf } from '../journeys/browser.ts';
import { until } from '#testing';
import { Office, told } from '../journeys/office.ts';
import type { Reply } from '../journeys/office.ts';
import { accessRecordsOf } from './access-records.ts';
import { areIn, knownTo, logoutPath, profilePath } from './at-a-provider.ts';

const event = 'http://schemas.openid.net/event/backchannel-logout';

const post = (
  office: Office,
  form: Readonly<Record<string, string>> | string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> =>
  office.send('POST', logoutPath, {
    who: null,
    body: new URLSearchParams(form).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  });

describe('somebody who is out at a real provider', () => {
  let real: RealProvider;
  const offices: Office[] = [];
  const as = (login: string) => ({ login, amr: ['otp'] });
  beforeAll(async () => {
    const officer = { roles: ['OFFICER'], districts: ['460105'] };
    real = await RealProvider.start({ redirectUri, accounts: { 'li-wei': officer, 'li-na': officer } });
  });
  afterAll(async () => {
    for (const office of offices) await office.close();
    await real.stop();
  });

  const opened = async (client: 'redline' | 'redline-key'): Promise<Office> => {
    const office = await Office.open(undefined, { publicUrl, oidc: knownTo(real, client) });
    offices.push(office);
    real.tellsOfLogoutsAt = `${office.url}${logoutPath}`;
    return office;
  };
  const signedIn = async (office: Office, login: string): Promise<Browser> => {
    const browser = new Browser(office);
    expect((await browser.signIn(as(login))).status).toBe(303);
    return browser;
  };

  it('7.4.1 L1 is out here with the next request, in that session and in no other; it is on record', async () => {
    const office = await opened('redline');
    const [here, there, other] = [
      await signedIn(office, 'li-wei'),
      await signedIn(office, 'li-wei'),
      await signedIn(office, 'li-na'),
    ];
    const { account } = (await here.get(profilePath)).body;
    await here.person.leaves(real.issuer);
    expect(real.toldOfLogouts.at(-1)?.status).toBe(200);
    expect(await areIn(here, there, other)).toEqual([false, true, true]);
    const ended = (await accessRecordsOf(office)).filter(({ type }) => type === 'SignedOut');
    expect(ended.map(({ data }) => [data['account'], data['how'], data['address']])).toEqual([
      [account, 'BY_PROVIDER', '127.0.0.1'],
    ]);
    // The session in which a fresh proof was given is the one that counts.
    expect((await there.signIn(as('li-wei'), { again: true })).status).toBe(303);
    await there.person.leaves(real.issuer);
    expect(await areIn(there, other)).toEqual([false, true]);
    // The same word again ends nothing of what was opened since.
    const back = await signedIn(office, 'li-wei');
    for (const { token } of real.toldOfLogouts) expect((await post(office, { logout_token: token })).status).toBe(200);
    expect(await areIn(back)).toEqual([true]);
  });

  it('7.4.2 L1 is out everywhere where the provider does not name its sessions', async () => {
    const office = await opened('redline-key');
    const [here, there, other] = [
      await signedIn(office, 'li-wei'),
      await signedIn(office, 'li-wei'),
      await signedIn(office, 'li-na'),
    ];
    await here.person.leaves(real.issuer);
    expect(await areIn(here, there, other)).toEqual([false, false, true]);
  });
});

describe('a logout token', () => {
  let issuer: FalseIssuer;
  let office: Office;
  beforeAll(async () => {
    issuer = await FalseIssuer.start();
    const oidc = settingsOf({
      REDLINE_OIDC_ISSUER: issuer.issuer,
      REDLINE_OIDC_CLIENT_ID: 'redline',
      REDLINE_OIDC_CLIENT_SECRET: 'of-a-trial',
    });
    office = await Office.open(undefined, { publicUrl, oidc });
  });
  beforeEach(() => issuer.instead.clear());
  afterAll(async () => {
    await office.close();
    await issuer.stop();
  });

  let count = 0;
  const nowS = (): number => Math.floor(Date.now() / 1_000);
  const tokenOf = (change: Readonly<Record<string, unknown>> = {}, typ = 'logout+jwt'): Promise<string> => {
    const right = { iss: issuer.issuer, aud: 'redline', sub: 'wang', iat: nowS(), events: { [event]: {} } };
    return issuer.sign({ ...right, jti: `logout-${(count += 1)}`, ...change }, { typ });
  };
  const send = async (token: string | Promise<string>): Promise<Reply> => post(office, { logout_token: await token });
  const signedIn = async (claims: JWTPayload = {}): Promise<Browser> => {
    const browser = new Browser(office);
    const begun = await browser.get('/api/v1/session/provider');
    const { searchParams } = new URL(begun.headers.get('location') ?? '');
    const of = { iss: issuer.issuer, aud: 'redline', sub: 'wang', nonce: searchParams.get('nonce') };
    // A second later than whatever was said of them before.
    const what = { iat: nowS() + 1, exp: nowS() + 60, amr: ['otp'], roles: ['OFFICER'], districts: ['460105'] };
    issuer.idToken = await issuer.sign({ ...of, ...what, ...claims });
    await browser.get(`/api/v1/session/return?code=any&state=${searchParams.get('state')}`);
    return browser;
  };

  it('7.4.2 L1 ends every session of a person, and one session by its name alone', async () => {
    const [one, other, wei] = [
      await signedIn({ sid: 'a' }),
      await signedIn({ sid: 'b' }),
      await signedIn({ sub: 'wei' }),
    ];
    const bySid = await send(tokenOf({ sub: undefined, sid: 'a' }));
    expect([bySid.status, bySid.body, bySid.headers.get('cache-control')]).toEqual([200, '', 'no-store']);
    expect(await areIn(one, other, wei)).toEqual([false, true, true]);
    expect((await send(tokenOf())).status).toBe(200);
    expect(await areIn(other, wei)).toEqual([false, true]);
    for (const change of [{ sub: 'nobody-here' }, { sub: undefined, sid: 'nobody-here' }])
      expect((await send(tokenOf(change))).status).toBe(200);
    expect(await areIn(wei)).toEqual([true]);
  });

  it('7.4.1 L1 keeps out who was vouched for up to then, by the issuer’s clock, and nobody who was later', async () => {
    const behind = 4 * 60; // seconds: what counts is which of its words came first
    const iat = nowS() - behind;
    expect((await send(tokenOf({ sub: 'slow', iat }))).status).toBe(200);
    const late = { sub: 'slow', exp: nowS() + 60 };
    expect(await areIn(await signedIn({ ...late, iat }))).toEqual([false]);
    expect(await areIn(await signedIn({ ...late, iat: iat + 1 }))).toEqual([true]);
  });

  it('is taken in a form of its route alone, and the route takes nothing else', async () => {
    const logout_token = await tokenOf();
    expect((await post(office, { logout_token, other: 'x' })).status).toBe(200);
    const json = await office.send('POST', logoutPath, { who: null, body: { logout_token } });
    expect(told(json)).toBe('415 unsupported-media-type');
    expect(told(await office.send('POST', logoutPath, { who: null }))).toBe('415 unsupported-media-type');
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const path of ['/api/v1/session', '/api/v1/schools', '/api/v1/eligibility/batch'])
      expect(told(await office.send('POST', path, { body: 'account=wang', headers }))).toBe(
        '415 unsupported-media-type',
      );
    const large = { logout_token: 'x'.repeat(70_000) };
    expect(told(await post(office, large))).toBe('413 payload-too-large');
  });

  it('says nothing in the name of a page elsewhere', async () => {
    const browser = await signedIn();
    const form = { logout_token: await tokenOf() };
    for (const headers of [{ origin: 'https://elsewhere.example' }, { 'sec-fetch-site': 'cross-site' }])
      expect(told(await post(office, form, headers as Readonly<Record<string, string>>))).toBe('403 cross-origin');
    expect(await areIn(browser)).toEqual([true]);
  });

  it('is neither good nor bad while the provider is away, and may come again', async () => {
    const away = await Office.open(undefined, {
      publicUrl,
      oidc: settingsOf({
        REDLINE_OIDC_ISSUER: issuer.issuer,
        REDLINE_OIDC_CLIENT_ID: 'redline',
        REDLINE_OIDC_CLIENT_SECRET: 'of-a-trial',
      }),
    });
    const form = { logout_token: await tokenOf() };
    issuer.answers('/jwks', 503);
    const answer = await post(away, form);
    expect([told(answer), answer.headers.get('retry-after')]).toEqual(['503 provider-unavailable', '1']);
    issuer.instead.clear();
    await until(async () => (await post(away, form)).status === 200);
    await away.close();
  });

  it('is not there where no provider is set up', async () => {
    const without = await Office.open();
    expect(told(await post(without, { logout_token: await tokenOf() }))).toBe('404 provider-not-configured');
    await without.close();
  });

  it('6.3.1 L1 that does not hold ends nothing and counts against its address, but never against one that holds', async () => {
    const browser = await signedIn();
    const before = (await accessRecordsOf(office)).length;
    const malformed = [
      tokenOf({ iss: 'https://elsewhere.example' }),
      tokenOf({ aud: 'other' }),
      tokenOf({ iat: nowS() - 600 }),
      tokenOf({ exp: nowS() - 60 }),
      tokenOf({ events: {} }),
      tokenOf({ nonce: 'n' }),
      tokenOf({ sub: undefined }),
      tokenOf({ jti: undefined }),
      tokenOf({}, 'at+jwt'),
      issuer.idToken,
      'a.b.c',
      '',
    ];
    for (const token of malformed) expect(told(await send(token))).toBe('400 logout-token-refused');
    const twice = new URLSearchParams([
      ['logout_token', await tokenOf()],
      ['logout_token', await tokenOf()],
    ]);
    for (const form of ['', 'other=x', twice.toString()])
      expect(told(await post(office, form))).toBe('400 logout-token-refused');
    const answers = [];
    for (let n = 0; n < 20; n += 1) answers.push(told(await send('a.b.c')));
    expect(new Set(answers)).toEqual(new Set(['400 logout-token-refused', '429 sign-in-too-often']));
    expect(await areIn(browser)).toEqual([true]);
    expect((await accessRecordsOf(office)).length).toBe(before);
    expect((await send(tokenOf())).status).toBe(200);
    expect(await areIn(browser)).toEqual([false]);
    expect(office.lines.join('')).not.toContain(issuer.idToken.split('.')[2]);
  });
});
