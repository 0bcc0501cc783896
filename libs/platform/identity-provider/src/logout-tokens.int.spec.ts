import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair } from 'jose';
import type { JWTHeaderParameters, JWTPayload } from 'jose';
import { LogoutTokens } from '#platform/identity-provider';
import { FalseIssuer, unsigned } from '../fake/false-issuer.ts';
import { outcomeOf } from '../fake/outcome-of.ts';

const event = 'http://schemas.openid.net/event/backchannel-logout';
const refused = /^token-(?:refused|expired): /;
const now = Math.floor(Date.now() / 1_000);

let issuer: FalseIssuer;
let tokens: LogoutTokens;
beforeAll(async () => {
  issuer = await FalseIssuer.start();
});
beforeEach(() => {
  issuer.instead.clear();
  tokens = new LogoutTokens({ issuer: issuer.issuer, clientId: 'redline', allowInsecure: true, timeoutMs: 300 });
});
afterAll(() => issuer.stop());

const claims = (change: Readonly<Record<string, unknown>> = {}): JWTPayload => ({
  iss: issuer.issuer,
  aud: 'redline',
  sub: 'li-wei',
  iat: now,
  exp: now + 120,
  jti: 'of-this-logout',
  events: { [event]: {} },
  ...change,
});
const signed = (change = {}, header: Partial<JWTHeaderParameters> = {}): Promise<string> =>
  issuer.sign(claims(change), { typ: 'logout+jwt', ...header });
const outcome = async (token: string | Promise<string>, atMs = now * 1_000): Promise<string> =>
  outcomeOf(tokens.verify(await token, atMs));

