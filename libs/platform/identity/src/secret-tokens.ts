import { hash, randomBytes, timingSafeEqual } from 'node:crypto';

const shape = /^[\w-]{43}$/;

/** 256 random bits as 43 characters of base64url. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What is kept of a token; undefined for a text that no token looks like, which is not looked at any further. */
export const hashOfToken = (token: string): string | undefined =>
  typeof token === 'string' && shape.test(token) ? digest(token) : undefined;

/** SHA-256, hex: enough for what holds 112 random bits or more, and for names that are only to be found again. */
export const digest = (text: string): string => hash('sha256', text);

/** Whether two texts are the same, in a time that depends on their lengths alone. */
export const secretsEqual = (one: string, another: string): boolean => {
  const [left, right] = [Buffer.from(one), Buffer.from(another)];
  return left.length === right.length && timingSafeEqual(left, right);
};
