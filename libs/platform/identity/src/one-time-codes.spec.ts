import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TOTP, Secret } from 'otpauth';
import { newSecret, otpauthOf, stepOf } from './one-time-codes.ts';

/** RFC 6238, appendix B: the seed in base32, and the last six digits of each value for SHA-1. */
const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const vectors = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
] as const;

const codeAt = (secret: string, ms: number): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: ms });

describe('one-time codes', () => {
  it.each(vectors)('are those of RFC 6238 at second %i: %s', (second, code) => {
    expect(stepOf(seed, code, second * 1_000)).toBe(Math.floor(second / 30));
  });

  it('are those of the steps around now, whenever that is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60_000, max: 4e12 }), fc.integer({ min: -3, max: 3 }), (nowMs, away) => {
        const secret = newSecret();
        const step = Math.floor(nowMs / 30_000) + away;
        const found = stepOf(secret, codeAt(secret, step * 30_000), nowMs);
        // Two steps may happen to have one code.
        const isSame = found !== undefined && codeAt(secret, found * 30_000) === codeAt(secret, step * 30_000);
        expect(isSame).toBe(Math.abs(away) <= 1 || found !== undefined);
      }),
    );
  });

  it.each(['', '28708', '2870822', '28708a', '２８７０８２', ' '.repeat(1_000), '287082\n\n\n\n\n\n\n\n\n\n\n\n'])(
    'are nothing but six digits: %j',
    (text) => expect(stepOf(seed, text, 59_000)).toBeUndefined(),
  );

  it('may be typed as an authenticator shows them', () => expect(stepOf(seed, '287 082', 59_000)).toBe(1));

  it('come from secrets of 160 bits, each another', () => {
    const secrets = Array.from({ length: 50 }, newSecret);
    expect(new Set(secrets).size).toBe(50);
    for (const secret of secrets) expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  });

  it('are offered to an authenticator under our name', () => {
    const shown = new URL(otpauthOf(seed, '王 wang?'));
    expect(shown.href).toMatch(/^otpauth:\/\/totp\/Redline:/);
    expect(Object.fromEntries(shown.searchParams)).toEqual({
      issuer: 'Redline',
      secret: seed,
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    });
    expect(decodeURIComponent(shown.pathname)).toContain('Redline:王 wang?');
  });
});
