import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IdentityProvider, readClientKey } from '#platform/identity-provider';
import type { IdentityProviderSettings, PendingSignIn, SignedIn } from '#platform/identity-provider';
import { outcomeOf } from '../fake/outcome-of.ts';
import { Person } from '../fake/person.ts';
import type { Entered } from '../fake/person.ts';
import { RealProvider } from '../fake/real-provider.ts';

const redirectUri = 'http://127.0.0.1:1/back';
const email = 'office@example.org';
const officer = { roles: ['经办'], districts: ['460106'], email };
const withCode: Entered = { login: 'li-wei', amr: ['pwd', 'otp'] };

let real: RealProvider;
let settings: IdentityProviderSettings;
let provider: IdentityProvider;

beforeAll(async () => {
  real = await RealProvider.start({ redirectUri, accounts: { 'li-wei': officer, 'li-na': officer } });
  settings = {
    issuer: real.issuer,
    clientId: 'redline',
    clientSecret: real.secret,
    redirectUri,
    scopes: ['profile'],
    amr: ['mfa', 'otp'],
    allowInsecure: true,
  };
  provider = await IdentityProvider.discover(settings);
});
afterAll(() => real.stop());

interface Begun {
  readonly entered?: Entered;
  readonly again?: boolean;
  readonly person?: Person;
  readonly by?: IdentityProvider;
  /** What somebody changes in the address on the way to the provider. */
  readonly changed?: (address: URL) => void;
}

/** One person's way to the provider and back. */
const wayBack = async (begun: Begun = {}): Promise<{ back: URL; pending: PendingSignIn }> => {
  const { entered = withCode, again = false, person = new Person(), by = provider, changed } = begun;
  const { url, pending } = await by.begin({ again });
  const address = new URL(url);
  changed?.(address);
  return { back: await person.goes(address.href, redirectUri, entered), pending };
};

const signIn = async (begun: Begun = {}): Promise<SignedIn> => {
  const { back, pending } = await wayBack(begun);
  return await (begun.by ?? provider).finish(back, pending);
};

describe('a sign-in with a real provider', () => {
  it('tells who it was, how they proved it, and what the provider says of them', async () => {
    const person = new Person();
    const { claims, authTimeMs = 0, sid, vouchedMs, ...who } = await signIn({ person });
    expect(sid).toBe(claims['sid']);
    expect(who).toEqual({ issuer: real.issuer, subject: 'li-wei', amr: ['pwd', 'otp'], acr: undefined });
    expect(claims).toMatchObject({ roles: ['经办'], districts: ['460106'] });
    expect(Math.abs(Date.now() - authTimeMs)).toBeLessThan(60_000);
    expect(vouchedMs).toBe(Number(claims['iat']) * 1_000);
    expect(person.pages).toEqual(['login', 'consent']);
  });

  it('works with a key of our own, and with another algorithm', async () => {
    const { clientSecret: _, ...rest } = settings;
    const privateKey = readClientKey(real.privateKey);
    const by = await IdentityProvider.discover({ ...rest, clientId: 'redline-key', privateKey });
    await expect(signIn({ by })).resolves.toMatchObject({ subject: 'li-wei' });
  });

  it('10.5.2 L2 knows a person by issuer and subject: an e-mail that two have makes them nobody else', async () => {
    const one = await signIn();
    const other = await signIn({ entered: { ...withCode, login: 'li-na' } });
    expect([one.issuer, other.issuer]).toEqual([real.issuer, real.issuer]);
    expect([one.subject, other.subject]).toEqual(['li-wei', 'li-na']);
  });

  it('looks at nothing but the query of the address that people come back to', async () => {
    const { back, pending } = await wayBack();
    const elsewhere = new URL(`https://evil.example/other${back.search}#fragment`);
    await expect(provider.finish(elsewhere, pending)).resolves.toMatchObject({ subject: 'li-wei' });
  });

  it('is refused when the client proves itself wrongly', async () => {
    const by = await IdentityProvider.discover({ ...settings, clientSecret: 'guessed' });
    expect(await outcomeOf(signIn({ by }))).toMatch(/^provider-refused: /);
  });

  it('is refused when the person turns back', async () => {
    const entered: Entered = { login: '', cancel: true };
    expect(await outcomeOf(signIn({ entered }))).toBe('provider-refused: the provider says access_denied');
  });
});

describe('asked again', () => {
  it('a person enters everything again, though the provider still knows them', async () => {
    const person = new Person();
    await signIn({ person });
    await signIn({ person });
    expect(person.pages).toEqual(['login', 'consent']);
    const begunMs = Date.now();
    const { authTimeMs = 0 } = await signIn({ person, again: true });
    expect(person.pages).toEqual(['login', 'consent', 'login']);
    expect(authTimeMs).toBeGreaterThan(begunMs - 1_000);
  });
});

