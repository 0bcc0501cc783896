import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair } from 'jose';
import { AccessTokens, IdentityProvider } from '#platform/identity-provider';
import type { IdentityProviderSettings, PendingSignIn } from '#platform/identity-provider';
import { FalseIssuer } from '../fake/false-issuer.ts';
import type { Answering } from '../fake/false-issuer.ts';
import { outcomeOf } from '../fake/outcome-of.ts';

const discovery = '/.well-known/openid-configuration';
const redirectUri = 'http://127.0.0.1:1/back';
const audience = 'urn:redline';

let issuer: FalseIssuer;
beforeEach(async () => {
  issuer = await FalseIssuer.start();
});
afterEach(() => issuer.stop());

/** Answers that are none: silence, failures, other places, too much, and a line that breaks. */
const faults: readonly (readonly [string, Answering])[] = [
  ['silence', () => undefined],
  ['silence in the middle', (_, response) => response.writeHead(200, json).write('{')],
  ['500', (_, response) => response.writeHead(500, json).end('{"error":"server_error"}')],
  ['503', (_, response) => response.writeHead(503).end()],
  ['429', (_, response) => response.writeHead(429, json).end('{"error":"slow_down"}')],
  ['a megabyte', (_, response) => response.writeHead(200, json).end(`{"x":"${'x'.repeat(1_000_000)}"}`)],
  ['a broken line', (request) => request.socket.destroy()],
];
const gone: typeof faults = [
  ['404', (_, response) => response.writeHead(404, json).end('{}')],
  ['a redirect', (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
];
const json = { 'content-type': 'application/json' };

const settings = (): IdentityProviderSettings => ({
  issuer: issuer.issuer,
  clientId: 'redline',
  clientSecret: 'of-one-trial-and-no-more',
  redirectUri,
  scopes: [],
  allowInsecure: true,
  timeoutMs: 300,
});
const now = (): number => Math.floor(Date.now() / 1_000);

const finish = async (provider: IdentityProvider, pending: PendingSignIn): Promise<unknown> => {
  const claims = { iss: issuer.issuer, aud: 'redline', sub: 'li-wei', nonce: pending.nonce, iat: now() };
  issuer.idToken = await issuer.sign({ ...claims, exp: now() + 60 });
  return provider.finish(new URL(`${redirectUri}?code=any&state=${pending.state}`), pending);
};

describe('a provider that does not answer', () => {
  it.each([...faults, ...gone])('16.5.3 L2 is not known, and so nobody is sent there: %s', async (_, fault) => {
    issuer.instead.set(discovery, fault);
    expect(await outcomeOf(IdentityProvider.discover(settings()))).toMatch(/^provider-unavailable: /);
  });

  it.each(faults)('16.5.3 L2 lets nobody in and refuses nobody: %s for a code', async (_, fault) => {
    const provider = await IdentityProvider.discover(settings());
    const { pending } = await provider.begin();
    issuer.instead.set('/token', fault);
    expect(await outcomeOf(finish(provider, pending))).toMatch(/^provider-unavailable: /);
    issuer.instead.clear();
    expect(await outcomeOf(finish(provider, pending))).toBe('accepted');
  });

  it.each([...faults, ...gone])('16.5.3 L2 lets nobody in whose id_token cannot be checked: %s', async (_, fault) => {
    const provider = await IdentityProvider.discover(settings());
    const { pending } = await provider.begin();
    issuer.instead.set('/jwks', fault);
    expect(await outcomeOf(finish(provider, pending))).toMatch(/^provider-unavailable: /);
  });

  it('16.5.3 L2 is not there at all', async () => {
    await issuer.stop();
    expect(await outcomeOf(IdentityProvider.discover(settings()))).toBe(
      'provider-unavailable: no answer: ECONNREFUSED',
    );
    issuer = await FalseIssuer.start();
  });

  it('may say so itself, on the way back', async () => {
    const provider = await IdentityProvider.discover(settings());
    const { pending } = await provider.begin();
    const back = new URL(`${redirectUri}?error=temporarily_unavailable&state=${pending.state}`);
    expect(await outcomeOf(provider.finish(back, pending))).toMatch(/^provider-unavailable: /);
    back.searchParams.set('state', 'x'.repeat(43));
    expect(await outcomeOf(provider.finish(back, pending))).toMatch(/^provider-refused: .*state/);
  });
});

describe('keys that cannot be had', () => {
  const token = (kid = 'known'): Promise<string> => {
    const claims = { iss: issuer.issuer, aud: audience, sub: 'm', client_id: 'm', iat: now(), exp: now() + 60 };
    return issuer.sign(claims, { typ: 'at+jwt', kid });
  };
  const opened = (): AccessTokens =>
    new AccessTokens({ issuer: issuer.issuer, audience, allowInsecure: true, timeoutMs: 300 });

  it.each([...faults, ...gone])('16.5.3 L2 make a token neither good nor bad: %s', async (_, fault) => {
    for (const path of [discovery, '/jwks']) {
      issuer.instead.set(path, fault);
      expect(await outcomeOf(opened().verify(await token()))).toMatch(/^provider-unavailable: /);
      issuer.instead.clear();
    }
  });

  it.each(['no json', 'null', '{}', '{"keys":{}}', '{"keys":[7]}'])('are not read: %s', async (body) => {
    issuer.answers('/jwks', 200, body);
    expect(await outcomeOf(opened().verify(await token()))).toMatch(/^provider-unavailable: /);
  });

  it('are asked for again when the provider is back, but not within a second', async () => {
    const tokens = opened();
    issuer.answers(discovery, 503);
    for (let n = 0; n < 20; n += 1)
      expect(await outcomeOf(tokens.verify(await token()))).toBe('provider-unavailable: the provider answered 503');
    expect(issuer.hits.get(discovery)).toBe(1);
    issuer.instead.clear();
    const giveUp = performance.now() + 30_000;
    while ((await outcomeOf(tokens.verify(await token()))) !== 'accepted')
      expect(performance.now()).toBeLessThan(giveUp);
    expect(issuer.hits.get(discovery)).toBe(2);
  });

  it('are remembered, and strangers do not make us ask for others', async () => {
    const tokens = opened();
    for (const kid of ['known', 'known', 'unknown', 'another', 'known'])
      await outcomeOf(tokens.verify(await token(kid)));
    expect(issuer.hits.get('/jwks')).toBe(1);
    issuer.answers('/jwks', 503);
    expect(await outcomeOf(tokens.verify(await token()))).toBe('accepted');
  });

  it('are not taken when they are the secret halves', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    issuer.keys = [{ ...(await exportJWK(privateKey)), kid: 'known' }];
    expect(await outcomeOf(opened().verify(await token()))).not.toBe('accepted');
  });

  it('are not asked for by what is no token', async () => {
    const tokens = opened();
    for (const text of ['', 'a.b.c', 'ek_live_x'])
      expect(await outcomeOf(tokens.verify(text))).toMatch(/^token-refused/);
    expect(issuer.hits.size).toBe(0);
  });
});
