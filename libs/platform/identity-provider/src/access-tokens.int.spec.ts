import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exportJWK, generateKeyPair } from 'jose';
import type { JWTHeaderParameters, JWTPayload } from 'jose';
import * as client from 'openid-client';
import { AccessTokens, readClientKey } from '#platform/identity-provider';
import { FalseIssuer, unsigned } from '../fake/false-issuer.ts';
import { outcomeOf } from '../fake/outcome-of.ts';
import { RealProvider } from '../fake/real-provider.ts';
import { cryptoKeyOf } from './client-key.ts';

const audience = 'urn:redline';
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ '.split('');

describe('a machine’s token from a real provider', () => {
  let real: RealProvider;
  beforeAll(async () => {
    real = await RealProvider.start({ redirectUri: 'http://127.0.0.1:1/back', accounts: {}, audience });
  });
  afterAll(() => real.stop());

  /** Client credentials, proved with a key (private_key_jwt). */
  const tokenFor = async (resource: string, scope: string): Promise<string> => {
    const key = await cryptoKeyOf(readClientKey(real.privateKey));
    const config = await client.discovery(new URL(real.issuer), 'admissions', {}, client.PrivateKeyJwt(key), {
      execute: [client.allowInsecureRequests],
    });
    return (await client.clientCredentialsGrant(config, { resource, scope })).access_token;
  };

  it('tells which client it is, for what, and until when', async () => {
    const tokens = new AccessTokens({ issuer: real.issuer, audience, allowInsecure: true });
    const token = await tokens.verify(await tokenFor(audience, 'eligibility:read log:read'));
    expect(token).toMatchObject({
      issuer: real.issuer,
      clientId: 'admissions',
      scopes: ['eligibility:read', 'log:read'],
    });
    expect(Math.abs(token.expiresMs - Date.now() - 600_000)).toBeLessThan(60_000);
  });

  it('9.2.3 L2 is refused when it is for somebody else', async () => {
    const tokens = new AccessTokens({ issuer: real.issuer, audience, allowInsecure: true });
    expect(await outcomeOf(tokens.verify(await tokenFor('urn:other', 'log:read')))).toMatch(/^token-refused: .*"aud"/);
    const theirs = new AccessTokens({ issuer: real.issuer, audience: 'urn:other', allowInsecure: true });
    // The real provider gives the other audience an hour: too long for us.
    expect(await outcomeOf(theirs.verify(await tokenFor('urn:other', 'log:read')))).toMatch(/^token-refused: .*life/);
  });
});

