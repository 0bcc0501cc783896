import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { generateKeyPair } from 'jose';
import type { JWTHeaderParameters, JWTPayload } from 'jose';
import { FalseIssuer, unsigned } from '../../libs/platform/identity-provider/fake/false-issuer.ts';
import { publicUrl, settingsOf } from '../journeys/browser.ts';
import { publicSchool } from '../journeys/contents.ts';
import { Office } from '../journeys/office.ts';
import { wangFang } from '../journeys/people.ts';

type Credential = Readonly<Record<string, string>>;

const audience = 'urn:redline';
const path = '/api/v1/eligibility/3646016901?year=2024&season=AUTUMN&on=2024-06-01';
const clients = '/api/v1/machine-clients';

let issuer: FalseIssuer;
let office: Office;
let key: string;
beforeAll(async () => {
  issuer = await FalseIssuer.start();
  const oidc = settingsOf({ REDLINE_TOKENS_ISSUER: issuer.issuer, REDLINE_TOKENS_AUDIENCE: audience });
  office = await Office.open(undefined, { publicUrl, oidc });
  await office.command('/api/v1/schools', publicSchool('3646016901'));
  await office.command(clients, { id: 'platform', name: '中招平台', contact: '值班' });
  const wanted = { scopes: ['eligibility:read'], requestsPerMinute: 100_000 };
  const issued = await office.command(`${clients}/platform/keys`, wanted);
  key = issued.body.key as string;
  await office.get(`/api/v1/schools?minPosition=${issued.body.position}`);
});
afterAll(async () => {
  await office.close();
  await issuer.stop();
});

const claims = (change: JWTPayload = {}): JWTPayload => {
  const iat = Math.floor(Date.now() / 1_000);
  const right = { iss: issuer.issuer, aud: audience, sub: 'platform', client_id: 'platform', iat, exp: iat + 600 };
  return { ...right, scope: 'eligibility:read', ...change };
};
const typed = { typ: 'at+jwt' } as const;
const asBearer = (text: string): Credential => ({ authorization: `Bearer ${text}` });
const letters = fc.constantFrom(...Array.from('0123456789abcXYZ-_ .='));

/** A text with a letter exchanged, taken away or put in, once or a few times, anywhere. */
const mutationsOf = (text: string, count: number): readonly string[] => {
  const one = fc.tuple(fc.nat({ max: text.length - 1 }), letters, fc.nat({ max: 2 }));
  const edited = fc
    .array(one, { minLength: 1, maxLength: 3 })
    .map((edits) =>
      edits.reduce(
        (so, [at, letter, kind]) => so.slice(0, at) + (kind ? letter : '') + so.slice(at + (kind === 2 ? 0 : 1)),
        text,
      ),
    )
    .filter((changed) => changed !== text && changed.trim() !== text);
  return fc.sample(edited, count);
};

/** Tokens that are whole, each wrong in one way: another algorithm, key, life, audience, issuer, client or key id. */
const wrongTokens = async (): Promise<readonly string[]> => {
  const { privateKey: anotherKey } = await generateKeyPair('ES256');
  const published = new TextEncoder().encode(JSON.stringify(issuer.keys[0]));
  const nowS = Math.floor(Date.now() / 1_000);
  const payloads: readonly JWTPayload[] = [
    { exp: nowS - 1, iat: nowS - 600 },
    { exp: nowS + 3_600 },
    { iat: nowS + 300, exp: nowS + 600 },
    { nbf: nowS + 300 },
    { aud: 'urn:other' },
    { aud: [audience, 'urn:other'] },
    { iss: 'https://elsewhere.example' },
    { client_id: 'nobody' },
    { client_id: 'platform ' },
    { client_id: ['platform'] },
    { sub: '' },
  ];
  const headers: readonly Partial<JWTHeaderParameters>[] = [
    { typ: 'JWT' },
    { kid: 'unknown' },
    { jku: `${issuer.issuer}/jwks` },
    { jwk: issuer.keys[0] ?? {} },
    { x5u: issuer.issuer },
  ];
  const [header = '', payload = '', signature = ''] = (await issuer.sign(claims(), typed)).split('.');
  const swapped = ['none', 'HS256', 'RS256', 'PS256', 'EdDSA', 'ES384', 'es256'].map((alg) => {
    const text = JSON.stringify({ ...(JSON.parse(Buffer.from(header, 'base64url').toString()) as object), alg });
    return `${Buffer.from(text).toString('base64url')}.${payload}.${signature}`;
  });
  const signed = await Promise.all([
    ...payloads.map((change) => issuer.sign(claims(change), typed)),
    ...headers.map((change) => issuer.sign(claims(), { ...typed, ...change })),
    issuer.signWith(anotherKey, claims(), typed),
    issuer.signWith(published, claims(), { ...typed, alg: 'HS256' }),
  ]);
  const wider = JSON.stringify(claims({ scope: 'log:read metrics:read' }));
  return [
    ...signed,
    ...swapped,
    unsigned(claims(), { ...typed, alg: 'none', kid: 'known' }),
    `${header}.${payload}.`,
    `${header}.${payload}`,
    `${header}.${Buffer.from(wider).toString('base64url')}.${signature}`,
    'x'.repeat(8_193),
  ];
};

const statusesOf = async (credentials: readonly Credential[]): Promise<ReadonlyMap<number, number>> => {
  const left = [...credentials];
  const statuses = new Map<number, number>();
  const lane = async (): Promise<void> => {
    for (let headers = left.pop(); headers !== undefined; headers = left.pop()) {
      const { status } = await fetch(`${office.url}${path}`, { headers });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: 8 }, lane));
  return statuses;
};

it('lets nobody in by ten thousand changed keys, access tokens and session cookies', async () => {
  const token = await issuer.sign(claims(), typed);
  const cookie = await office.cookieOf(wangFang);
  const right = [asBearer(key), asBearer(token), { cookie }];
  expect([...(await statusesOf(right))]).toEqual([[200, 3]]);
  const wrong = await wrongTokens();
  const [, session = ''] = cookie.split('=');
  const parts = token.split('.');
  /** Each part of the token has its share, for a signature is shorter than what it signs. */
  const inParts = parts.flatMap((part, at) =>
    mutationsOf(part, 1_100).map((changed) => parts.with(at, changed).join('.')),
  );
  const tokens = [...wrong, ...inParts, ...mutationsOf(token, 3_600 - wrong.length - inParts.length)];
  const sessions = mutationsOf(session, 3_000).map((changed) => ({ cookie: `__Host-sid=${changed}` }));
  const keys = mutationsOf(key, 10_000 - tokens.length - sessions.length);
  const all = [...[...keys, ...tokens].map(asBearer), ...sessions];
  expect(all).toHaveLength(10_000);
  const statuses = await statusesOf(all);
  expect([...statuses.keys()].filter((status) => status !== 401 && status !== 403)).toEqual([]);
  expect([...statuses.values()].reduce((sum, count) => sum + count)).toBe(10_000);
  // The right ones are as good as before.
  expect([...(await statusesOf(right))]).toEqual([[200, 3]]);
});
