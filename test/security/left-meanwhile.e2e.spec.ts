import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '#testing';
import { Person } from '../../libs/platform/identity-provider/fake/person.ts';
import { RealProvider } from '../../libs/platform/identity-provider/fake/real-provider.ts';
import { Browser, publicUrl, redirectUri } from '../journeys/browser.ts';
import { Office, told } from '../journeys/office.ts';
import { accessRecordsOf } from './access-records.ts';
import { areIn, knownTo, logoutPath, profilePath } from './at-a-provider.ts';

describe('somebody who leaves a real provider after it vouched for them, and before they are in here', () => {
  let real: RealProvider;
  let office: Office;
  const li = { login: 'li-wei', amr: ['otp'] };
  beforeAll(async () => {
    const officer = { roles: ['OFFICER'], districts: ['460105'] };
    real = await RealProvider.start({ redirectUri, accounts: { 'li-wei': officer } });
  });
  afterAll(() => real.stop());
  afterEach(() => office.close());

  it.each(['redline', 'redline-key'] as const)('7.4.1 L1 does not come in, and then does anew: %s', async (client) => {
    office = await Office.open(undefined, { publicUrl, oidc: knownTo(real, client) });
    real.tellsOfLogoutsAt = `${office.url}${logoutPath}`;
    const [before, browser] = [new Browser(office), new Browser(office)];
    await before.signIn(li);
    const { account } = (await before.get(profilePath)).body;
    const { search } = await browser.comesBack(li);
    real.beforeTokensGo = () => browser.person.leaves(real.issuer);
    expect(told(await browser.get(`${profilePath}/return${search}`))).toBe('401 signed-out-at-provider');
    expect(real.toldOfLogouts.at(-1)?.status).toBe(200);
    expect(browser.cookies.has('__Host-sid')).toBe(false);
    expect(await areIn(browser)).toEqual([false]);
    const last = (await accessRecordsOf(office)).findLast(({ type }) => type === 'SignInRefused');
    expect(last?.data).toMatchObject({ account, reason: 'signed-out-at-provider' });
    // Of the same second the logout counts as the later one, where the provider does not name its sessions.
    await until(async () => (await browser.signIn(li)).status === 303);
    expect(await areIn(browser)).toEqual([true]);
  });

  it('proves nothing anew, and the session in which they were goes on', async () => {
    office = await Office.open(undefined, { publicUrl, oidc: knownTo(real, 'redline') });
    real.tellsOfLogoutsAt = `${office.url}${logoutPath}`;
    const browser = new Browser(office);
    await browser.signIn(li);
    const [cookie, here] = [browser.cookies.get('__Host-sid'), browser.person];
    browser.person = new Person();
    const { search } = await browser.comesBack(li, { again: true });
    real.beforeTokensGo = () => browser.person.leaves(real.issuer);
    expect(told(await browser.get(`${profilePath}/return${search}`))).toBe('401 signed-out-at-provider');
    expect([browser.cookies.get('__Host-sid'), ...(await areIn(browser))]).toEqual([cookie, true]);
    await here.leaves(real.issuer);
    expect(await areIn(browser)).toEqual([false]);
  });
});