describe('an access token', () => {
  let issuer: FalseIssuer;
  let tokens: AccessTokens;
  beforeAll(async () => {
    issuer = await FalseIssuer.start();
    tokens = new AccessTokens({ issuer: issuer.issuer, audience, allowInsecure: true });
  });
  afterAll(() => issuer.stop());

  const now = Math.floor(Date.now() / 1_000);
  const claims = (change: Readonly<Record<string, unknown>> = {}): JWTPayload => ({
    iss: issuer.issuer,
    aud: audience,
    sub: 'admissions',
    client_id: 'admissions',
    scope: 'eligibility:read',
    iat: now,
    exp: now + 600,
    ...change,
  });
  const signed = (change = {}, header: Partial<JWTHeaderParameters> = {}): Promise<string> =>
    issuer.sign(claims(change), { typ: 'at+jwt', ...header });
  const outcome = async (token: string | Promise<string>, atMs = now * 1_000): Promise<string> =>
    outcomeOf(tokens.verify(await token, atMs));

  it('is taken when all of it is right', async () => {
    expect(await outcome(signed())).toBe('accepted');
    expect(await outcome(signed({ aud: [audience] }, { typ: 'application/AT+jwt' }))).toBe('accepted');
    const { scopes } = await tokens.verify(await signed({ scope: undefined }), now * 1_000);
    expect(scopes).toEqual([]);
  });

  it('9.1.1 L1 is refused with a signature of anybody else, or none', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    const [header, payload] = (await signed()).split('.');
    const forged = [
      issuer.signWith(privateKey, claims(), { typ: 'at+jwt' }),
      issuer.signWith(privateKey, claims(), { typ: 'at+jwt', kid: 'unknown' }),
      `${header}.${payload}.`,
      `${header}.${payload}`,
      '',
      'ek_live_k7Qm2xZ0',
      'x'.repeat(1_000_000),
    ];
    for (const token of forged) expect(await outcome(token)).toMatch(/^token-refused: /);
  });

  it('9.1.2 L1 is refused with any algorithm but EdDSA, ES256 and PS256', async () => {
    const pairs = await Promise.all(
      (['RS256', 'ES384', 'PS256', 'EdDSA'] as const).map(async (alg) => {
        const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
        issuer.keys.push({ ...(await exportJWK(publicKey)), kid: alg, alg, use: 'sig' });
        return { alg, token: await issuer.signWith(privateKey, claims(), { typ: 'at+jwt', alg, kid: alg }) };
      }),
    );
    const fresh = new AccessTokens({ issuer: issuer.issuer, audience, allowInsecure: true });
    const outcomes = await Promise.all(
      pairs.map(async ({ alg, token }) => [alg, await outcomeOf(fresh.verify(token, now * 1_000))]),
    );
    const refused = 'token-refused: not an access token';
    expect(outcomes).toEqual([
      ['RS256', refused],
      ['ES384', refused],
      ['PS256', 'accepted'],
      ['EdDSA', 'accepted'],
    ]);
    const shared = new TextEncoder().encode(JSON.stringify(issuer.keys[0]));
    expect(await outcome(issuer.signWith(shared, claims(), { typ: 'at+jwt', alg: 'HS256' }))).toMatch(/^token-refused/);
    expect(await outcome(unsigned(claims(), { alg: 'none', typ: 'at+jwt', kid: 'known' }))).toMatch(/^token-refused/);
  });

  it('9.1.3 L1 is refused when it brings its keys along, or names where they are', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const jwk = { ...(await exportJWK(publicKey)) };
    const url = `${issuer.issuer}/theirs`;
    const brought = [{ jwk }, { jku: url }, { x5u: url }, { x5c: ['MIIB'] }, { jku: url, kid: 'theirs' }];
    for (const header of brought) {
      expect(await outcome(issuer.signWith(privateKey, claims(), { typ: 'at+jwt', ...header }))).toMatch(/^token-ref/);
      expect(await outcome(signed({}, header))).toMatch(/^token-refused/);
    }
    expect(await outcome(signed({}, { crit: ['exp'], exp: 1 }))).toMatch(/^token-refused/);
    expect(await outcome(signed({}, { kid: '' }))).toMatch(/^token-refused/);
    expect(issuer.hits.get('/theirs')).toBeUndefined();
  });

  it('9.2.1 L1 is refused before and after its time, and when it lives for more than ten minutes', async () => {
    const endMs = (now + 600) * 1_000;
    expect(await outcome(signed(), endMs - 1)).toBe('accepted');
    for (const atMs of [endMs, endMs + 60_000]) expect(await outcome(signed(), atMs)).toBe('token-expired: expired');
    expect(await outcome(signed({ exp: now + 601 }))).toMatch(/^token-refused: .*life/);
    expect(await outcome(signed({ iat: now + 60, exp: now + 300 }))).toMatch(/^token-refused: .*life/);
    expect(await outcome(signed({ nbf: now + 60 }))).toMatch(/^token-refused: "nbf"/);
    for (const change of [{ exp: undefined }, { iat: undefined }, { exp: '9' }, { iat: '9' }, { exp: null }])
      expect(await outcome(signed(change))).toMatch(/^token-refused/);
  });

  it('9.2.1 L1 tells nobody that it is expired who could not have had it', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    const expired = claims({ iat: now - 900, exp: now - 300 });
    expect(await outcome(issuer.signWith(privateKey, expired, { typ: 'at+jwt' }))).toMatch(/^token-refused/);
    expect(await outcome(signed({ iat: now - 900, exp: now - 300, aud: 'other' }))).toMatch(/^token-refused/);
  });

  it('9.2.2 L2 is refused when it is a token of another kind', async () => {
    for (const typ of ['JWT', 'dpop+jwt', 'at+jwtx', '', undefined])
      expect(await outcome(issuer.sign(claims(), typ === undefined ? {} : { typ }))).toMatch(/^token-refused/);
  });

  it('9.2.3 L2 is refused when it is for another audience, for several, or from another issuer', async () => {
    for (const aud of ['other', ['other'], [audience, 'other'], [], undefined, { urn: audience }, `${audience}/`])
      expect(await outcome(signed({ aud }))).toMatch(/^token-refused/);
    for (const iss of ['https://evil.example', `${issuer.issuer}/`, undefined, [issuer.issuer]])
      expect(await outcome(signed({ iss }))).toMatch(/^token-refused/);
  });

  it('is refused when it does not say whose it is, or its scopes are no text', async () => {
    for (const name of [undefined, '', 7, 'x\u0000', 'x'.repeat(256)])
      for (const claim of ['sub', 'client_id']) expect(await outcome(signed({ [claim]: name }))).toMatch(/^token-ref/);
    expect(await outcome(signed({ scope: ['log:read'] }))).toMatch(/^token-refused/);
  });

  it('9.1.1 L1 is refused in 2,000 mutations of every part', async () => {
    const token = await signed();
    const at = now * 1_000;
    expect(await outcome(token)).toBe('accepted');
    const place = fc.nat({ max: token.length - 1 });
    const letter = fc.constantFrom(...letters);
    const edit = fc.oneof(
      fc.tuple(place, letter).map(
        ([n, by]) =>
          (text: string) =>
            text.slice(0, n) + by + text.slice(n + 1),
      ),
      fc.tuple(place, letter).map(
        ([n, by]) =>
          (text: string) =>
            text.slice(0, n) + by + text.slice(n),
      ),
      fc.tuple(place, place).map(
        ([from, to]) =>
          (text: string) =>
            text.slice(0, from) + text.slice(to),
      ),
      // The last letters of each part: some of their bits are nobody's.
      fc.tuple(fc.nat({ max: 2 }), letter).map(([part, by]) => (text: string) => {
        const parts = text.split('.');
        return parts.with(Math.min(part, parts.length - 1), `${parts[part]?.slice(0, -1)}${by}`).join('.');
      }),
    );
    const changed = fc
      .array(edit, { minLength: 1, maxLength: 3 })
      .map((edits) => edits.reduce((text, change) => change(text), token));
    const refusedOrSame = fc.asyncProperty(changed, async (mutated) => {
      fc.pre(mutated !== token);
      expect(await outcomeOf(tokens.verify(mutated, at))).toMatch(/^token-refused: /);
    });
    await fc.assert(refusedOrSame, { numRuns: 2_000 });
    expect(await outcome(token)).toBe('accepted');
  });
});
