import { describe, expect, it } from '@jest/globals';
import { AsyncMutex } from '#platform/read-store';

describe('a mutex', () => {
  it('runs one piece of work at a time, in the order of asking', async () => {
    const mutex = new AsyncMutex();
    const steps: string[] = [];
    const work = (name: string) => async () => {
      steps.push(`${name} in`);
      await new Promise((resolve) => setImmediate(resolve));
      steps.push(`${name} out`);
    };
    await Promise.all([mutex.run(work('a')), mutex.run(work('b')), mutex.run(work('c'))]);
    expect(steps).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
  });

  it('hands a failure to its asker alone', async () => {
    const mutex = new AsyncMutex();
    const failing = mutex.run(() => Promise.reject(new Error('mine')));
    const next = mutex.run(() => Promise.resolve('fine'));
    await expect(failing).rejects.toThrow('mine');
    await expect(next).resolves.toBe('fine');
  });
});
