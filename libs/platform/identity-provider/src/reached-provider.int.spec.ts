import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ReachedProvider } from '#platform/identity-provider';
import { FalseIssuer } from '../fake/false-issuer.ts';
import { outcomeOf } from '../fake/outcome-of.ts';

const discovery = '/.well-known/openid-configuration';

describe('a provider that is reached when it is needed', () => {
  let issuer: FalseIssuer;
  beforeAll(async () => {
    issuer = await FalseIssuer.start();
  });
  afterAll(() => issuer.stop());

  const settings = () => ({
    issuer: issuer.issuer,
    clientId: 'redline',
    clientSecret: 'secret',
    redirectUri: 'http://127.0.0.1:1/back',
    scopes: [],
    allowInsecure: true,
  });
  const asked = (): number => issuer.hits.get(discovery) ?? 0;

  it('is asked once by however many, and again after an hour', async () => {
    let nowMs = 0;
    const reached = new ReachedProvider(settings(), () => nowMs);
    const before = asked();
    const all = await Promise.all([reached.reach(), reached.reach(), reached.reach()]);
    expect([new Set(all).size, asked() - before]).toEqual([1, 1]);
    nowMs += 3_600_000;
    await reached.reach();
    expect(asked() - before).toBe(2);
  });

  it('that is away is let alone for a second, and then comes back', async () => {
    let nowMs = 0;
    const reached = new ReachedProvider(settings(), () => nowMs);
    issuer.answers(discovery, 503);
    const before = asked();
    for (let tries = 0; tries < 3; tries += 1)
      expect(await outcomeOf(reached.reach())).toBe('provider-unavailable: the provider answered 503');
    expect(asked() - before).toBe(1);
    issuer.instead.clear();
    nowMs += 1_000;
    expect(await outcomeOf(reached.reach())).toBe('accepted');
  });

  it('that calls itself otherwise is not there, and accuses nobody who signs in', async () => {
    issuer.answers(discovery, 200, JSON.stringify({ ...issuer.metadata, issuer: 'http://127.0.0.1:1' }));
    expect(await outcomeOf(new ReachedProvider(settings()).reach())).toMatch(/^provider-unavailable: /);
    issuer.instead.clear();
  });
});
