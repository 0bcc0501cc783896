import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair } from 'jose';
import type { JWTPayload } from 'jose';
import { IdentityProvider } from '#platform/identity-provider';
import type { IdentityProviderSettings, PendingSignIn, SignedIn } from '#platform/identity-provider';
import { FalseIssuer, unsigned } from '../fake/false-issuer.ts';
import { outcomeOf } from '../fake/outcome-of.ts';

const redirectUri = 'http://127.0.0.1:1/back';
const clientSecret = 'of-one-trial-and-no-more-than-that';

let issuer: FalseIssuer;
let settings: IdentityProviderSettings;
let provider: IdentityProvider;
let pending: PendingSignIn;

beforeAll(async () => {
  issuer = await FalseIssuer.start();
  settings = { issuer: issuer.issuer, clientId: 'redline', clientSecret, redirectUri, scopes: [], allowInsecure: true };
  provider = await IdentityProvider.discover(settings);
});
beforeEach(async () => {
  ({ pending } = await provider.begin());
});
afterAll(() => issuer.stop());

const now = (): number => Math.floor(Date.now() / 1_000);
/** Right claims but for the change, which may be anything at all. */
const claims = (change: Readonly<Record<string, unknown>> = {}): JWTPayload => ({
  iss: issuer.issuer,
  aud: 'redline',
  sub: 'li-wei',
  nonce: pending.nonce,
  iat: now(),
  exp: now() + 300,
  ...change,
});

/** The end of a sign-in in which the token endpoint gives this id_token. */
const finishWith = (idToken: string, changed: Partial<PendingSignIn> = {}): Promise<SignedIn> => {
  issuer.idToken = idToken;
  const back = new URL(`${redirectUri}?${new URLSearchParams({ code: 'any', state: pending.state }).toString()}`);
  return provider.finish(back, { ...pending, ...changed });
};
const refusal = async (change: Readonly<Record<string, unknown>>): Promise<string> =>
  outcomeOf(finishWith(await issuer.sign(claims(change))));

describe('an id_token', () => {
  it('is taken when all of it is right, and the code was asked for with its verifier', async () => {
    await expect(finishWith(await issuer.sign(claims()))).resolves.toMatchObject({
      issuer: issuer.issuer,
      subject: 'li-wei',
      amr: [],
      authTimeMs: undefined,
    });
    expect(Object.fromEntries(issuer.asked.at(-1) ?? [])).toMatchObject({
      grant_type: 'authorization_code',
      code_verifier: pending.verifier,
      redirect_uri: redirectUri,
    });
  });

  it('6.8.2 L2 is refused unsigned, though the provider announces `none`', async () => {
    const right = await issuer.sign(claims());
    const [header = '', payload = ''] = right.split('.');
    const emptied = [
      unsigned(claims()),
      unsigned(claims(), { alg: 'NONE', kid: 'known' }),
      unsigned(claims(), { kid: 'known' }),
      `${header}.${payload}.`,
      `${header}.${payload}`,
    ];
    for (const idToken of emptied) expect(await outcomeOf(finishWith(idToken))).toMatch(/^provider-refused: /);
  });

  it('6.8.2 L2 is refused with a signature of anybody else', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const jwk = { ...(await exportJWK(publicKey)) };
    const shared = new TextEncoder().encode(clientSecret);
    const published = new TextEncoder().encode(JSON.stringify(issuer.keys[0]));
    const forged = [
      await issuer.signWith(privateKey, claims()),
      await issuer.signWith(privateKey, claims(), { kid: 'unknown' }),
      await issuer.signWith(privateKey, claims(), { jwk }),
      await issuer.signWith(privateKey, claims(), { jku: 'https://evil.example/jwks', kid: 'evil' }),
      await issuer.signWith(shared, claims(), { alg: 'HS256' }),
      await issuer.signWith(published, claims(), { alg: 'HS256' }),
    ];
    for (const idToken of forged) expect(await outcomeOf(finishWith(idToken))).toMatch(/^provider-refused: /);
  });

  it('6.8.2 L2 is refused with claims that were changed after signing', async () => {
    const [header, , signature] = (await issuer.sign(claims())).split('.');
    const payload = Buffer.from(JSON.stringify(claims({ sub: 'li-na' }))).toString('base64url');
    expect(await outcomeOf(finishWith([header, payload, signature].join('.')))).toMatch(/^provider-refused: /);
  });

  it('10.5.1 L2 is refused with another nonce, and with none', async () => {
    expect(await refusal({ nonce: 'x'.repeat(43) })).toMatch(/^provider-refused: .*"nonce"/);
    expect(await refusal({ nonce: undefined })).toMatch(/^provider-refused: .*"nonce"/);
  });

  it('10.5.2 L2 is refused without a subject of 1 to 255 characters', async () => {
    for (const sub of [undefined, '', 'x'.repeat(256), 7, ['li-wei']])
      expect(await refusal({ sub })).toMatch(/^provider-refused: .*sub/);
  });

  it('10.5.3 L2 is refused in the name of another issuer', async () => {
    for (const iss of ['https://evil.example', `${issuer.issuer}/`, undefined])
      expect(await refusal({ iss })).toMatch(/^provider-refused: .*"iss"/);
  });

  it('10.5.4 L2 is refused when it is for another client, or for several without saying whose', async () => {
    for (const aud of ['other', ['other'], [], undefined, ['redline', 'other']])
      expect(await refusal({ aud })).toMatch(/^provider-refused: .*"aud"/);
    expect(await refusal({ aud: ['redline', 'other'], azp: 'other' })).toMatch(/^provider-refused: .*"azp"/);
  });

  it('9.2.1 L1 is refused before and after its time', async () => {
    expect(await refusal({ exp: now() - 11 })).toMatch(/^provider-refused: .*"exp"/);
    expect(await refusal({ exp: undefined })).toMatch(/^provider-refused: .*"exp"/);
    expect(await refusal({ nbf: now() + 60 })).toMatch(/^provider-refused: .*"nbf"/);
  });

  it('is refused when there is none', async () => {
    issuer.answers('/token', 200, JSON.stringify({ access_token: 'a', token_type: 'Bearer' }));
    expect(await outcomeOf(finishWith(''))).toMatch(/^provider-refused: .*id_token/);
    issuer.instead.clear();
  });
});

