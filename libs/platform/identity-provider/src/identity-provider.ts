import * as client from 'openid-client';
import { clientAuthentication } from './client-authentication.ts';
import type { ClientCredentials } from './client-authentication.ts';
import { ProviderRefused, ProviderUnavailable, reasonOf, unavailableIn } from './provider-errors.ts';
import { isSafe, providerFetch } from './provider-fetch.ts';
import type { ProviderPlace } from './provider-fetch.ts';
import { lacksSecondFactor } from './second-factor.ts';
import type { Proof, SecondFactor } from './second-factor.ts';
import { isName } from './signed-tokens.ts';
import { idTokenAlgorithms } from './token-shape.ts';

/** How the register is known to the provider that its people sign in with. */
export interface IdentityProviderSettings extends ProviderPlace, ClientCredentials, SecondFactor {
  readonly redirectUri: string;
  /** `openid` is asked for in any case. */
  readonly scopes: readonly string[];
}

/** What a sign-in that was begun is finished with. It stays with whoever began it, on the server or sealed. */
export interface PendingSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Whether the person must prove anew that it is them. */
  readonly again: boolean;
  readonly begunMs: number;
}

/** Who signed in. Issuer and subject together are the person; nothing among the claims is, an e-mail least of all. */
export interface SignedIn extends Proof {
  readonly issuer: string;
  readonly subject: string;
  /** Its session at the provider, where that says so: by it the provider may tell that it is over. */
  readonly sid: string | undefined;
  readonly claims: Readonly<Record<string, unknown>>;
  /** When the provider said all this, by its own clock. */
  readonly vouchedMs: number;
  /** When the person proved who they are; always there when that was asked for again. */
  readonly authTimeMs: number | undefined;
}

const toleratedSeconds = 10;
const mostPendingMs = 10 * 60_000;

/**
 * People's sign-in with an outside provider: authorization code with PKCE, state and nonce. Tokens are looked at once and
 * forgotten; every id_token is held to the provider's keys, though it came over TLS.
 */
export class IdentityProvider {
  readonly #config: client.Configuration;
  readonly #settings: IdentityProviderSettings;

  private constructor(config: client.Configuration, settings: IdentityProviderSettings) {
    this.#config = config;
    this.#settings = settings;
  }

  /** Asks the provider for its addresses. @throws ProviderUnavailable, ProviderRefused: it calls itself something else, or has no S256 */
  static async discover(settings: IdentityProviderSettings): Promise<IdentityProvider> {
    const { issuer, clientId, allowInsecure = false } = settings;
    if (!isSafe(issuer, allowInsecure)) throw new ProviderRefused('the issuer is not https');
    // The library takes one algorithm or a list; its types know the one.
    const metadata = { id_token_signed_response_alg: [...idTokenAlgorithms] as unknown as string };
    const config = await client
      .discovery(
        new URL(issuer),
        clientId,
        { ...metadata, [client.clockTolerance]: toleratedSeconds },
        await clientAuthentication(settings),
        {
          [client.customFetch]: providerFetch(settings),
          execute: [client.enableNonRepudiationChecks, ...(allowInsecure ? [client.allowInsecureRequests] : [])],
        },
      )
      .catch(rethrown);
    refuseUnfit(config.serverMetadata(), settings);
    return new IdentityProvider(config, settings);
  }

