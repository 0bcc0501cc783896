import { describe, expect, it } from '@jest/globals';
import { NotYetProjected } from '#platform/projection-runner';
import { handClock } from './hand-clock.spec-kit.ts';
import { Waiters } from './waiters.ts';

describe('waiters', () => {
  it('are let go by their projection at their position or later', async () => {
    const waiters = new Waiters(handClock().clock);
    const settled: string[] = [];
    const waiting = [
      waiters.wait('a', 5n, 1).then(() => settled.push('a5')),
      waiters.wait('a', 7n, 1).then(() => settled.push('a7')),
      waiters.wait('b', 5n, 1).then(() => settled.push('b5')),
    ];
    waiters.reached('a', 4n);
    waiters.reached('a', 6n);
    await waiting[0];
    expect(settled).toEqual(['a5']);
    waiters.reached('a', 7n);
    waiters.reached('b', 9n);
    await Promise.all(waiting);
    expect(settled).toEqual(['a5', 'a7', 'b5']);
  });

  it('are refused by name when their time is over, and when nobody will come', async () => {
    const { clock, sleepers } = handClock();
    const waiters = new Waiters(clock);
    const late = waiters.wait('a', 5n, 250);
    expect(sleepers[0]?.ms).toBe(250);
    sleepers[0]?.wake();
    await expect(late).rejects.toBeInstanceOf(NotYetProjected);
    const abandoned = waiters.wait('a', 6n, 250);
    waiters.giveUp();
    await expect(abandoned).rejects.toMatchObject({ code: 'not-yet-projected', position: 6n });
  });
});
