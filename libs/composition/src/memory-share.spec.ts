import { describe, expect, it } from '@jest/globals';
import { memoryShare } from './memory-share.ts';

const megabytes = (count: number): number => count * 2 ** 20;

describe('what a process may keep in memory', () => {
  const young = 48;

  it('leaves room in a small heap', () => {
    const { folding, desk, catchUpEvents } = memoryShare(1, megabytes(128 + young));
    expect(folding.events).toBeGreaterThan(50_000);
    expect(desk.answers).toBeGreaterThan(1_000);
    const bytes = (folding.events + desk.events) * 200 + desk.answers * 5_000 + catchUpEvents * 10_000;
    expect(bytes).toBeLessThan(megabytes(128 - 60));
  });

  it('holds a million events, folded and to answer from, in a heap of two gigabytes', () => {
    const { folding, desk } = memoryShare(1, megabytes(2_048));
    expect(Math.min(folding.events, desk.events)).toBeGreaterThan(1_000_000);
    expect(desk.answers).toBe(40_000);
  });

  it('is shared among those who fold', () => {
    const whole = memoryShare(1, megabytes(1_024)).folding.events;
    expect(memoryShare(4, megabytes(1_024)).folding.events).toBe(Math.floor(whole / 4));
  });

  it('is never less than nothing, and a batch never empty', () => {
    expect(memoryShare(1, megabytes(16))).toMatchObject({ folding: { events: 0 }, desk: { events: 0 } });
    expect(memoryShare(1, 0).catchUpEvents).toBeGreaterThan(0);
  });
});
