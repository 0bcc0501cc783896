import { describe, expect, it } from '@jest/globals';
import { allowanceHeaders, Allowances } from './allowances.ts';

describe('the allowance of a key', () => {
  it('counts down within a minute and is whole again after it', () => {
    const allowances = new Allowances();
    const left = [0, 1_000, 59_999, 60_000].map((nowMs) => allowances.take('k', 2, nowMs).left);
    expect(left).toEqual([1, 0, -1, 1]);
  });

  it('belongs to one key', () => {
    const allowances = new Allowances();
    for (let n = 0; n < 100; n += 1) allowances.take('flooding', 5, 0);
    expect(allowances.take('other', 5, 0).left).toBe(4);
  });

  it('says when it is renewed, and never less than nothing', () => {
    const allowances = new Allowances();
    allowances.take('k', 1, 0);
    const spent = allowances.take('k', 1, 12_345);
    expect(spent.renewedInSeconds).toBe(48);
    expect(allowanceHeaders(spent)).toEqual([
      'ratelimit-limit',
      '1',
      'ratelimit-remaining',
      '0',
      'ratelimit-reset',
      '48',
    ]);
  });
});
