import { describe, expect, it } from '@jest/globals';
import { memoryShare } from './memory-share.ts';

const megabytes = (count: number): number => count * 2 ** 20;

describe('what catching up may hold in memory', () => {
  it('leaves room in a small heap, and holds a million events in one of half a gigabyte', () => {
    const { eligibility, catchUpEvents } = memoryShare(1, megabytes(128 + 48));
    expect(eligibility.events).toBeGreaterThan(100_000);
    expect(eligibility.events * 200 + catchUpEvents * 10_000).toBeLessThan(megabytes(128 - 60));
    expect(memoryShare(1, megabytes(512 + 48)).eligibility.events).toBeGreaterThan(1_000_000);
  });

  it('is shared among those who fold', () => {
    const whole = memoryShare(1, megabytes(1_024)).eligibility.events;
    expect(memoryShare(4, megabytes(1_024)).eligibility.events).toBe(Math.floor(whole / 4));
  });

  it('is never less than nothing, and a batch never empty', () => {
    expect(memoryShare(1, megabytes(16))).toMatchObject({ eligibility: { events: 0 } });
    expect(memoryShare(1, 0).catchUpEvents).toBeGreaterThan(0);
  });
});
