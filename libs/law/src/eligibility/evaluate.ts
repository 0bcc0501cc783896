import type { LocalDate } from '#kernel';
import type { EligibilityState } from '../decisions/kinds.ts';
import type { Season } from './intakes.ts';
import { momentOf } from './moment.ts';
import type { Moment, Question } from './moment.ts';
import { nextChangeOf, spansOf, wayBackOf } from './outlook.ts';
import type { NextChange, Span, WayBack } from './outlook.ts';
import { bearingsAt, mayEnrolIn, stateAt, stateOf } from './reasons.ts';
import { byHeadline } from './reason.ts';
import type { Reason } from './reason.ts';
import { majorsOfferedAt } from './register-reasons.ts';
import type { SchoolView } from './view.ts';

/** The verdict and all that explains it. What the answer adds (school, position, versions) the read model knows. */
export interface Verdict {
  readonly enrolmentYear: number;
  readonly season: Season;
  readonly major: string | null;
  readonly on: LocalDate;
  readonly state: EligibilityState;
  readonly mayEnrol: boolean;
  /** The reason that speaks for all; null only for ELIGIBLE. */
  readonly headline: Reason | null;
  /** In the order of headlines. */
  readonly reasons: readonly Reason[];
  readonly spans: readonly Span[];
  readonly majorsBanned: readonly string[];
  /** Decided, not served: no effect yet. */
  readonly pending: readonly Reason[];
  /** Suspended: `returnsOn` is the first day it covers again, null when nothing recorded says so. */
  readonly stayed: readonly (Reason & { readonly returnsOn: LocalDate | null })[];
  readonly nextChange: NextChange | null;
  readonly wayBack: readonly WayBack[];
}

/** Which rules an answer was computed under. Raise it whenever an answer can differ for the same facts. */
export const rulesVersion = '2026.11-1';

/**
 * Answers one question from recorded facts alone (`eligibility.md` §1-4). Pure: the same facts and question give the
 * same verdict. The caller has made sure that the school is registered and under the education authority.
 */
export const evaluate = (view: SchoolView, question: Question): Verdict => {
  const moment = momentOf(question);
  const { reasons: found, others } = bearingsAt(view, moment);
  const reasons = found.toSorted(byHeadline);
  const state = stateOf(reasons);
  return {
    enrolmentYear: moment.intake.year,
    season: moment.intake.season,
    major: moment.major,
    on: moment.on,
    state,
    mayEnrol: mayEnrolIn(state),
    headline: reasons[0] ?? null,
    reasons,
    spans: spansOf(view, moment),
    majorsBanned: moment.major === null ? majorsBannedAt(view, moment, state) : [],
    pending: others.filter((other) => other.as === 'pending').map((other) => other.reason),
    stayed: others.flatMap((other) => (other.as === 'stayed' ? [{ ...other.reason, returnsOn: other.returnsOn }] : [])),
    nextChange: nextChangeOf(view, moment, state),
    wayBack: wayBackOf(reasons, moment.on),
  };
};

/** Majors that some decision names, in force or not: no other major can fare worse than its school. */
const majorsNamed = (view: SchoolView): readonly string[] => [
  ...new Set(
    view.facts.decisions.flatMap((decision) => [
      ...decision.majors,
      ...view.followUpsOf(decision.number).flatMap((followUp) => followUp.newMajors),
    ]),
  ),
];

const majorsBannedAt = (view: SchoolView, moment: Moment, state: EligibilityState): readonly string[] => {
  const offered = majorsOfferedAt(view.facts, moment);
  if (offered === null)
    return majorsNamed(view)
      .filter((major) => isBannedItself(view, { ...moment, major }))
      .toSorted();
  if (!mayEnrolIn(state)) return [...offered].toSorted();
  return majorsNamed(view)
    .filter((major) => offered.has(major) && !mayEnrolIn(stateAt(view, { ...moment, major })))
    .toSorted();
};

/** For a school whose register names no majors: banned by a reason of the major's own. */
const isBannedItself = (view: SchoolView, moment: Moment): boolean =>
  bearingsAt(view, moment).reasons.some((reason) => reason.scope === 'MAJOR' && !mayEnrolIn(reason.state));
