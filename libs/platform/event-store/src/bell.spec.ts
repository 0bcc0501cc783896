import { describe, expect, it } from '@jest/globals';
import { Bell } from '#platform/event-store';

const forever = new AbortController().signal;

describe('the bell', () => {
  it('wakes everyone who waits', async () => {
    const bell = new Bell();
    const waiting = [1, 2, 3].map(() => bell.wait(bell.rings, forever));
    bell.ring();
    expect(await Promise.all(waiting)).toHaveLength(3);
  });

  it('does not lose a ring between a look and the wait', async () => {
    const bell = new Bell();
    const seen = bell.rings;
    bell.ring();
    expect(await bell.wait(seen, forever)).toBeUndefined();
  });

  it('stops waiting when aborted, or after the poll', async () => {
    const bell = new Bell();
    const stop = new AbortController();
    const aborted = bell.wait(bell.rings, stop.signal);
    stop.abort();
    await aborted;
    await bell.wait(bell.rings, stop.signal);
    await bell.wait(bell.rings, forever, 1);
    expect(bell.rings).toBe(0);
  });
});
