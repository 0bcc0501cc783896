import { describe, expect, it } from '@jest/globals';
import { isAfter, isCredible, placeFrom, placeText } from './commit-place.ts';

const place = (commit: bigint, prepare = commit) => ({ commit, prepare });

describe('a place in $all', () => {
  it('is text and comes back', () => {
    expect(placeText(place(12n, 7n))).toBe('12/7');
    expect(placeFrom('12/7')).toEqual(place(12n, 7n));
  });

  it.each(['', '12', '12/', '-1/0', '1/2/3', 'a/b', `${2n ** 64n}/0`])('is not %p', (text) => {
    expect(() => placeFrom(text)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
  });

  it('is ordered by commit, then by prepare', () => {
    expect(isAfter(place(0n), undefined)).toBe(true);
    expect(isAfter(place(9n), place(10n))).toBe(false);
    expect(isAfter(place(10n), place(9n))).toBe(true);
    expect(isAfter(place(10n, 8n), place(10n, 7n))).toBe(true);
    expect(isAfter(place(10n, 7n), place(10n, 7n))).toBe(false);
  });

  it('is not believed when it lies behind, or beyond all numbers', () => {
    expect(isCredible(place(11n), place(10n))).toBe(true);
    expect(isCredible(place(9n), place(10n))).toBe(false);
    expect(isCredible(place(2n ** 64n - 1n), place(10n))).toBe(false);
    expect(isCredible(place(10n, 2n ** 63n), undefined)).toBe(false);
  });
});
