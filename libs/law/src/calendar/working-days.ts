import type { LocalDate } from '#kernel';
import { addDays, daysBetween, weekdayOf, yearOf } from '#kernel';
import type { DaysOff } from './holidays.ts';
import { holidayYears } from './holidays.ts';

/** No notice for this year stands in the table, so nothing can be said about its days. */
export interface UnknownYear {
  readonly unknownYear: number;
}

const daysOf = ([, first, last]: DaysOff): readonly LocalDate[] =>
  Array.from({ length: daysBetween(first, last) + 1 }, (_, i) => addDays(first, i));

const years = Object.values(holidayYears);
/** The days on which the week does not decide. */
const exceptions: ReadonlyMap<LocalDate, boolean> = new Map([
  ...years.flatMap(({ daysOff }) => daysOff.flatMap(daysOf)).map((day) => [day, false] as const),
  ...years.flatMap(({ makeUpDays }) => makeUpDays).map((day) => [day, true] as const),
]);

/** Monday to Friday less the days off plus the make-up days; 'unknown' in a year that the table does not hold. */
export const isWorkingDay = (date: LocalDate): boolean | 'unknown' => {
  if (!Object.hasOwn(holidayYears, yearOf(date))) return 'unknown';
  return exceptions.get(date) ?? weekdayOf(date) <= 5;
};

/**
 * The last day of a limit of `days` working days, counted from the day after `date` (行政处罚法 85 and the counting rule
 * of 民事诉讼法). `days` is a whole number from 0; 0 gives `date` itself, be it a working day or not.
 * A limit that runs into an unpublished year has no known end.
 */
export const addWorkingDays = (date: LocalDate, days: number): LocalDate | UnknownYear => {
  let day = date;
  for (let left = days; left > 0;) {
    day = addDays(day, 1);
    const works = isWorkingDay(day);
    if (works === 'unknown') return { unknownYear: yearOf(day) };
    if (works) left -= 1;
  }
  return day;
};

/** Working days after `from` up to and including `to`; negative when `to` is earlier. Undoes `addWorkingDays`. */
export const workingDaysBetween = (from: LocalDate, to: LocalDate): number | UnknownYear => {
  if (to < from) {
    const back = workingDaysBetween(to, from);
    return isUnknownYear(back) ? back : 0 - back;
  }
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) {
    const works = isWorkingDay(day);
    if (works === 'unknown') return { unknownYear: yearOf(day) };
    if (works) count += 1;
  }
  return count;
};

/** Tells "not known" from a day or a number of days. */
export const isUnknownYear = (answer: LocalDate | number | UnknownYear): answer is UnknownYear =>
  typeof answer === 'object';
