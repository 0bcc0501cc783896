import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, addYears, daysBetween, isLocalDate, weekdayOf } from '#kernel';

const iso = (days: number): string => new Date(days * 86_400_000).toISOString().slice(0, 10);
const day = fc.integer({ min: -20_000, max: 60_000 }); // 1915 to 2134

describe('a local date', () => {
  it('counts days like the civil calendar', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -5_000, max: 5_000 }), (from, days) => {
        expect(addDays(iso(from), days)).toBe(iso(from + days));
        expect(daysBetween(iso(from), iso(from + days))).toBe(days);
      }),
    );
  });

  it('knows the weekday', () => {
    fc.assert(
      fc.property(day, (days) => {
        expect(weekdayOf(iso(days))).toBe(((new Date(days * 86_400_000).getUTCDay() + 6) % 7) + 1);
      }),
    );
  });

  it('turns 29 February into 28 where there is none', () => {
    expect(addYears('2024-02-29', 1)).toBe('2025-02-28');
    expect(addYears('2024-02-29', 4)).toBe('2028-02-29');
    expect(addYears('2022-05-10', 1)).toBe('2023-05-10');
  });

  it('never runs past the last day, so that days keep sorting as text', () => {
    expect(addDays('9999-12-31', 1)).toBe('9999-12-31');
    expect(addDays('2022-01-01', 9_000_000)).toBe('9999-12-31');
    expect(addYears('2022-01-01', 100_000)).toBe('9999-12-31');
  });

  it.each([
    '2022-02-30',
    '2022-13-01',
    '2022-00-10',
    '2022-1-1',
    '1899-12-31',
    '2022-01-01 ',
    '２０２２-01-01',
    '',
    5,
    null,
  ])('refuses %p', (text) => {
    expect(isLocalDate(text)).toBe(false);
  });

  it.each(['1900-01-01', '9999-12-31', '2024-02-29'])('accepts %s', (text) => {
    expect(isLocalDate(text)).toBe(true);
  });
});
