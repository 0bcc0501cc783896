import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { until } from '#testing';
import { Person } from '../../libs/platform/identity-provider/fake/person.ts';
import { RealProvider } from '../../libs/platform/identity-provider/fake/real-provider.ts';
import { Browser, publicUrl, redirectUri, settingsOf } from './browser.ts';
import { Cluster } from './cluster.ts';
import { Office, told } from './office.ts';

// A provider, two services that believe it and one worker, over one register: a balancer may lead anybody to either.
const profilePath = '/api/v1/session';
const li = { login: 'li-wei', amr: ['otp'] };

let cluster: Cluster;
let real: RealProvider;
let one: Office;
let other: Office;
beforeAll(async () => {
  cluster = await Cluster.start();
  real = await RealProvider.start({
    redirectUri,
    accounts: { 'li-wei': { roles: ['OFFICER'], districts: ['460105'] } },
  });
  const oidc = settingsOf({
    REDLINE_OIDC_ISSUER: real.issuer,
    REDLINE_OIDC_CLIENT_ID: 'redline',
    REDLINE_OIDC_CLIENT_SECRET: real.secret,
  });
  one = await Office.open(cluster.place, { publicUrl, oidc });
  await cluster.startWorker();
  other = await Office.open(cluster.place, { publicUrl, oidc });
  for (const office of [one, other]) await until(async () => (await office.get('/health/ready')).status === 200);
});
afterAll(async () => {
  await one?.close();
  await other?.close();
  await real?.stop();
  await cluster?.stop();
});

/** One browser, as it is led to both services: what one of them gave it, it shows to the other. */
const ledToBoth = (): { readonly atOne: Browser; readonly atOther: Browser } => {
  const [atOne, atOther] = [new Browser(one), new Browser(other)];
  return { atOne, atOther: Object.assign(atOther, { cookies: atOne.cookies, person: atOne.person }) };
};

/** Begun at one, finished at the other, as soon as that sees the account. */
const signedIn = async (): Promise<ReturnType<typeof ledToBoth>> => {
  const led = ledToBoth();
  let status = 0;
  await until(async () => {
    const { pathname, search } = await led.atOne.comesBack(li);
    status = (await led.atOther.get(`${pathname}${search}`)).status;
    return status !== 503;
  });
  expect(status).toBe(303);
  return led;
};

/** What both services answer to the browser that asks who it is. */
const both = async ({ atOne, atOther }: ReturnType<typeof ledToBoth>): Promise<readonly string[]> => {
  const replies = [await atOne.get(profilePath), await atOther.get(profilePath)];
  return replies.map((reply) => (reply.status === 200 ? (reply.body.account as string) : told(reply)));
};
const out = ['401 sign-in-needed', '401 sign-in-needed'];

it('signs somebody in who goes from one service and comes back to the other, as the same person at both', async () => {
  const [account, same] = await both(await signedIn());
  expect(account).toMatch(/^oidc-/);
  expect(same).toBe(account);
  expect((await both(await signedIn()))[0]).toBe(account);
});

it('7.4.1 L1 signs out at both who signs out at one, and nobody else', async () => {
  const [going, staying] = [await signedIn(), await signedIn()];
  expect((await going.atOther.send('DELETE', profilePath)).status).toBe(204);
  expect(await both(going)).toEqual(out);
  expect((await both(staying))[0]).toMatch(/^oidc-/);
});

it('7.4.1 L1 ends at both what the provider tells one of them, once: told again at the other it ends nothing new', async () => {
  const going = await signedIn();
  const kept = new Map(going.atOne.cookies);
  real.tellsOfLogoutsAt = `${one.url}/api/v1/session/provider/logout`;
  await going.atOne.person.leaves(real.issuer);
  expect(real.toldOfLogouts.map(({ status }) => status)).toEqual([200]);
  expect(await both(going)).toEqual(out);
  for (const [name, value] of kept) going.atOne.cookies.set(name, value);
  expect(await both(going)).toEqual(out);
  going.atOne.person = going.atOther.person = new Person();
  const back = await signedIn();
  const body = new URLSearchParams({ logout_token: real.toldOfLogouts[0]?.token ?? '' }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const again = await other.send('POST', '/api/v1/session/provider/logout', { who: null, body, headers });
  expect(again.status).toBe(200);
  expect((await both(back))[0]).toMatch(/^oidc-/);
});

it('7.4.1 L1 keeps out at one who comes back there while the provider tells the other that they are out', async () => {
  real.tellsOfLogoutsAt = `${other.url}/api/v1/session/provider/logout`;
  const led = ledToBoth();
  const { pathname, search } = await led.atOther.comesBack(li);
  real.beforeTokensGo = () => led.atOne.person.leaves(real.issuer);
  expect(told(await led.atOne.get(`${pathname}${search}`))).toBe('401 signed-out-at-provider');
  expect(await both(led)).toEqual(out);
  expect((await both(await signedIn()))[0]).toMatch(/^oidc-/);
});
