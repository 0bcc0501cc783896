import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isInstant } from '#kernel';

describe('an instant', () => {
  it('is what every clock of this house says', () => {
    const date = fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(date, (one) => {
        expect(isInstant(one.toISOString())).toBe(true);
      }),
    );
  });

  it.each([
    '',
    '2023-09-25',
    '2023-09-25T08:00:00Z',
    '2023-09-25T08:00:00.000+00:00',
    '2023-02-29T08:00:00.000Z',
    '2023-09-25T24:00:00.000Z',
    '2023-09-25T08:00:60.000Z',
    '2023-09-25T08:00:00.000Z\n',
  ])('is not %j', (text) => {
    expect(isInstant(text)).toBe(false);
  });
});
