import type { LocalDate } from '#kernel';
import { addDays } from '#kernel';
import { decisionRules } from '../decisions/kinds.ts';
import { firstDayOf, ownVersionOf, vary } from '../decisions/terms.ts';
import type { Version } from '../decisions/terms.ts';
import type { DecisionFact, Sourced } from '../facts.ts';
import { isDecisionAnnulled, isServed, standing } from './view.ts';
import type { Days, SchoolView } from './view.ts';

// What happened to a decision after it was made: variations, stays, lifts (`eligibility.md` §2, rules 3, 6 and 7).

/** The decision as it reads at the day: its own version with every variation of an earlier or the same first day. */
export const versionAt = (view: SchoolView, decision: DecisionFact, days: Days): Version => {
  const own = ownVersionOf(decision, firstDayOf(decision) ?? '');
  const variations = standing(view, { number: decision.number, kind: 'VARY' }, days).filter(
    ({ from }) => from <= days.day,
  );
  if (variations.length === 0 || !decisionRules[decision.kind].variable) return own;
  return variations
    .toSorted((a, b) =>
      a.from < b.from ? -1 : a.from > b.from ? 1 : a.followUp.source.order - b.followUp.source.order,
    )
    .reduce((version, { followUp, from }) => vary(version, followUp, from), own);
};

/** The first day not covered because of a lift that is known, also one that lies ahead; null when there is none. */
export const liftedFrom = (view: SchoolView, decision: Sourced<DecisionFact>, days: Days): LocalDate | null => {
  const rule = decisionRules[decision.kind];
  if (rule.inspectionRank !== null) return betterInspectionFrom(view, decision, days);
  if (rule.liftedBy === null) return null;
  return earliest(standing(view, { number: decision.number, kind: rule.liftedBy }, days).map(({ from }) => from));
};

/** A later and better conclusion for the same year takes the place of an earlier one from its first day on. */
const betterInspectionFrom = (view: SchoolView, decision: Sourced<DecisionFact>, days: Days): LocalDate | null => {
  const rank = decisionRules[decision.kind].inspectionRank ?? 0;
  const better = view.facts.decisions.filter(
    (other) =>
      (decisionRules[other.kind].inspectionRank ?? 0) > rank &&
      other.inspectionYear === decision.inspectionYear &&
      (other.decidedOn > decision.decidedOn ||
        (other.decidedOn === decision.decidedOn && other.source.order > decision.source.order)) &&
      isServed(other, days.on) &&
      !isDecisionAnnulled(view, other, days) &&
      !isStayed(view, other, days),
  );
  return earliest(better.map((other) => firstDayOf(other) ?? ''));
};

const earliest = (days: readonly LocalDate[]): LocalDate | null =>
  days.reduce<LocalDate | null>((first, day) => (first === null || day < first ? day : first), null);

/** A stretch of days in which a decision was stayed; null is open. */
interface Stay {
  readonly from: LocalDate;
  readonly until: LocalDate | null;
}

/** True when a stay suspends the decision on the day, as known on the day of asking. */
export const isStayed = (view: SchoolView, decision: DecisionFact, days: Days): boolean =>
  staysOf(view, decision, days).some((stay) => suspends(stay, days.day));

const suspends = (stay: Stay, day: LocalDate): boolean => stay.from <= day && (stay.until === null || day < stay.until);

const staysOf = (view: SchoolView, decision: DecisionFact, days: Days): readonly Stay[] => {
  const stays = standing(view, { number: decision.number, kind: 'STAY' }, days);
  if (stays.length === 0) return [];
  const resumed = standing(view, { number: decision.number, kind: 'RESUME' }, days);
  return stays.map(({ followUp, from }) => {
    // A resumption that names the stay ends it whatever its date; one that names the decision must not lie before it.
    const naming = standing(view, { number: followUp.number, kind: 'RESUME' }, days);
    const ends = [...naming, ...resumed.filter((resume) => resume.from >= from)].map((resume) => resume.from);
    if (followUp.closingOn !== null) ends.push(addDays(followUp.closingOn, 1));
    return { from, until: earliest(ends) };
  });
};