describe('a proof that was asked for again', () => {
  it('6.8.4 L2 must be there, and from after it was asked for', async () => {
    const asked = async (change: Readonly<Record<string, unknown>>): Promise<string> =>
      outcomeOf(finishWith(await issuer.sign(claims(change)), { again: true, begunMs: Date.now() - 120_000 }));
    expect(await asked({})).toMatch(/^provider-refused: .*auth_time/);
    expect(await asked({ auth_time: 'now' })).toMatch(/^provider-refused: .*auth_time/);
    expect(await asked({ auth_time: now() - 140 })).toMatch(/^provider-refused: too much time/);
    expect(await asked({ auth_time: now() + 60 })).toBe('provider-refused: the proof is from the future');
    expect(await asked({ auth_time: now() - 115 })).toBe('accepted');
  });
});

describe('a provider', () => {
  it('10.5.3 L2 is refused when it calls itself otherwise than its setting', async () => {
    for (const name of ['https://evil.example', `${issuer.issuer}/`]) {
      issuer.answers('/.well-known/openid-configuration', 200, JSON.stringify({ ...issuer.metadata, issuer: name }));
      expect(await outcomeOf(IdentityProvider.discover(settings))).toMatch(/^provider-refused: /);
    }
    issuer.instead.clear();
  });

  it('is refused when it lacks what a sign-in needs, or offers it unsafely', async () => {
    const changes = [
      { token_endpoint: undefined },
      { jwks_uri: undefined },
      { token_endpoint: 'http://idp.example/token' },
      { authorization_endpoint: 'javascript:alert(1)' },
      { code_challenge_methods_supported: ['plain'] },
    ];
    for (const change of changes) {
      issuer.answers('/.well-known/openid-configuration', 200, JSON.stringify({ ...issuer.metadata, ...change }));
      expect(await outcomeOf(IdentityProvider.discover(settings))).toMatch(/^provider-refused: the provider /);
    }
    issuer.instead.clear();
    for (const change of [{ allowInsecure: false }, { issuer: 'http://idp.example' }])
      expect(await outcomeOf(IdentityProvider.discover({ ...settings, ...change }))).toBe(
        'provider-refused: the issuer is not https',
      );
  });
});
