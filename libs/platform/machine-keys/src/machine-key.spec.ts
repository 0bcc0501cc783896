import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { crc32 as zipCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { newKey, readKey, secretsEqual } from '#platform/machine-keys';
import { crc32 } from './crc32.ts';

const valid = newKey();
const [body, checksum] = [valid.key.slice(0, -7), valid.key.slice(-6)];

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** What a key looks like to somebody who knows everything but the secret: the right checksum over another body. */
const sealed = (text: string): string => {
  let [left, sum] = [BigInt(zipCrc32(text)), ''];
  for (; sum.length < 6; left /= 62n) sum = `${digits[Number(left % 62n)]}${sum}`;
  return `${text}_${sum}`;
};

const replaced = (text: string, at: number, by: string): string => text.slice(0, at) + by + text.slice(at + 1);

describe('a key', () => {
  it('is a prefix, an id, a secret and a checksum, and is read as it was made', () => {
    const { key, keyId, secretHash } = valid;
    expect(key).toMatch(/^ek_live_[0-9A-Za-z]{8}_[0-9A-Za-z_-]{43}_[0-9A-Za-z]{6}$/);
    expect(sealed(body)).toBe(key);
    expect(checksum).toHaveLength(6);
    const secret = key.slice('ek_live_12345678_'.length, -7);
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(key.slice('ek_live_'.length, 'ek_live_12345678'.length)).toBe(keyId);
    expect(secretHash).toBe(createHash('sha256').update(secret).digest('hex'));
    expect(readKey(key)).toEqual({ keyId, secretHash });
  });

  it('never comes twice', () => {
    const keys = Array.from({ length: 1_000 }, newKey);
    for (const part of ['key', 'keyId', 'secretHash'] as const)
      expect(new Set(keys.map((one) => one[part])).size).toBe(keys.length);
    for (const { key, keyId, secretHash } of keys) expect(readKey(key)).toEqual({ keyId, secretHash });
  });
});

describe('a text that is no key', () => {
  it.each([
    ['empty', ''],
    ['of another prefix', sealed(body.replace('ek_live_', 'ek_test_'))],
    ['with a blank before', ` ${valid.key.slice(1)}`],
    ['with a line end', `${valid.key}\n`],
    ['shorter', valid.key.slice(0, -1)],
    ['longer', `${valid.key}0`],
    ['of another alphabet', sealed(replaced(body, 20, '+'))],
    ['with a dash in its id', sealed(replaced(body, 10, '-'))],
    ['with full-width digits', sealed(replaced(body, 20, '１'))],
    ['with a wrong checksum', `${body}_${checksum === '000000' ? '000001' : '000000'}`],
    ['only long', 'ek_live_'.repeat(1_000_000)],
  ])('is not read: %s', (_, text) => {
    expect(readKey(text)).toBeUndefined();
  });
});

describe('10,000 mutations of a valid key', () => {
  const character = fc.string({ unit: 'binary', minLength: 0, maxLength: 2 });
  const place = fc.nat({ max: valid.key.length });
  const edit = fc.oneof(
    fc.tuple(place, character).map(
      ([at, by]) =>
        (text: string) =>
          replaced(text, at, by),
    ),
    fc.tuple(place, character).map(
      ([at, by]) =>
        (text: string) =>
          text.slice(0, at) + by + text.slice(at),
    ),
    fc.tuple(place, place).map(
      ([from, to]) =>
        (text: string) =>
          text.slice(0, from) + text.slice(to),
    ),
    fc.tuple(place, place).map(([one, other]) => (text: string) => {
      return replaced(replaced(text, one, text.charAt(other)), other, text.charAt(one));
    }),
    place.map((at) => (text: string) => replaced(text, at, text.charAt(at).toUpperCase())),
    fc.nat({ max: 61 }).map((n) => (text: string) => replaced(text, 8 + (n % 59), 'aZ09_-'.charAt(n % 6))),
  );
  const edits = fc.array(edit, { minLength: 1, maxLength: 4 });

  it('are never accepted', () => {
    fc.assert(
      fc.property(edits, (changes) => {
        const mutated = changes.reduce((text, change) => change(text), valid.key);
        fc.pre(mutated !== valid.key);
        expect(readKey(mutated)).toBeUndefined();
      }),
      { numRuns: 10_000 },
    );
  });

  it('are accepted with the right checksum, but never for that key', () => {
    const other = fc.nat({ max: digits.length - 1 }).map((n) => digits.charAt(n));
    fc.assert(
      fc.property(fc.integer({ min: 8, max: body.length - 1 }), other, (at, by) => {
        const forged = replaced(body, at, by);
        fc.pre(forged !== body && at !== 16);
        const read = readKey(sealed(forged));
        expect(read).toBeDefined();
        expect(read?.keyId === valid.keyId && secretsEqual(read.secretHash, valid.secretHash)).toBe(false);
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('hashes', () => {
  it('are equal when every character is', () => {
    expect(secretsEqual(valid.secretHash, valid.secretHash)).toBe(true);
    expect(secretsEqual(valid.secretHash, newKey().secretHash)).toBe(false);
    expect([secretsEqual('', 'a'), secretsEqual('ab', 'a'), secretsEqual('é', 'e')]).toEqual([false, false, false]);
  });
});

describe('the checksum', () => {
  it('is that of zip', () => {
    const ascii = fc.string({ unit: 'grapheme-ascii', maxLength: 100 });
    fc.assert(fc.property(ascii, (text) => expect(crc32(text)).toBe(zipCrc32(text))));
    expect(crc32('123456789')).toBe(0xcb_f4_39_26);
  });
});
