import type { JWTPayload } from 'jose';
import { TokenRefused } from './provider-errors.ts';
import type { ProviderPlace } from './provider-fetch.ts';
import { isForAlone, isName, SignedTokens } from './signed-tokens.ts';
import { logoutTokenShape } from './token-shape.ts';

/** Whose logout tokens are taken, and what it calls us. */
export interface LogoutTokenSettings extends ProviderPlace {
  readonly clientId: string;
}

/** Who is out at the provider: a person everywhere, or in one of their sessions there; one of both is always named. */
export interface LoggedOut {
  readonly issuer: string;
  readonly subject: string | undefined;
  readonly sid: string | undefined;
  /** Of the token: whoever acts on it does so once. */
  readonly id: string;
  /** When it was said, by the provider's clock. */
  readonly saidMs: number;
  /** From then on the token is refused, so that its id can be forgotten. */
  readonly goodUntilMs: number;
}

const event = 'http://schemas.openid.net/event/backchannel-logout';
const toleratedSeconds = 10;
/** A provider sends it when somebody goes, and again when it was not answered; what is older was kept by somebody. */
const mostAgeSeconds = 5 * 60;

/** Checks the logout tokens by which a provider tells who is out there (OpenID Connect Back-Channel Logout 1.0, 2.6). */
export class LogoutTokens {
  readonly #settings: LogoutTokenSettings;
  readonly #signed: SignedTokens;

  /** @throws ProviderRefused for an issuer that is not https */
  constructor(settings: LogoutTokenSettings) {
    this.#settings = settings;
    this.#signed = new SignedTokens(settings, logoutTokenShape);
  }

  /** @throws TokenRefused; ProviderUnavailable while the keys cannot be known, so that the token is neither good nor bad */
  async verify(token: string, nowMs: number = Date.now()): Promise<LoggedOut> {
    const terms = {
      audience: this.#settings.clientId,
      requiredClaims: ['iat', 'jti', 'events'],
      clockTolerance: toleratedSeconds,
      maxTokenAge: mostAgeSeconds,
    };
    return loggedOutIn(await this.#signed.claimsOf(token, terms, nowMs), this.#settings);
  }
}

/** What the library does not look at: one audience, the event, no nonce (else an id_token would do), and who it is. */
const loggedOutIn = (claims: JWTPayload, { issuer, clientId }: LogoutTokenSettings): LoggedOut => {
  const { aud, sub: subject, sid, jti: id, iat = 0, events } = claims;
  if (!isForAlone(aud, clientId)) throw refused('an audience that is not taken');
  if (!tellsOfLogout(events) || Object.hasOwn(claims, 'nonce')) throw refused('no logout, or a nonce');
  const isNamed = [subject, sid].every((name) => name === undefined || isName(name)) && (subject ?? sid) !== undefined;
  if (!isNamed || !isName(id)) throw refused('nobody is named, or the token is not');
  const saidMs = Math.ceil(iat * 1_000);
  const goodUntilMs = saidMs + (mostAgeSeconds + toleratedSeconds) * 1_000;
  return { issuer, subject, sid: sid as string | undefined, id, saidMs, goodUntilMs };
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const tellsOfLogout = (events: unknown): boolean =>
  isObject(events) && Object.hasOwn(events, event) && isObject(events[event]);

const refused = (reason: string): TokenRefused => new TokenRefused('token-refused', reason);
