import { addDays, lastDay } from '#kernel';
import type { LocalDate } from '#kernel';
import type { Verdict } from './evaluate.ts';
import { firstIntakeClosingFrom, firstIntakeOpeningAfter } from './intakes.ts';
import { wayBackOf } from './outlook.ts';
import { turningDays } from './turning-days.ts';
import type { SchoolView } from './view.ts';

/**
 * The first day after the verdict's own on which the same question may be answered otherwise. Until then nothing moves
 * but the day itself and the ways back that count from it: see `verdictOnLaterDay`.
 */
export const verdictHoldsBefore = (view: SchoolView, verdict: Verdict): LocalDate => {
  const { on } = verdict;
  let until: LocalDate = firstIntakeOpeningAfter(on)?.opensOn ?? lastDay;
  const mayEnd = (day: LocalDate | undefined): void => {
    if (day !== undefined && day > on && day < until) until = day;
  };
  mayEnd(addDays(firstIntakeClosingFrom(on).closesOn, 1));
  mayEnd(turningDays(view).find((day) => day > on));
  for (const { decidedOn } of view.facts.decisions) mayEnd(decidedOn); // from here on it may be pending
  for (const { reviewDueOn } of [...verdict.reasons, ...verdict.pending, ...verdict.stayed])
    if (reviewDueOn !== null) mayEnd(addDays(reviewDueOn, 1));
  return until;
};

/** The verdict as it reads on a later day of its stretch. */
export const verdictOnLaterDay = (verdict: Verdict, on: LocalDate): Verdict =>
  on === verdict.on ? verdict : { ...verdict, on, wayBack: wayBackOf(verdict.reasons, on) };
