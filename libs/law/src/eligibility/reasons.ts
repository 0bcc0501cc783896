import type { LocalDate } from '#kernel';
import { rankOf } from '../decisions/kinds.ts';
import type { EligibilityState } from '../decisions/kinds.ts';
import { bearingOf, stateOfDecision } from './decision-reasons.ts';
import type { Bearing } from './decision-reasons.ts';
import type { Moment } from './moment.ts';
import { byHeadline } from './reason.ts';
import type { Reason } from './reason.ts';
import { registerReasons } from './register-reasons.ts';
import { hasSituation, situationReasons } from './situation-reasons.ts';
import type { SchoolView } from './view.ts';

/** Everything that bears on one question. `reasons` are in no order yet. */
export interface Bearings {
  readonly reasons: readonly Reason[];
  readonly others: readonly Bearing[];
}

/** Collects the reasons in force, and apart from them what is stayed or not yet served. */
export const bearingsAt = (view: SchoolView, moment: Moment): Bearings => {
  const { reasons, others } = groundsAt(view, moment);
  return { reasons: [...reasons, ...situationReasons(view, moment.on)], others };
};

/** What papers and the register alone say, whatever goes on at the school. */
const groundsAt = (view: SchoolView, moment: Moment): Bearings => {
  const reasons: Reason[] = [...registerReasons(view.facts, moment)];
  const others: Bearing[] = [];
  for (const decision of view.facts.decisions) {
    const bearing = bearingOf(view, decision, moment);
    if (bearing?.as === 'reason') reasons.push(bearing.reason);
    else if (bearing) others.push(bearing);
  }
  return { reasons, others };
};

/** The worst of the reasons; ELIGIBLE only where there is none at all. */
export const stateOf = (reasons: readonly Reason[]): EligibilityState =>
  reasons.reduce<EligibilityState>((worst, { state }) => (rankOf[state] > rankOf[worst] ? state : worst), 'ELIGIBLE');

/** The state as papers and the register alone give it: a situation can worsen it to WATCH at most. */
export const groundStateAt = (view: SchoolView, moment: Moment): EligibilityState => {
  let worst = stateOf(registerReasons(view.facts, moment));
  for (const decision of view.facts.decisions) {
    const state = stateOfDecision(view, decision, moment);
    if (state !== null && rankOf[state] > rankOf[worst]) worst = state;
  }
  return worst;
};

/** The state of grounds and situation together. */
export const stateWith = (ground: EligibilityState, situation: boolean): EligibilityState =>
  situation && rankOf[ground] < rankOf.WATCH ? 'WATCH' : ground;

/** The state alone, for looking at other days and other intakes. */
export const stateAt = (view: SchoolView, moment: Moment): EligibilityState =>
  stateWith(groundStateAt(view, moment), hasSituation(view, moment.on));

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

/** The headline where nothing but a situation speaks; null where there is none. */
export const situationHeadlineAt = (recorded: Pick<SchoolView, 'facts' | 'office'>, on: LocalDate): Reason | null =>
  situationReasons(recorded, on).toSorted(byHeadline)[0] ?? null;
