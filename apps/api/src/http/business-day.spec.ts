import { describe, expect, it } from '@jest/globals';
import { businessDay } from './business-day.ts';

describe('the business day', () => {
  it('turns at midnight in Shanghai, also when the clock goes back', () => {
    let now = Date.parse('2022-05-09T15:59:59.999Z');
    const today = businessDay(() => now);
    expect(today()).toBe('2022-05-09');
    now += 1;
    expect(today()).toBe('2022-05-10');
    now += 86_400_000 - 1;
    expect(today()).toBe('2022-05-10');
    now -= 86_400_000;
    expect(today()).toBe('2022-05-09');
  });
});
