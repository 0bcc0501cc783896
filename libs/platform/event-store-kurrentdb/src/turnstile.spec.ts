import { describe, expect, it } from '@jest/globals';
import { Turnstile } from './turnstile.ts';

/** Works that end when they are told to, in whatever order. */
const works = (count: number) => {
  const started: number[] = [];
  const ends: ((failure?: Error) => void)[] = [];
  const work = (n: number) => () =>
    new Promise<number>((resolve, reject) => {
      started.push(n);
      ends[n] = (failure) => (failure ? reject(failure) : resolve(n));
    });
  return { started, ends, all: Array.from({ length: count }, (_, n) => work(n)) };
};
const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the turnstile', () => {
  it('lets so many in at once, in order, also after a failure', async () => {
    const turnstile = new Turnstile(2);
    const { started, ends, all } = works(4);
    const done = all.map((work) => turnstile.pass(work).catch((error: Error) => error.message));
    await soon();
    expect(started).toEqual([0, 1]);
    ends[1]?.(new Error('lost'));
    await soon();
    expect(started).toEqual([0, 1, 2]);
    ends[0]?.();
    ends[2]?.();
    await soon();
    ends[3]?.();
    expect(await Promise.all(done)).toEqual([0, 'lost', 2, 3]);
  });

  it('says when it is empty', async () => {
    const turnstile = new Turnstile(1);
    await turnstile.empty();
    const { ends, all } = works(2);
    const done = all.map((work) => turnstile.pass(work));
    let empty = false;
    const waiting = turnstile.empty().then(() => (empty = true));
    await soon();
    ends[0]?.();
    await soon();
    expect(empty).toBe(false);
    ends[1]?.();
    await Promise.all([...done, waiting]);
    expect(empty).toBe(true);
  });
});
