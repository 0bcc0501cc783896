import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

const [secretBytes, periodSeconds] = [20, 30];
const issuer = 'Redline';

/** A new secret for an authenticator, in base32. */
export const newSecret = (): string => new Secret({ buffer: Uint8Array.from(randomBytes(secretBytes)).buffer }).base32;

const totpOf = (secret: string, label: string): TOTP =>
  new TOTP({
    issuer,
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: periodSeconds,
    secret: Secret.fromBase32(secret),
  });

/** What an authenticator scans. */
export const otpauthOf = (secret: string, account: string): string => totpOf(secret, account).toString();

/**
 * The step whose code this is, by RFC 6238 with the step before and the one after, or undefined. Blanks within are passed
 * over. That a step is used once is for the caller to hold.
 */
export const stepOf = (secret: string, code: string, nowMs: number): number | undefined => {
  const token = code.length > 16 ? '' : code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const delta = totpOf(secret, issuer).validate({ token, timestamp: nowMs, window: 1 });
  return delta === null ? undefined : Math.floor(nowMs / (periodSeconds * 1_000)) + delta;
};
