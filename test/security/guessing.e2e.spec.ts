import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Office } from '../journeys/office.ts';
import { codeOf, wangFang } from '../journeys/people.ts';

const guesses = 10_000;
const lanes = 16;
/** Failed tries that an address has in an hour, whatever the accounts. */
const mostTried = 30;

let office: Office;
beforeAll(async () => {
  office = await Office.open(undefined, { trustedProxies: ['127.0.0.1'] });
  await office.gather();
});
afterAll(() => office.close());

const signIn = (address: string, body: object): Promise<Response> =>
  fetch(`${office.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
    body: JSON.stringify(body),
  });

const counted = async (name: string): Promise<number> => {
  const { body } = await office.get('/metrics');
  const line = (body as string).split('\n').find((each) => each.startsWith(`${name} `));
  return Number(line?.slice(name.length));
};
const tried = (): Promise<number> => counted('access_events_total{type="SignInRefused"}');
const untried = (): Promise<number> => counted('sign_ins_told_to_wait_total');
const logged = (code: string): number => office.lines.filter((line) => line.includes(`"code":"${code}"`)).length;

it(`6.3.1 L1 ${guesses} guesses from one address: few are tried, all of them show, and the owner still comes in`, async () => {
  const before = { tried: await tried(), untried: await untried() };
  const answers = new Map<number, number>();
  const withoutWait: number[] = [];
  let left = guesses;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const body = { account: wangFang.account, password: `guess number ${left}`, code: String(left).padStart(6, '0') };
      const { status, headers } = await signIn('203.0.113.66', body);
      answers.set(status, (answers.get(status) ?? 0) + 1);
      if (status === 429 && !(Number(headers.get('retry-after')) > 0)) withoutWait.push(status);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const [refused = 0, waiting = 0] = [answers.get(401), answers.get(429)];
  expect(new Set(answers.keys())).toEqual(new Set([401, 429]));
  expect(refused + waiting).toBe(guesses);
  expect(refused).toBeGreaterThanOrEqual(5);
  expect(refused).toBeLessThanOrEqual(mostTried);
  expect(withoutWait).toEqual([]);

  // What alarms look at: both counters, and a line in the log for each guess.
  expect([(await tried()) - before.tried, (await untried()) - before.untried]).toEqual([refused, waiting]);
  expect([logged('sign-in-refused'), logged('sign-in-too-often')]).toEqual([refused, waiting]);

  const { account, password, secret } = await office.people.signedIn(wangFang);
  expect((await signIn('198.51.100.9', { account, password, code: codeOf(secret, 1) })).status).toBe(201);
});
