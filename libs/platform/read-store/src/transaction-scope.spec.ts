import { describe, expect, it } from '@jest/globals';
import { TransactionScope } from '#platform/read-store';

describe('what the calls of a transaction share', () => {
  it('lets statements through until one fails, and then tells of that one', async () => {
    const scope = new TransactionScope();
    expect(await scope.run(() => 1)).toBe(1);
    expect(() => scope.throwIfFailed()).not.toThrow();
    const first = new Error('first');
    await expect(scope.run(() => Promise.reject(first))).rejects.toBe(first);
    let isRun = false;
    await expect(scope.run(() => (isRun = true))).rejects.toBe(first);
    expect(isRun).toBe(false);
    expect(() => scope.throwIfFailed()).toThrow(first);
  });

  it('refuses what comes after the end', async () => {
    const scope = new TransactionScope();
    scope.end();
    await expect(scope.run(() => 1)).rejects.toThrow('over');
    expect(() => scope.throwIfFailed()).not.toThrow();
  });
});
