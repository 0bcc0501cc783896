import { createRemoteJWKSet, customFetch, errors, jwtVerify } from 'jose';
import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import { ProviderRefused, ProviderUnavailable, TokenRefused, reasonOf, unavailableIn } from './provider-errors.ts';
import { coolingDown, isSafe, providerFetch } from './provider-fetch.ts';
import type { ProviderFetch, ProviderPlace } from './provider-fetch.ts';
import { looksLikeToken, tokenAlgorithms } from './token-shape.ts';

/** Whose tokens are taken, and what they call us. */
export interface AccessTokenSettings extends ProviderPlace {
  readonly audience: string;
}

/** What a token that holds says. */
export interface AccessToken {
  readonly issuer: string;
  readonly clientId: string;
  readonly subject: string;
  readonly scopes: readonly string[];
  readonly expiresMs: number;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** How much a provider's clock may be ahead of ours. An expired token is expired by ours. */
const toleratedSeconds = 5;
const mostLifeSeconds = 10 * 60;

/**
 * Checks the access tokens (RFC 9068) that machines get from an authorization server. The server is asked for its keys when
 * first needed, then each ten minutes, and for a key that is not known at most each half minute. Whoever remembers an
 * answer does so by the token's hash and for a moment: a key that the server takes back must stop working.
 */
export class AccessTokens {
  readonly #settings: AccessTokenSettings;
  readonly #fetch: ProviderFetch;
  #keys: Promise<JWTVerifyGetKey> | undefined;

  constructor(settings: AccessTokenSettings) {
    if (!isSafe(settings.issuer, settings.allowInsecure ?? false)) throw new ProviderRefused('the issuer is not https');
    this.#settings = settings;
    this.#fetch = coolingDown(providerFetch(settings));
  }

  /** @throws TokenRefused; ProviderUnavailable while the keys cannot be known, so that the token is neither good nor bad */
  async verify(token: string, nowMs: number = Date.now()): Promise<AccessToken> {
    if (!looksLikeToken(token)) throw new TokenRefused('token-refused', 'not an access token');
    const keys = await this.#knownKeys();
    const { issuer, audience } = this.#settings;
    const { payload } = await jwtVerify(token, keys, {
      algorithms: tokenAlgorithms,
      typ: 'at+jwt',
      issuer,
      audience,
      requiredClaims: ['exp', 'iat', 'sub', 'client_id'],
      clockTolerance: toleratedSeconds,
      currentDate: new Date(nowMs),
    }).catch(rethrown);
    return tokenOf(payload, this.#settings, nowMs);
  }

  #knownKeys(): Promise<JWTVerifyGetKey> {
    this.#keys ??= this.#discoverKeys().catch((error: unknown) => {
      this.#keys = undefined;
      throw error;
    });
    return this.#keys;
  }

  async #discoverKeys(): Promise<JWTVerifyGetKey> {
    const { issuer, allowInsecure = false, timeoutMs = 5_000 } = this.#settings;
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

/** What the library does not look at: one audience, a short life, and whose token it is. */
const tokenOf = (claims: JWTPayload, { issuer, audience }: AccessTokenSettings, nowMs: number): AccessToken => {
  const { aud, sub, exp = 0, iat = 0, client_id: clientId, scope = '' } = claims;
  const isOurs = aud === audience || (Array.isArray(aud) && aud.length === 1);
  const isShort = exp - iat <= mostLifeSeconds && iat <= nowMs / 1_000 + toleratedSeconds;
  if (!isOurs || !isShort || !isName(clientId) || !isName(sub) || typeof scope !== 'string')
    throw new TokenRefused('token-refused', 'an audience, a life or a name that is not taken');
  const expiresMs = exp * 1_000;
  if (expiresMs <= nowMs) throw new TokenRefused('token-expired', 'expired');
  return { issuer, clientId, subject: sub, scopes: scope.split(' ').filter(Boolean), expiresMs, claims };
};

const isName = (value: unknown): value is string => typeof value === 'string' && /^[^\p{Cc}]{1,255}$/u.test(value);

const rethrown = (error: unknown): never => {
  const unavailable = unavailableIn(error);
  if (unavailable) throw unavailable;
  if (error instanceof errors.JWTExpired) throw new TokenRefused('token-expired', 'expired');
  const isAboutKeys = error instanceof errors.JWKSInvalid || error instanceof errors.JWKSTimeout;
  if (isAboutKeys || (error as { code?: unknown }).code === 'ERR_JOSE_GENERIC')
    throw new ProviderUnavailable('the server has no keys that can be read');
  throw new TokenRefused('token-refused', reasonOf(error));
};
