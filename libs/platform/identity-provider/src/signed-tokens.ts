import { createRemoteJWKSet, customFetch, errors, jwtVerify } from 'jose';
import type { JWTPayload, JWTVerifyGetKey, JWTVerifyOptions } from 'jose';
import { ProviderRefused, ProviderUnavailable, TokenRefused, reasonOf, unavailableIn } from './provider-errors.ts';
import { coolingDown, isSafe, providerFetch } from './provider-fetch.ts';
import type { ProviderFetch, ProviderPlace } from './provider-fetch.ts';
import { looksLikeToken } from './token-shape.ts';
import type { TokenShape } from './token-shape.ts';

/** What a token must say. */
export type TokenTerms = Pick<JWTVerifyOptions, 'audience' | 'requiredClaims' | 'clockTolerance' | 'maxTokenAge'>;

/**
 * Holds tokens that somebody hands us to the keys of the one issuer that may have signed them. It is asked for its keys
 * when first needed, then each ten minutes, and for a key that is not known at most each half minute.
 */
export class SignedTokens {
  readonly #place: ProviderPlace;
  readonly #shape: TokenShape;
  readonly #fetch: ProviderFetch;
  #keys: Promise<JWTVerifyGetKey> | undefined;

  /** @throws ProviderRefused for an issuer that is not https */
  constructor(place: ProviderPlace, shape: TokenShape) {
    if (!isSafe(place.issuer, place.allowInsecure ?? false)) throw new ProviderRefused('the issuer is not https');
    this.#place = place;
    this.#shape = shape;
    this.#fetch = coolingDown(providerFetch(place));
  }

  /** @throws TokenRefused; ProviderUnavailable while the keys cannot be known, so that the token is neither good nor bad */
  async claimsOf(token: string, terms: TokenTerms, nowMs: number): Promise<JWTPayload> {
    if (!looksLikeToken(token, this.#shape)) throw new TokenRefused('token-refused', `not ${this.#shape.name}`);
    const keys = await this.#knownKeys();
    const { payload } = await jwtVerify(token, keys, {
      ...terms,
      algorithms: [...this.#shape.algorithms],
      issuer: this.#place.issuer,
      currentDate: new Date(nowMs),
    }).catch(rethrown);
    return payload;
  }

  #knownKeys(): Promise<JWTVerifyGetKey> {
    this.#keys ??= this.#discoverKeys().catch((error: unknown) => {
      this.#keys = undefined;
      throw error;
    });
    return this.#keys;
  }

  async #discoverKeys(): Promise<JWTVerifyGetKey> {
    const { issuer, allowInsecure = false, timeoutMs = 5_000 } = this.#place;
    const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const answer = await this.#fetch(address, { headers: { accept: 'application/json' } });
    const metadata = (await answer.json().catch(() => null)) as { issuer?: unknown; jwks_uri?: unknown } | null;
    if (metadata?.issuer !== issuer)
      throw new ProviderUnavailable('the server calls itself otherwise than its setting');
    const { jwks_uri: keys } = metadata;
    if (typeof keys !== 'string' || !URL.canParse(keys) || !isSafe(keys, allowInsecure))
      throw new ProviderUnavailable('the server has no address of keys, or one that is not https');
    return createRemoteJWKSet(new URL(keys), {
      timeoutDuration: timeoutMs,
      cooldownDuration: 30_000,
      cacheMaxAge: 600_000,
      [customFetch]: this.#fetch,
    });
  }
}

/** Whether the token is for this one alone (OpenID Connect Core 3.1.3.7: no audience that is not trusted). */
export const isForAlone = (aud: JWTPayload['aud'], audience: string): boolean =>
  aud === audience || (Array.isArray(aud) && aud.length === 1 && aud[0] === audience);

/** A name that can be written down. */
export const isName = (value: unknown): value is string =>
  typeof value === 'string' && /^[^\p{Cc}]{1,255}$/u.test(value);

const rethrown = (error: unknown): never => {
  const unavailable = unavailableIn(error);
  if (unavailable) throw unavailable;
  if (error instanceof errors.JWTExpired) throw new TokenRefused('token-expired', 'expired');
  const isAboutKeys = error instanceof errors.JWKSInvalid || error instanceof errors.JWKSTimeout;
  if (isAboutKeys || (error as { code?: unknown }).code === 'ERR_JOSE_GENERIC')
    throw new ProviderUnavailable('the server has no keys that can be read');
  throw new TokenRefused('token-refused', reasonOf(error));
};
