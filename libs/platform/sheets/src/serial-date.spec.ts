import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dateOfSerial } from './serial-date.ts';

describe('the day of a serial number', () => {
  it.each([
    [1, '1900-01-01'],
    [59, '1900-02-28'],
    [61, '1900-03-01'],
    [44_691, '2022-05-10'],
    [44_691.999_988_4, '2022-05-10'],
    [44_690.999_999_999, '2022-05-10'],
    [2_958_465, '9999-12-31'],
  ])('%p is %s in the 1900 system', (serial, date) => {
    expect(dateOfSerial(serial, false)).toBe(date);
  });

  it.each([
    [0, '1904-01-01'],
    [43_229, '2022-05-10'],
  ])('%p is %s in the 1904 system', (serial, date) => {
    expect(dateOfSerial(serial, true)).toBe(date);
  });

  it.each([0, 0.5, -1, 60, 60.5, 2_958_466, 1e20, Number.NaN])('%p is no day in the 1900 system', (serial) => {
    expect(dateOfSerial(serial, false)).toBeUndefined();
  });

  it('counts the same days in both systems, 1,462 apart', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_462, max: 2_958_465 }), (serial) => {
        const date = dateOfSerial(serial, false);
        expect(date).toMatch(/^\d{4}-\d\d-\d\d$/);
        expect(dateOfSerial(serial - 1_462, true)).toBe(date);
      }),
    );
  });
});