describe('what came back for somebody else', () => {
  it('10.2.1 L2 is refused by its state: none, another, the one of another sign-in', async () => {
    const [mine, theirs] = [await wayBack(), await wayBack()];
    const without = new URL(mine.back);
    without.searchParams.delete('state');
    const invented = new URL(mine.back);
    invented.searchParams.set('state', 'x'.repeat(43));
    for (const back of [without, invented, theirs.back])
      expect(await outcomeOf(provider.finish(back, mine.pending))).toMatch(/^provider-refused: .*state/);
    await expect(provider.finish(mine.back, mine.pending)).resolves.toMatchObject({ subject: 'li-wei' });
  });

  it('10.2.1 L2 is refused by its verifier: a code that another browser got', async () => {
    const [mine, theirs] = [await wayBack(), await wayBack()];
    const injected = new URL(mine.back);
    injected.searchParams.set('code', theirs.back.searchParams.get('code') ?? '');
    expect(await outcomeOf(provider.finish(injected, mine.pending))).toBe(
      'provider-refused: the provider says invalid_grant',
    );
  });

  it('10.2.2 L2 is refused when another issuer answered', async () => {
    const { back, pending } = await wayBack();
    back.searchParams.set('iss', 'https://evil.example');
    expect(await outcomeOf(provider.finish(back, pending))).toMatch(/^provider-refused: .*"iss"/);
    back.searchParams.delete('iss');
    expect(await outcomeOf(provider.finish(back, pending))).toMatch(/^provider-refused: .*"iss"/);
  });

  it('is refused the second time', async () => {
    const { back, pending } = await wayBack();
    await provider.finish(back, pending);
    expect(await outcomeOf(provider.finish(back, pending))).toBe('provider-refused: the provider says invalid_grant');
  });

  it('is refused when nothing was begun, or too long ago', async () => {
    const { back, pending } = await wayBack();
    const lost: readonly Partial<Record<keyof PendingSignIn, unknown>>[] = [
      { state: undefined },
      { nonce: undefined },
      { verifier: '' },
      { begunMs: Date.now() - 601_000 },
      { begunMs: Date.now() + 60_000 },
      { begunMs: undefined },
    ];
    for (const change of lost)
      expect(await outcomeOf(provider.finish(back, { ...pending, ...change } as PendingSignIn))).toMatch(
        /^provider-refused: nothing was begun/,
      );
  });
});

describe('PKCE', () => {
  it('10.4.6 L2 is asked for with S256, and the provider gives no code without it', async () => {
    const { url, pending } = await provider.begin();
    const asked = new URL(url).searchParams;
    expect(asked.get('code_challenge_method')).toBe('S256');
    expect(asked.get('code_challenge')).not.toContain(pending.verifier);
    const stripped = signIn({
      changed: ({ searchParams }) => {
        searchParams.delete('code_challenge');
        searchParams.delete('code_challenge_method');
      },
    });
    expect(await outcomeOf(stripped)).toBe('provider-refused: the provider says invalid_request');
  });

  it('10.4.6 L2 refuses the code of a challenge that is not ours', async () => {
    const other = new URL((await provider.begin()).url).searchParams.get('code_challenge') ?? '';
    const swapped = signIn({ changed: ({ searchParams }) => searchParams.set('code_challenge', other) });
    expect(await outcomeOf(swapped)).toBe('provider-refused: the provider says invalid_grant');
  });
});

describe('a second factor', () => {
  const context = 'urn:example:two-factors';

  it('6.8.4 L2 is required: without one of the methods nobody is let in', async () => {
    for (const amr of [[], ['pwd'], ['OTP']])
      expect(await outcomeOf(signIn({ entered: { login: 'li-wei', amr } }))).toBe(
        'provider-refused: no second factor was used',
      );
  });

  it('6.8.4 L2 is asked for as a context, which then must be the answer’s', async () => {
    const by = await IdentityProvider.discover({ ...settings, acr: [context] });
    expect(new URL((await by.begin()).url).searchParams.get('acr_values')).toBe(context);
    for (const entered of [withCode, { ...withCode, acr: 'urn:example:password' }])
      expect(await outcomeOf(signIn({ by, entered }))).toBe('provider-refused: no second factor was used');
    const enteredBoth = { login: 'li-wei', acr: context };
    await expect(signIn({ by, entered: enteredBoth })).resolves.toMatchObject({ acr: context });
  });
});
