import { hash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { crc32 } from './crc32.ts';

/** What is known of a key without its secret. */
export interface ReadKey {
  /** The public part, eight characters of base62. */
  readonly keyId: string;
  /** SHA-256 of the secret, lower-case hex. */
  readonly secretHash: string;
}

/** A key that was just made. `key` is shown once and kept nowhere. */
export interface NewKey extends ReadKey {
  readonly key: string;
}

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const prefix = 'ek_live_';
const [idLength, secretBytes, secretLength, checksumLength] = [8, 32, 43, 6];
const keyLength = prefix.length + idLength + 1 + secretLength + 1 + checksumLength;
const shape = /^ek_live_([0-9A-Za-z]{8})_([0-9A-Za-z_-]{43})_([0-9A-Za-z]{6})$/;

/** Makes a random id: the public part of a key, or all there is of one that has no secret. */
export const newKeyId = (): string =>
  Array.from({ length: idLength }, () => base62.charAt(randomInt(base62.length))).join('');

/** Makes a key of 256 random bits under a random id. */
export const newKey = (): NewKey => {
  const keyId = newKeyId();
  const secret = randomBytes(secretBytes).toString('base64url');
  const body = `${prefix}${keyId}_${secret}`;
  return { keyId, key: `${body}_${checksumOf(body)}`, secretHash: hashOf(secret) };
};

/**
 * Takes a text for a key, or says undefined: another length, prefix, alphabet or checksum. That it was ever issued is
 * for the caller to find out. A text of another length is not looked at.
 */
export const readKey = (text: string): ReadKey | undefined => {
  if (text.length !== keyLength) return undefined;
  const [, keyId, secret, checksum] = shape.exec(text) ?? [];
  if (keyId === undefined || secret === undefined) return undefined;
  return checksumOf(`${prefix}${keyId}_${secret}`) === checksum ? { keyId, secretHash: hashOf(secret) } : undefined;
};

/** Whether two hashes are the same, in a time that depends on their lengths alone. */
export const secretsEqual = (one: string, another: string): boolean => {
  const [left, right] = [Buffer.from(one), Buffer.from(another)];
  return left.length === right.length && timingSafeEqual(left, right);
};

/** Of the secret's characters: the last of them has bits that no byte needs, and one secret must not have two spellings. */
const hashOf = (secret: string): string => hash('sha256', secret);

const checksumOf = (body: string): string => {
  let [left, digits] = [crc32(body), ''];
  while (digits.length < checksumLength) {
    digits = base62.charAt(left % base62.length) + digits;
    left = Math.floor(left / base62.length);
  }
  return digits;
};
