import type { JWTPayload } from 'jose';
import { TokenRefused } from './provider-errors.ts';
import type { ProviderPlace } from './provider-fetch.ts';
import { isForAlone, isName, SignedTokens } from './signed-tokens.ts';
import { accessTokenShape } from './token-shape.ts';

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
 * Checks the access tokens (RFC 9068) that machines get from an authorization server. Whoever remembers an answer does so
 * by the token's hash and for a moment: a key that the server takes back must stop working.
 */
export class AccessTokens {
  readonly #settings: AccessTokenSettings;
  readonly #signed: SignedTokens;

  /** @throws ProviderRefused for an issuer that is not https */
  constructor(settings: AccessTokenSettings) {
    this.#settings = settings;
    this.#signed = new SignedTokens(settings, accessTokenShape);
  }

  /** @throws TokenRefused; ProviderUnavailable while the keys cannot be known, so that the token is neither good nor bad */
  async verify(token: string, nowMs: number = Date.now()): Promise<AccessToken> {
    const { audience } = this.#settings;
    const requiredClaims = ['exp', 'iat', 'sub', 'client_id'];
    const terms = { audience, requiredClaims, clockTolerance: toleratedSeconds };
    return tokenOf(await this.#signed.claimsOf(token, terms, nowMs), this.#settings, nowMs);
  }
}

/** What the library does not look at: one audience, a short life, and whose token it is. */
const tokenOf = (claims: JWTPayload, { issuer, audience }: AccessTokenSettings, nowMs: number): AccessToken => {
  const { aud, sub, exp = 0, iat = 0, client_id: clientId, scope = '' } = claims;
  const isShort = exp - iat <= mostLifeSeconds && iat <= nowMs / 1_000 + toleratedSeconds;
  if (!isForAlone(aud, audience) || !isShort || !isName(clientId) || !isName(sub) || typeof scope !== 'string')
    throw new TokenRefused('token-refused', 'an audience, a life or a name that is not taken');
  const expiresMs = exp * 1_000;
  if (expiresMs <= nowMs) throw new TokenRefused('token-expired', 'expired');
  return { issuer, clientId, subject: sub, scopes: scope.split(' ').filter(Boolean), expiresMs, claims };
};