  /** Where the person is sent, and what `finish` needs when they come back. `again`: they are to prove anew that it is them. */
  async begin({ again = false }: { readonly again?: boolean } = {}): Promise<{ url: string; pending: PendingSignIn }> {
    const { redirectUri, scopes, acr = [] } = this.#settings;
    const [state, nonce, verifier] = [client.randomState(), client.randomNonce(), client.randomPKCECodeVerifier()];
    const url = client.buildAuthorizationUrl(this.#config, {
      redirect_uri: redirectUri,
      scope: [...new Set(['openid', ...scopes])].join(' '),
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(acr.length > 0 && { acr_values: acr.join(' ') }),
      ...(again && { max_age: '0', prompt: 'login' }),
    });
    return { url: url.href, pending: { state, nonce, verifier, again, begunMs: Date.now() } };
  }

  /**
   * Takes what the person came back with; of the address nothing but the query is looked at. Begun more than ten minutes
   * ago is refused; asked again, so is a proof from before it was begun.
   * @throws ProviderRefused, ProviderUnavailable
   */
  async finish(currentUrl: URL, pending: PendingSignIn): Promise<SignedIn> {
    const elapsedMs = Date.now() - pending.begunMs;
    if (!isWhole(pending) || !(elapsedMs >= 0 && elapsedMs <= mostPendingMs))
      throw new ProviderRefused('nothing was begun, or too long ago');
    const returned = new URL(this.#settings.redirectUri);
    returned.search = currentUrl.search;
    const tokens = await client
      .authorizationCodeGrant(this.#config, returned, {
        expectedState: pending.state,
        expectedNonce: pending.nonce,
        pkceCodeVerifier: pending.verifier,
        idTokenExpected: true,
        ...(pending.again && { maxAge: Math.ceil(elapsedMs / 1_000) }),
      })
      .catch(rethrown);
    return this.#signedIn(tokens.claims());
  }

  #signedIn(claims: client.IDToken | undefined): SignedIn {
    if (!claims?.sub || claims.sub.length > 255) throw new ProviderRefused('no subject, or one of over 255 characters');
    const authTimeMs = claims.auth_time === undefined ? undefined : claims.auth_time * 1_000;
    if (authTimeMs !== undefined && authTimeMs > Date.now() + toleratedSeconds * 1_000)
      throw new ProviderRefused('the proof is from the future');
    const proof = proofIn(claims);
    if (lacksSecondFactor(proof, this.#settings)) throw new ProviderRefused('no second factor was used');
    const { iss: issuer, sub: subject, sid, iat } = claims;
    const vouchedMs = Math.floor(iat * 1_000);
    return { issuer, subject, sid: isName(sid) ? sid : undefined, claims, vouchedMs, authTimeMs, ...proof };
  }
}

const proofIn = ({ acr, amr }: Readonly<Record<string, unknown>>): Proof => ({
  acr: typeof acr === 'string' ? acr : undefined,
  amr: Array.isArray(amr) ? amr.filter((method) => typeof method === 'string') : [],
});

/** A pending sign-in comes out of a store: without its secrets the library would not ask for them. */
const isWhole = ({ state, nonce, verifier }: PendingSignIn): boolean =>
  [state, nonce, verifier].every((secret: unknown) => typeof secret === 'string' && secret.length >= 43);

const refuseUnfit = (metadata: client.ServerMetadata, { issuer, allowInsecure = false }: ProviderPlace): void => {
  if (metadata.issuer !== issuer) throw new ProviderRefused('the provider calls itself otherwise than its setting');
  const addresses = [metadata.authorization_endpoint, metadata.token_endpoint, metadata.jwks_uri];
  if (!addresses.every((url) => url !== undefined && URL.canParse(url) && isSafe(url, allowInsecure)))
    throw new ProviderRefused('the provider lacks an address, or has one that is not https');
  if (metadata.code_challenge_methods_supported?.includes('S256') === false)
    throw new ProviderRefused('the provider does not support PKCE with S256');
};

const rethrown = (error: unknown): never => {
  const unavailable = unavailableIn(error);
  if (unavailable) throw unavailable;
  if (error instanceof client.AuthorizationResponseError) throw answered(error.error);
  if (error instanceof client.ResponseBodyError) throw answered(error.error);
  throw new ProviderRefused(reasonOf(error));
};

/** The provider's own word for why not (RFC 6749, 4.1.2.1 and 5.2). */
const answered = (word: string): Error => {
  const text = `the provider says ${/^[a-z_]{1,40}$/.test(word) ? word : 'no'}`;
  const isTemporary = word === 'server_error' || word === 'temporarily_unavailable';
  return isTemporary ? new ProviderUnavailable(text) : new ProviderRefused(text);
};
