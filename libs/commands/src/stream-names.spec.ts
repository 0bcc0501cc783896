import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { hashedId, streamOf } from './stream-names.ts';

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** Base32 the slow way: the digest as one long number of bits. */
const slow = (key: string): string => {
  const bits = [...createHash('sha256').update(key.normalize('NFKC')).digest()]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('');
  return Array.from({ length: 26 }, (_, i) => alphabet[Number.parseInt(bits.slice(i * 5, i * 5 + 5), 2)]).join('');
};

describe('stream names', () => {
  it('are the first 26 base32 characters of the SHA-256 of the key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (key) => {
        expect(hashedId(key)).toBe(slow(key));
      }),
    );
  });

  it('do not tell full-width from half-width', () => {
    expect(streamOf.decision('海教职成〔２０２２〕７号')).toBe(streamOf.decision('海教职成〔2022〕7号'));
  });

  it('tell people apart, and their days, and hide the names', () => {
    expect(streamOf.account('wang.fang')).toMatch(/^account-[a-z2-7]{26}$/);
    expect(streamOf.account('wang-fang')).not.toBe(streamOf.account('wang.fang'));
    expect(streamOf.accessRecord('2001:db8::7', '2023-09-25')).toMatch(/^accessRecord-[a-z2-7]{26}\.2023-09-25$/);
    expect(streamOf.accessRecord('wang.fang', '2023-09-26')).not.toBe(streamOf.accessRecord('wang.fang', '2023-09-25'));
  });

  it('can carry any batch number', () => {
    expect(streamOf.report('2022年春季 自查', '3646012001')).toMatch(/^selfInspectionReport-[a-z2-7]{26}\.3646012001$/);
  });
});
