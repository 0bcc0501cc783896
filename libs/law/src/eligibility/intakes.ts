import { lastDay, yearOf } from '#kernel';
import type { LocalDate } from '#kernel';

export type Season = 'AUTUMN' | 'SPRING';

/** One intake of one enrolment year: from its reference date to the closing of registration, both inclusive. */
export interface Intake {
  readonly year: number;
  readonly season: Season;
  readonly opensOn: LocalDate;
  readonly closesOn: LocalDate;
}

/** Days of opening and closing per season, by the enrolment year from which they hold; the newest row that applies wins. */
const seasons = [
  {
    fromYear: 0, // 中职学籍: autumn closes 11-20, spring 04-20 (MOE21)
    AUTUMN: { yearsLater: 0, opens: '09-01', closes: '11-20' },
    SPRING: { yearsLater: 1, opens: '03-01', closes: '04-20' },
  },
] as const;

const dayIn = (year: number, monthAndDay: string): LocalDate =>
  year > yearOf(lastDay) ? lastDay : `${year}-${monthAndDay}`;

const known = new Map<string, Intake>();

/** The intake of an enrolment year: 招生年度 2022 is autumn 2022 and spring 2023. */
export const intakeOf = (year: number, season: Season): Intake => {
  const name = `${year}${season}`;
  const found = known.get(name);
  if (found) return found;
  const days = (seasons.findLast((row) => row.fromYear <= year) ?? seasons[0])[season];
  const calendarYear = year + days.yearsLater;
  const intake = {
    year,
    season,
    opensOn: dayIn(calendarYear, days.opens),
    closesOn: dayIn(calendarYear, days.closes),
  };
  known.set(name, intake);
  return intake;
};

/** The intake that follows. */
export const intakeAfter = (intake: Intake): Intake =>
  intake.season === 'AUTUMN' ? intakeOf(intake.year, 'SPRING') : intakeOf(intake.year + 1, 'AUTUMN');

/** The first intake that closes on `day` or later: what a question without a year asks about. */
export const firstIntakeClosingFrom = (day: LocalDate): Intake => {
  let intake = intakeOf(yearOf(day) - 1, 'SPRING');
  while (intake.closesOn < day) intake = intakeAfter(intake);
  return intake;
};

/** The first intake that opens after `day`; null where the calendar ends before one does. */
export const firstIntakeOpeningAfter = (day: LocalDate): Intake | null => {
  let intake = intakeOf(yearOf(day) - 1, 'SPRING');
  while (intake.opensOn <= day && intake.opensOn < lastDay) intake = intakeAfter(intake);
  return intake.opensOn < lastDay ? intake : null;
};

/** The day that counts: `on`, held between the opening and the closing of the intake. */
export const dayThatCounts = (intake: Intake, on: LocalDate): LocalDate =>
  on < intake.opensOn ? intake.opensOn : on > intake.closesOn ? intake.closesOn : on;
