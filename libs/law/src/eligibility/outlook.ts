import type { LocalDate } from '#kernel';
import { addDays, laterOf } from '#kernel';
import type { EligibilityState } from '../decisions/kinds.ts';
import { dayThatCounts, firstIntakeOpeningAfter, intakeOf } from './intakes.ts';
import type { Intake, Season } from './intakes.ts';
import { momentOf } from './moment.ts';
import type { Moment } from './moment.ts';
import { stateAt } from './reasons.ts';
import type { Reason } from './reason.ts';
import { lastNamedYear, turningDays } from './turning-days.ts';
import type { SchoolView } from './view.ts';

/** A stretch of the intake with one state; half-open. */
export interface Span {
  readonly from: LocalDate;
  readonly until: LocalDate;
  readonly state: EligibilityState;
}

/** When the answer will be another one, from what is recorded. */
export interface NextChange {
  readonly on: LocalDate;
  readonly year: number;
  readonly season: Season;
  readonly state: EligibilityState;
}

/** What a school needs to get a reason behind it, and the first day that is possible. */
export interface WayBack {
  readonly reason: string;
  readonly needs: readonly string[];
  readonly earliest: LocalDate | null;
}

/** The state over the days of the intake as seen on the day of asking; situations and interim holds stay as on that day. */
export const spansOf = (view: SchoolView, moment: Moment): readonly Span[] => {
  const { opensOn, closesOn } = moment.intake;
  const end = addDays(closesOn, 1);
  const starts = [opensOn, ...turningDays(view).filter((day) => day > opensOn && day <= closesOn)];
  const spans: Span[] = [];
  for (const [i, from] of starts.entries()) {
    const state = stateAt(view, { ...moment, day: from });
    const last = spans.at(-1);
    const until = starts[i + 1] ?? end;
    if (last?.state === state) spans[spans.length - 1] = { ...last, until };
    else spans.push({ from, until, state });
  }
  return spans;
};

/** The earlier of: this intake's state turns on a later day; a later intake opens in another state. A tie takes the first. */
export const nextChangeOf = (view: SchoolView, moment: Moment, state: EligibilityState): NextChange | null => {
  const here = changeOfThisIntake(view, moment, state);
  const later = changeAtLaterIntake(view, moment, { state, before: here?.on ?? null });
  return later ?? here;
};

const changeOfThisIntake = (view: SchoolView, moment: Moment, state: EligibilityState): NextChange | null => {
  const { intake, major } = moment;
  for (const on of turningDays(view)) {
    if (on <= moment.on) continue;
    const then = stateAt(view, { intake, major, on, day: dayThatCounts(intake, on) });
    if (then !== state) return { on, year: intake.year, season: intake.season, state: then };
  }
  return null;
};

const changeAtLaterIntake = (
  view: SchoolView,
  moment: Moment,
  than: { readonly state: EligibilityState; readonly before: LocalDate | null },
): NextChange | null => {
  let intake = firstIntakeOpeningAfter(laterOf(moment.on, moment.intake.opensOn));
  while (intake && (than.before === null || intake.opensOn < than.before)) {
    const state = stateAt(view, momentOf({ intake, major: moment.major, on: intake.opensOn }));
    if (state !== than.state) return { on: intake.opensOn, year: intake.year, season: intake.season, state };
    intake = nextWorthALook(view, intake);
  }
  return null;
};

/** While terms name enrolment years, the next intake; then the first that opens on or after another turning day. */
const nextWorthALook = (view: SchoolView, { year, opensOn }: Intake): Intake | null => {
  if (year <= lastNamedYear(view)) return firstIntakeOpeningAfter(opensOn);
  const turn = turningDays(view).find((day) => day > opensOn);
  return turn === undefined ? null : firstIntakeOpeningAfter(addDays(turn, -1));
};

const needs = {
  lift: ['rectification-accepted', 'lift-served'],
  term: ['term-ends'],
  renewal: ['licence-renewed'],
  inspection: ['inspection-passed'],
  major: ['major-approved'],
  planYear: ['plan-year-ends'],
} as const;

/** One way for each reason of rank 20 and more, in the order of the reasons. */
export const wayBackOf = (reasons: readonly Reason[], on: LocalDate): readonly WayBack[] =>
  reasons
    .filter((reason) => reason.state !== 'WATCH')
    .map((reason) => {
      const way = wayOf(reason, on);
      const earliest =
        way.earliest !== null && reason.liftedFrom !== undefined && reason.liftedFrom < way.earliest
          ? reason.liftedFrom
          : way.earliest;
      return { reason: reason.documentNo ?? reason.kind, needs: way.needs, earliest };
    });

const wayOf = (reason: Reason, on: LocalDate): Omit<WayBack, 'reason'> => {
  if (reason.state === 'REVOKED') return { needs: [], earliest: null };
  switch (reason.kind) {
    case 'LICENCE_EXPIRED':
      return { needs: needs.renewal, earliest: on };
    case 'MAJOR_NOT_OFFERED':
      return { needs: needs.major, earliest: on };
    case 'INSPECTION_FAILED':
    case 'INSPECTION_DEFERRED':
    case 'INSPECTION_BASIC':
      return { needs: needs.inspection, earliest: on };
    case 'PLAN_CUT':
      return { needs: needs.planYear, earliest: termEnd(reason) };
    default:
      if (reason.endMode === 'FIXED_TERM') return { needs: needs.term, earliest: termEnd(reason) };
      return { needs: needs.lift, earliest: laterOf(termEnd(reason) ?? on, on) };
  }
};

/** The first day after the term: for enrolment years, the opening of the autumn after the last. */
const termEnd = (reason: Reason): LocalDate | null =>
  reason.until ?? (reason.years?.length ? intakeOf(Math.max(...reason.years) + 1, 'AUTUMN').opensOn : null);
