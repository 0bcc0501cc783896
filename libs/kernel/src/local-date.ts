/**
 * A business day in Asia/Shanghai, `YYYY-MM-DD`, years 1900 to 9999. Days compare and sort as plain strings.
 * It is never an instant: no time zone and no clock can move it.
 */
export type LocalDate = string;

const shape = /^(\d{4})-(\d{2})-(\d{2})$/;
const daysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const;

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** Days of the month, 1-12. */
export const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;

/** True for a real day of the civil calendar between 1900-01-01 and 9999-12-31, in exactly this spelling. */
export const isLocalDate = (text: unknown): text is LocalDate => {
  if (typeof text !== 'string') return false;
  const parts = shape.exec(text);
  if (!parts) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  return year >= 1900 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
};

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** The last day of all: what offices write for "without end". Arithmetic stays there, so that days keep sorting as text. */
export const lastDay: LocalDate = '9999-12-31';

/** Spells a day; the caller has made sure that it exists. Years after 9999 become `lastDay`. */
export const localDate = (year: number, month: number, day: number): LocalDate =>
  year > 9999 ? lastDay : `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;

/** Days since 0000-03-01 of the proleptic Gregorian calendar: only differences and remainders mean anything. */
const dayNumber = (date: LocalDate): number => {
  const [year, month, day] = [yearOf(date), monthOf(date), dayOf(date)];
  const before = year - 1;
  const leaps = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  const thisLeap = month > 2 && isLeap(year) ? 1 : 0;
  return before * 365 + leaps + (daysBeforeMonth[month - 1] ?? 0) + thisLeap + day;
};

/** The calendar year. */
export const yearOf = (date: LocalDate): number => Number(date.slice(0, 4));
/** The month, 1-12. */
export const monthOf = (date: LocalDate): number => Number(date.slice(5, 7));
/** The day of the month, 1-31. */
export const dayOf = (date: LocalDate): number => Number(date.slice(8, 10));

/** Natural days later (or earlier, when negative), at most `lastDay`. */
export const addDays = (date: LocalDate, days: number): LocalDate => {
  let [year, month, day] = [yearOf(date), monthOf(date), dayOf(date) + days];
  while (day > daysInMonth(year, month) && year <= 9999) {
    day -= daysInMonth(year, month);
    month += 1;
    if (month > 12) [year, month] = [year + 1, 1];
  }
  while (day < 1) {
    month -= 1;
    if (month < 1) [year, month] = [year - 1, 12];
    day += daysInMonth(year, month);
  }
  return localDate(year, month, day);
};

/** The same month and day years later, at most `lastDay`; 29 February becomes 28 where there is none. */
export const addYears = (date: LocalDate, years: number): LocalDate => {
  const year = yearOf(date) + years;
  return localDate(year, monthOf(date), Math.min(dayOf(date), daysInMonth(year, monthOf(date))));
};

/** Natural days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate): number => dayNumber(to) - dayNumber(from);

/** Monday 1 … Sunday 7. */
export const weekdayOf = (date: LocalDate): number => ((dayNumber(date) + 6) % 7) + 1;

/** The later of two days. */
export const laterOf = (one: LocalDate, other: LocalDate): LocalDate => (one > other ? one : other);
/** The earlier of two days. */
export const earlierOf = (one: LocalDate, other: LocalDate): LocalDate => (one < other ? one : other);
