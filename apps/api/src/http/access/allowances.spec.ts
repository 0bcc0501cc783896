import { describe, expect, it } from '@jest/globals';
import { allowanceHeaders, Allowances, Holding } from './allowances.ts';

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

describe('whoever asks too often', () => {
  it('waits longer each time, up to a second', async () => {
    const waits: number[] = [];
    const holding = new Holding(async (ms) => void waits.push(ms));
    for (const left of [-1, -2, -99, -100, -5_000]) await holding.hold({ left });
    expect(waits).toEqual([10, 20, 990, 1_000, 1_000]);
  });

  it('waits with at most a thousand others; who comes besides is refused at once', async () => {
    const ends: (() => void)[] = [];
    const holding = new Holding(() => new Promise<void>((resolve) => ends.push(resolve)));
    const held = Array.from({ length: 1_000 }, () => holding.hold({ left: -1 }));
    await holding.hold({ left: -1 });
    expect(ends).toHaveLength(1_000);
    for (const end of ends.splice(0)) end();
    await Promise.all(held);
    void holding.hold({ left: -1 });
    expect(ends).toHaveLength(1);
  });
});
