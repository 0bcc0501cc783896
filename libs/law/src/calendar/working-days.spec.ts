import { describe, expect, it } from '@jest/globals';
import { isWorkday } from 'chinese-days';
import fc from 'fast-check';
import { addDays, daysBetween, weekdayOf, yearOf } from '#kernel';
import { holidayYears } from './holidays.ts';
import { addWorkingDays, isUnknownYear, isWorkingDay, workingDaysBetween } from './working-days.ts';

const first = '2019-01-01';
const last = '2026-12-31';
const everyDay = Array.from({ length: daysBetween(first, last) + 1 }, (_, i) => addDays(first, i));
const day = fc.constantFrom(...everyDay.slice(0, -60));

describe('the holiday table', () => {
  it('agrees with the package chinese-days on each of the 2922 published days: no difference had to be decided', () => {
    expect(everyDay).toHaveLength(2922);
    expect(everyDay.filter((date) => isWorkingDay(date) !== isWorkday(date))).toEqual([]);
  });

  it.each(Object.entries(holidayYears))(
    'is in order and makes sense in %s',
    (year, { notices, daysOff, makeUpDays }) => {
      expect(notices.map(({ number }) => /^国办发明电〔20\d\d〕[1-9]\d?号$/.test(number))).not.toContain(false);
      const bounds = daysOff.flatMap(([, from, to]) => [from, to]);
      expect(bounds).toEqual(bounds.toSorted());
      expect(makeUpDays.filter((date) => weekdayOf(date) < 6)).toEqual([]);
      expect(makeUpDays.filter((date) => daysOff.some(([, from, to]) => from <= date && date <= to))).toEqual([]);
      expect(new Set(daysOff.map(([, , to]) => yearOf(to)))).toEqual(new Set([Number(year)]));
    },
  );

  it('knows the changes made after the year had begun', () => {
    expect(isWorkingDay('2019-05-03')).toBe(false);
    expect(isWorkingDay('2019-05-05')).toBe(true);
    expect(isWorkingDay('2020-01-31')).toBe(false);
    expect(isWorkingDay('2020-02-01')).toBe(false);
    expect(isWorkingDay('2020-02-03')).toBe(true);
  });

  it('takes a commended day of leave for a working day', () => {
    expect(isWorkingDay('2024-02-09')).toBe(true);
  });
});

describe('an unpublished year', () => {
  it.each(['2018-12-29', '2018-06-04', '2027-01-01', '2027-03-01'])('is unknown: %s', (date) => {
    expect(isWorkingDay(date)).toBe('unknown');
  });

  it('is named by a count that runs into it, and only then', () => {
    expect(addWorkingDays('2026-12-28', 3)).toBe('2026-12-31');
    expect(addWorkingDays('2026-12-28', 4)).toEqual({ unknownYear: 2027 });
    expect(workingDaysBetween('2026-12-28', '2027-01-04')).toEqual({ unknownYear: 2027 });
    expect(workingDaysBetween('2027-01-04', '2026-12-28')).toEqual({ unknownYear: 2027 });
  });
});

describe('counting working days', () => {
  it('starts on the day after and steps over days off and make-up days', () => {
    expect(addWorkingDays('2022-04-29', 5)).toBe('2022-05-10'); // 5, 6, 7 (a worked Saturday), 9, 10
    expect(addWorkingDays('2022-09-30', 2)).toBe('2022-10-09');
    expect(addWorkingDays('2022-10-03', 0)).toBe('2022-10-03');
  });

  it('counts between two days as it adds', () => {
    expect(workingDaysBetween('2022-09-30', '2022-10-09')).toBe(2);
    expect(workingDaysBetween('2022-10-09', '2022-09-30')).toBe(-2);
    expect(workingDaysBetween('2022-10-03', '2022-10-03')).toBe(0);
  });

  it('ends a limit on a working day, and between undoes add', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 20 }), (from, days) => {
        const end = addWorkingDays(from, days);
        if (isUnknownYear(end)) throw new Error('within the table');
        expect(isWorkingDay(end)).toBe(true);
        expect(workingDaysBetween(from, end)).toBe(days);
      }),
    );
  });
});