describe('a logout token', () => {
  it('tells who is out: a person, one of their sessions, or both', async () => {
    const told = async (change: object) => tokens.verify(await signed(change), now * 1_000);
    expect(await told({})).toEqual({
      issuer: issuer.issuer,
      subject: 'li-wei',
      sid: undefined,
      id: 'of-this-logout',
      saidMs: now * 1_000,
      goodUntilMs: (now + 310) * 1_000,
    });
    // A part of a second makes it later, never earlier.
    expect(await told({ iat: now - 1.9999 })).toMatchObject({ saidMs: (now - 2) * 1_000 + 1 });
    expect(await told({ sid: 's-1' })).toMatchObject({ subject: 'li-wei', sid: 's-1' });
    expect(await told({ sub: undefined, sid: 's-1' })).toMatchObject({ subject: undefined, sid: 's-1' });
  });

  it('may be called JWT or nothing, have one audience in a list, and neither an end nor the name of its key', async () => {
    for (const typ of ['application/logout+jwt', 'LOGOUT+JWT', 'JWT', undefined])
      expect(await outcome(issuer.sign(claims(), typ === undefined ? {} : { typ }))).toBe('accepted');
    for (const change of [{ aud: ['redline'] }, { exp: undefined }, { events: { [event]: {}, 'urn:other': {} } }])
      expect(await outcome(signed(change))).toBe('accepted');
    const unnamed = { kid: undefined } as unknown as Partial<JWTHeaderParameters>;
    expect(await outcome(signed({}, unnamed))).toBe('accepted');
  });

  it('9.1.1 L1 is refused with a signature of anybody else, or none', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    const [header, payload, signature] = (await signed()).split('.');
    const changed = Buffer.from(JSON.stringify(claims({ sub: 'li-na' }))).toString('base64url');
    const forged = [
      issuer.signWith(privateKey, claims(), { typ: 'logout+jwt' }),
      issuer.signWith(privateKey, claims(), { typ: 'logout+jwt', kid: 'unknown' }),
      [header, changed, signature].join('.'),
      `${header}.${payload}.`,
      `${header}.${payload}`,
      '',
      'a.b.c',
      'x'.repeat(1_000_000),
    ];
    for (const token of forged) expect(await outcome(token)).toMatch(refused);
  });

  it('9.1.2 L1 is refused with any algorithm but those of id_tokens', async () => {
    const answers = await Promise.all(
      (['RS256', 'PS256', 'EdDSA', 'ES384', 'RS512'] as const).map(async (alg) => {
        const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
        issuer.keys.push({ ...(await exportJWK(publicKey)), kid: alg, alg, use: 'sig' });
        return [alg, await issuer.signWith(privateKey, claims(), { typ: 'logout+jwt', alg, kid: alg })] as const;
      }),
    );
    const taken = [];
    for (const [alg, token] of answers) if ((await outcome(token)) === 'accepted') taken.push(alg);
    expect(taken).toEqual(['RS256', 'PS256', 'EdDSA']);
    const published = new TextEncoder().encode(JSON.stringify(issuer.keys[0]));
    expect(await outcome(issuer.signWith(published, claims(), { alg: 'HS256', typ: 'logout+jwt' }))).toMatch(refused);
    for (const alg of ['none', 'NONE'])
      expect(await outcome(unsigned(claims(), { alg, typ: 'logout+jwt', kid: 'known' }))).toMatch(refused);
  });

  it('9.1.3 L1 is refused when it brings its keys along, or names where they are', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const jwk = { ...(await exportJWK(publicKey)) };
    const url = `${issuer.issuer}/theirs`;
    for (const header of [
      { jwk },
      { jku: url },
      { x5u: url },
      { x5c: ['MIIB'] },
      { crit: ['exp'], exp: 1 },
      { kid: '' },
    ])
      for (const key of [privateKey, issuer.key])
        expect(await outcome(issuer.signWith(key, claims(), { typ: 'logout+jwt', ...header }))).toMatch(refused);
    expect(issuer.hits.get('/theirs')).toBeUndefined();
  });

  it('9.2.1 L1 is refused when it is older than five minutes, expired, or from the future', async () => {
    const oldestMs = (now + 310) * 1_000;
    const endless = await signed({ exp: undefined });
    expect(await outcome(endless, oldestMs - 1_000)).toBe('accepted');
    expect(await outcome(endless, oldestMs + 1_000)).toMatch(refused);
    expect(await outcome(signed({ exp: now + 3_600 }), oldestMs + 1_000)).toMatch(refused);
    expect(await outcome(signed({ exp: now - 11 }))).toMatch(refused);
    expect(await outcome(signed({ iat: now + 60 }))).toMatch(refused);
    expect(await outcome(signed({ nbf: now + 60 }))).toMatch(refused);
    for (const change of [{ iat: undefined }, { iat: '9' }, { iat: null }, { exp: '9' }, { exp: null }])
      expect(await outcome(signed(change))).toMatch(refused);
  });

  it('9.2.2 L2 is refused when it is a token of another kind, also one that somebody signed in with', async () => {
    for (const typ of ['at+jwt', 'dpop+jwt', 'secevent+jwt', 'logout+jwtx', ''])
      expect(await outcome(issuer.sign(claims(), { typ }))).toMatch(refused);
    for (const change of [{ events: undefined, nonce: 'n' }, { nonce: 'n' }, { nonce: null }, { nonce: '' }])
      expect(await outcome(issuer.sign(claims(change), { typ: 'JWT' }))).toMatch(refused);
    const noLogouts = [undefined, null, {}, [event], event, { [event]: null }, { [event]: [] }, { [event]: true }];
    for (const events of [...noLogouts, { [`${event}/`]: {} }])
      expect(await outcome(signed({ events }))).toMatch(refused);
  });

  it('9.2.3 L2 is refused when it is for another client, for several, or of another issuer', async () => {
    for (const aud of ['other', ['other'], ['redline', 'other'], ['redline', 'redline'], [], undefined, { redline: 1 }])
      expect(await outcome(signed({ aud }))).toMatch(refused);
    for (const iss of ['https://evil.example', `${issuer.issuer}/`, undefined, [issuer.issuer]])
      expect(await outcome(signed({ iss }))).toMatch(refused);
  });

  it('is refused when it names nobody, or itself is not named', async () => {
    const names = ['', 7, null, ['li-wei'], 'x\u0000', 'x'.repeat(256)];
    for (const name of names)
      for (const claim of ['sub', 'sid', 'jti']) expect(await outcome(signed({ [claim]: name }))).toMatch(refused);
    for (const change of [{ sub: undefined }, { jti: undefined }])
      expect(await outcome(signed(change))).toMatch(refused);
  });

  it('16.5.3 L2 is neither good nor bad while the keys cannot be known', async () => {
    const token = await signed();
    for (const path of ['/.well-known/openid-configuration', '/jwks']) {
      const fresh = new LogoutTokens({ issuer: issuer.issuer, clientId: 'redline', allowInsecure: true });
      issuer.answers(path, 503);
      expect(await outcomeOf(fresh.verify(token, now * 1_000))).toMatch(/^provider-unavailable: /);
      issuer.instead.clear();
    }
    const asked = issuer.hits.size;
    expect(await outcomeOf(tokens.verify('a.b.c'))).toMatch(refused);
    expect(issuer.hits.size).toBe(asked);
  });
});
