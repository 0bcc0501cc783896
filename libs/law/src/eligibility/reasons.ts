import { rankOf } from '../decisions/kinds.ts';
import type { EligibilityState } from '../decisions/kinds.ts';
import { bearingOf } from './decision-reasons.ts';
import type { Bearing } from './decision-reasons.ts';
import type { Moment } from './moment.ts';
import { byHeadline } from './reason.ts';
import type { Reason } from './reason.ts';
import { registerReasons } from './register-reasons.ts';
import { situationReasons } from './situation-reasons.ts';
import type { SchoolView } from './view.ts';

/** Everything that bears on one question. `reasons` are in no order yet. */
export interface Bearings {
  readonly reasons: readonly Reason[];
  readonly others: readonly Bearing[];
}

/** Collects the reasons in force, and apart from them what is stayed or not yet served. */
export const bearingsAt = (view: SchoolView, moment: Moment): Bearings => {
  const decided = view.facts.decisions.flatMap((decision) => bearingOf(view, decision, moment) ?? []);
  return {
    reasons: [
      ...registerReasons(view.facts, moment),
      ...decided.filter((bearing) => bearing.as === 'reason').map((bearing) => bearing.reason),
      ...situationReasons(view, moment.on),
    ],
    others: decided.filter((bearing) => bearing.as !== 'reason'),
  };
};

/** The worst of the reasons; ELIGIBLE only where there is none at all. */
export const stateOf = (reasons: readonly Reason[]): EligibilityState =>
  reasons.reduce<EligibilityState>((worst, { state }) => (rankOf[state] > rankOf[worst] ? state : worst), 'ELIGIBLE');

/** The state alone, for looking at other days and other intakes. */
export const stateAt = (view: SchoolView, moment: Moment): EligibilityState =>
  stateOf(bearingsAt(view, moment).reasons);

/** New students may be taken in up to and including CONDITIONAL. */
export const mayEnrolIn = (state: EligibilityState): boolean => rankOf[state] <= rankOf.CONDITIONAL;

/** State and headline at a moment, for those who need no more of a verdict than that. */
export const headlineAt = (
  view: SchoolView,
  moment: Moment,
): { readonly state: EligibilityState; readonly headline: Reason | null } => {
  const reasons = bearingsAt(view, moment).reasons.toSorted(byHeadline);
  return { state: stateOf(reasons), headline: reasons[0] ?? null };
};
