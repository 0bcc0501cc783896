import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JWTPayload } from 'jose';
import { setTimeout as pause } from 'node:timers/promises';
import { FalseIssuer } from '../../libs/platform/identity-provider/fake/false-issuer.ts';
import { Browser, publicUrl, settingsOf } from '../journeys/browser.ts';
import { provenCase, publicSchool, veto } from '../journeys/contents.ts';
import { Office, told } from '../journeys/office.ts';
import type { Reply } from '../journeys/office.ts';
import { accessRecordsOf } from './access-records.ts';

const discovery = '/.well-known/openid-configuration';
const cooldownMs = 1_100;

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

const begin = (browser: Browser, again = ''): Promise<Reply> => browser.get(`/api/v1/session/provider${again}`);

/** Comes back with an id_token that says so and that fits what was begun. */
const comesBack = async (browser: Browser, begun: Reply, claims: JWTPayload): Promise<Reply> => {
  const { searchParams } = new URL(begun.headers.get('location') ?? '');
  const nowS = Math.floor(Date.now() / 1_000);
  issuer.idToken = await issuer.sign({
    iss: issuer.issuer,
    aud: 'redline',
    iat: nowS,
    exp: nowS + 60,
    nonce: searchParams.get('nonce'),
    sub: 'wang',
    amr: ['otp'],
    roles: ['OFFICER'],
    districts: ['460105'],
    ...claims,
  });
  return browser.get(`/api/v1/session/return?code=any&state=${searchParams.get('state')}`);
};
const ago = (seconds: number): number => Math.floor(Date.now() / 1_000) - seconds;

describe('a provider that is away', () => {
  it('lets nobody in and accuses nobody, and the service serves everybody else', async () => {
    const browser = new Browser(office);
    issuer.answers(discovery, 503);
    expect(told(await begin(browser))).toBe('503 provider-unavailable');
    expect((await office.get('/api/v1/session')).status).toBe(200);
    issuer.instead.clear();
    await pause(cooldownMs);
    const begun = await begin(browser);
    expect(begun.status).toBe(302);
    const before = (await accessRecordsOf(office)).length;
    for (const [path, status] of [
      ['/token', 500],
      ['/jwks', 502],
    ] as const) {
      issuer.instead.clear();
      issuer.answers(path, status);
      const other = new Browser(office);
      expect(told(await comesBack(other, await begin(other), {}))).toBe('503 provider-unavailable');
      expect(told(await other.get('/api/v1/session'))).toBe('401 sign-in-needed');
    }
    expect((await accessRecordsOf(office)).length).toBe(before);
    issuer.instead.clear();
    expect((await comesBack(browser, begun, {})).status).toBe(303);
  });
});

describe('somebody whom the provider knew from the morning', () => {
  it('comes in, and proves it again before a decision', async () => {
    await office.command('/api/v1/schools', publicSchool('3646016802'));
    await office.command('/api/v1/violation-cases', provenCase('线索2022-802', '3646016802'));
    const browser = new Browser(office);
    expect((await comesBack(browser, await begin(browser), { auth_time: ago(3_600) })).status).toBe(303);
    expect((await browser.get('/api/v1/session')).body).toMatchObject({ steppedUp: false });
    const decision = veto('处〔2022〕802号', '3646016802', '线索2022-802');
    expect(told(await browser.send('POST', '/api/v1/decisions', decision))).toBe('403 step-up-needed');
    const stale = await comesBack(browser, await begin(browser, '?again=true'), { auth_time: ago(3_600) });
    expect(told(stale)).toBe('401 provider-refused');
    const silent = await comesBack(browser, await begin(browser, '?again=true'), {});
    expect(told(silent)).toBe('401 provider-refused');
    expect(told(await browser.send('POST', '/api/v1/decisions', decision))).toBe('403 step-up-needed');
    const fresh = await comesBack(browser, await begin(browser, '?again=true'), { auth_time: ago(0) });
    expect(fresh.status).toBe(303);
    expect((await browser.send('POST', '/api/v1/decisions', decision)).status).toBe(201);
  });

  it('is not taken to have proved anything when the provider does not say when', async () => {
    const browser = new Browser(office);
    await comesBack(browser, await begin(browser), {});
    expect((await browser.get('/api/v1/session')).body).toMatchObject({ steppedUp: false });
  });
});

describe('an id_token that does not hold', () => {
  it.each([
    ['of another issuer', { iss: 'https://elsewhere.example' }],
    ['for another service', { aud: 'other' }],
    ['of another sign-in', { nonce: 'x'.repeat(43) }],
    ['expired', { exp: ago(60), iat: ago(120) }],
    ['about nobody', { sub: '' }],
    ['of a name that cannot be written down', { sub: 'li wei\n' }],
  ])('opens nothing, and is on record: %s', async (_, claims) => {
    const browser = new Browser(office);
    const reply = await comesBack(browser, await begin(browser), claims);
    expect(told(reply)).toMatch(/^40[13] (?:provider|claims)-refused$/);
    expect(told(await browser.get('/api/v1/session'))).toBe('401 sign-in-needed');
    expect((await accessRecordsOf(office)).at(-1)?.type).toBe('SignInRefused');
  });
});

it('6.3.1 L1 makes an address wait that fails thirty times an hour, and says until when', async () => {
  const answers = [];
  for (let n = 0; n < 40; n += 1) {
    const browser = new Browser(office);
    answers.push(await comesBack(browser, await begin(browser), { aud: 'other' }));
  }
  const codes = new Set(answers.map(told));
  expect([...codes]).toEqual(['401 provider-refused', '429 sign-in-too-often']);
  expect(Number(answers.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(0);
  const browser = new Browser(office);
  expect(told(await comesBack(browser, await begin(browser), {}))).toBe('429 sign-in-too-often');
});

it('is not there where no provider is set up, and nobody is written down', async () => {
  const without = await Office.open();
  for (const path of [
    '/api/v1/session/provider',
    '/api/v1/session/provider?again=true',
    '/api/v1/session/return?code=x',
  ])
    expect(told(await without.send('GET', path, { who: null }))).toBe('404 provider-not-configured');
  await without.close();
});
