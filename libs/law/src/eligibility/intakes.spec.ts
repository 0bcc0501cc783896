import { describe, expect, it } from '@jest/globals';
import { dayThatCounts, firstIntakeClosingFrom, firstIntakeOpeningAfter, intakeAfter, intakeOf } from './intakes.ts';

describe('an intake', () => {
  it('of autumn lies in its year, that of spring in the next', () => {
    expect(intakeOf(2022, 'AUTUMN')).toMatchObject({ opensOn: '2022-09-01', closesOn: '2022-11-20' });
    expect(intakeOf(2022, 'SPRING')).toMatchObject({ opensOn: '2023-03-01', closesOn: '2023-04-20' });
  });

  it('is followed by the other season, and spring by the next year', () => {
    expect(intakeAfter(intakeOf(2022, 'AUTUMN'))).toBe(intakeOf(2022, 'SPRING'));
    expect(intakeAfter(intakeOf(2022, 'SPRING'))).toBe(intakeOf(2023, 'AUTUMN'));
  });

  it.each([
    ['2022-04-20', 2021, 'SPRING'],
    ['2022-04-21', 2022, 'AUTUMN'],
    ['2022-11-20', 2022, 'AUTUMN'],
    ['2022-11-21', 2022, 'SPRING'],
    ['2023-01-01', 2022, 'SPRING'],
  ] as const)('is left out on %s: autumn or spring of %i', (day, year, season) => {
    expect(firstIntakeClosingFrom(day)).toBe(intakeOf(year, season));
  });

  it.each([
    ['2022-02-28', 2021, 'SPRING'],
    ['2022-03-01', 2022, 'AUTUMN'],
    ['2022-09-01', 2022, 'SPRING'],
  ] as const)('opens next after %s: autumn or spring of %i', (day, year, season) => {
    expect(firstIntakeOpeningAfter(day)).toBe(intakeOf(year, season));
  });

  it('comes to an end with the calendar', () => {
    expect(firstIntakeOpeningAfter('9999-08-31')).toBe(intakeOf(9999, 'AUTUMN'));
    expect(firstIntakeOpeningAfter('9999-09-01')).toBeNull();
    expect(firstIntakeClosingFrom('9999-12-31')).toMatchObject({
      year: 9999,
      season: 'SPRING',
      closesOn: '9999-12-31',
    });
  });
});

describe('the day that counts', () => {
  it.each([
    ['2022-01-01', '2022-09-01'],
    ['2022-09-01', '2022-09-01'],
    ['2022-10-08', '2022-10-08'],
    ['2022-11-20', '2022-11-20'],
    ['2022-11-21', '2022-11-20'],
    ['2030-01-01', '2022-11-20'],
  ])('asked on %s is %s', (on, day) => {
    expect(dayThatCounts(intakeOf(2022, 'AUTUMN'), on)).toBe(day);
  });
});
