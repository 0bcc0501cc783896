import { describe, expect, it } from '@jest/globals';
import { without } from '#kernel';

describe('without', () => {
  it('copies all fields but the named ones, in their order', () => {
    const row = { a: 1, b: undefined, c: null, d: [2] };
    expect(Object.entries(without(row, 'a', 'c'))).toEqual([
      ['b', undefined],
      ['d', [2]],
    ]);
    expect(row).toEqual({ a: 1, b: undefined, c: null, d: [2] });
  });
});
