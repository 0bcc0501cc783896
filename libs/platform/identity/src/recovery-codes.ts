import { randomBytes } from 'node:crypto';
import { Secret } from 'otpauth';
import { digest } from './secret-tokens.ts';

const [count, bytes] = [10, 15];

/** Ten codes of 120 random bits, in six groups of four: shown once, each good for one sign-in. */
export const newRecoveryCodes = (): readonly string[] =>
  Array.from({ length: count }, () =>
    new Secret({ buffer: Uint8Array.from(randomBytes(bytes)).buffer }).base32.replaceAll(/(.{4})(?!$)/g, '$1-'),
  );

/** What is kept of a code, however it was typed; undefined for what no code looks like. */
export const hashOfRecoveryCode = (typed: string): string | undefined => {
  if (typed.length > 64) return undefined;
  const code = typed
    .toUpperCase()
    .replaceAll(/[\s-]/g, '')
    .replaceAll('0', 'O')
    .replaceAll('1', 'I')
    .replaceAll('8', 'B');
  return /^[A-Z2-7]{24}$/.test(code) ? digest(code) : undefined;
};
