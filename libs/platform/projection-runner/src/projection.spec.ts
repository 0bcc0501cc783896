import { describe, expect, it } from '@jest/globals';
import { interestOf } from './projection.ts';

describe('the interest of a projection', () => {
  it.each([
    ['CaseFiled', 'handled'],
    ['CaseClosed', 'ignored'],
    ['Case', 'ignored'],
    ['VetoServed', 'unknown'],
  ])('%s is %s', (type, interest) => {
    expect(interestOf({ handles: ['CaseFiled'], ignores: ['Case*'] }, new Set(['VetoServed']))(type)).toBe(interest);
  });

  it('ignores known types only where it says so', () => {
    const of = interestOf({ handles: ['CaseFiled'], ignores: 'known' }, new Set(['VetoServed', 'CaseFiled']));
    expect(['CaseFiled', 'VetoServed', 'Sneezed'].map(of)).toEqual(['handled', 'ignored', 'unknown']);
  });
});
