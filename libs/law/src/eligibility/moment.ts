import type { LocalDate } from '#kernel';
import { dayThatCounts } from './intakes.ts';
import type { Intake } from './intakes.ts';

/** A question at its two days: the day of asking, and the day that counts for the intake. */
export interface Moment {
  readonly intake: Intake;
  readonly major: string | null;
  readonly on: LocalDate;
  readonly day: LocalDate;
}

/** What is asked, before the day that counts is known. */
export interface Question {
  readonly intake: Intake;
  readonly major: string | null;
  readonly on: LocalDate;
}

/** The question's moment. */
export const momentOf = (question: Question): Moment => ({
  intake: question.intake,
  major: question.major,
  on: question.on,
  day: dayThatCounts(question.intake, question.on),
});
