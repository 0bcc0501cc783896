import { describe, expect, it } from '@jest/globals';
import { partitionOf } from '#platform/projection-runner';

const codes = Array.from({ length: 10_000 }, (_, n) => String(3_646_010_000 + n));

describe('the partition of a key', () => {
  it('is frozen: rows stand where it put them', () => {
    const keys = ['3646012001', '3646012002', '3646012003', '校', ''];
    expect(keys.map((key) => partitionOf(key, 4))).toEqual([0, 1, 2, 0, 1]);
  });

  it('is what FNV-1a says', () => {
    expect(partitionOf('foobar', 2 ** 32)).toBe(0xbf_9c_f9_68); // from the published test vectors
  });

  it('is the only one where there is one', () => {
    expect(codes.every((code) => partitionOf(code, 1) === 0)).toBe(true);
  });

  it('shares school codes out about evenly', () => {
    for (const count of [2, 3, 4, 8]) {
      const shares = Array.from({ length: count }, () => 0);
      for (const code of codes) shares[partitionOf(code, count)] = (shares[partitionOf(code, count)] ?? 0) + 1;
      for (const share of shares) expect(Math.abs(share - codes.length / count)).toBeLessThan(codes.length / count / 5);
    }
  });
});
