import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '#testing';
import { Browser, publicUrl, settingsOf } from '../journeys/browser.ts';
import { publicSchool } from '../journeys/contents.ts';
import { Office, told } from '../journeys/office.ts';
import { codeOf, cookieIn } from '../journeys/people.ts';
import type { Person } from '../journeys/people.ts';

// Everything outside is away from the beginning: nobody listens at the provider's address, nor at the receiver's.

const nobodyThere = 'http://127.0.0.1:9';
const school = '3646016951';
const lateComer: Person = { account: 'late.comer', name: '迟到', roles: ['OFFICER'], districts: ['460105'] };

let office: Office;
beforeAll(async () => {
  const oidc = settingsOf({
    REDLINE_OIDC_ISSUER: nobodyThere,
    REDLINE_OIDC_CLIENT_ID: 'redline',
    REDLINE_OIDC_CLIENT_SECRET: 'of a provider that is away',
    REDLINE_TOKENS_ISSUER: nobodyThere,
    REDLINE_TOKENS_AUDIENCE: 'urn:redline',
  });
  office = await Office.open(undefined, { publicUrl, oidc, webhooks: { networks: ['127.0.0.0/8'] } });
  await office.gather();
});
afterAll(() => office.close());

const recorded = async (path: string, body: object): Promise<string> => {
  const reply = await office.command(path, body);
  expect(reply.status).toBe(201);
  return reply.body.position as string;
};

describe('while the provider of identities is away', () => {
  it('16.5.2 L2 nobody comes in by it, and it is nobody’s fault', async () => {
    expect(told(await new Browser(office).get('/api/v1/session/provider'))).toBe('503 provider-unavailable');
    const part = (content: object): string => Buffer.from(JSON.stringify(content)).toString('base64url');
    const header = part({ alg: 'ES256', typ: 'at+jwt', kid: 'unknown' });
    const claims = part({ iss: nobodyThere, aud: 'urn:redline', sub: 'platform', client_id: 'platform', scope: 'x' });
    const token = `${header}.${claims}.${'A'.repeat(86)}`;
    const asked = await office.get(`/api/v1/eligibility/${school}`, { authorization: `Bearer ${token}` });
    expect(told(asked)).toBe('503 provider-unavailable');
  });

  it('16.5.2 L2 whoever has a password comes in with both factors, and with no less', async () => {
    const { account, password, secret } = await office.people.signedIn(lateComer);
    const signIn = (body: object) => office.send('POST', '/api/v1/session', { body, who: null });
    expect(told(await signIn({ account, password, code: codeOf(secret, -9) }))).toBe('401 sign-in-refused');
    const { status, headers } = await signIn({ account, password, code: codeOf(secret, 1) });
    expect(status).toBe(201);
    const asLateComer = { cookie: cookieIn(headers) };
    expect((await office.get('/api/v1/schools', asLateComer)).status).toBe(200);
    expect(told(await office.get('/metrics', asLateComer))).toBe('403 role-may-not');
  });
});

describe('while the receiver of a webhook is away', () => {
  it('16.5.2 L2 commands and questions go on, and what could not be delivered is kept and told', async () => {
    await recorded('/api/v1/machine-clients', { id: 'platform', name: '中招平台', contact: '值班' });
    const webhook = { webhook: 'away', client: 'platform', url: 'https://127.0.0.1:9/redline' };
    await recorded('/api/v1/webhooks', webhook);
    const position = await recorded('/api/v1/schools', publicSchool(school));
    const question = `year=2024&season=AUTUMN&on=2024-06-01&minPosition=${position}`;
    const answer = await office.getOnceKnown(`/api/v1/eligibility/${school}?${question}`);
    expect(answer.body).toMatchObject({ mayEnrol: true });
    const deliveries = async () => (await office.get('/api/v1/webhooks/away/deliveries')).body.deliveries;
    await until(async () => ((await deliveries()) as readonly unknown[]).length > 0);
    expect((await deliveries())[0]).toMatchObject({ error: 'ECONNREFUSED' });
    expect((await office.get('/health/ready')).body).toMatchObject({ status: 'ready' });
    await recorded('/api/v1/schools', publicSchool('3646016952'));
  });
});
