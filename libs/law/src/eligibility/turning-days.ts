import type { LocalDate } from '#kernel';
import { addDays, lastDay } from '#kernel';
import type { FollowUpFact, SchoolFacts } from '../facts.ts';
import { firstDayOf, ownTermOf, variedTermOf } from '../decisions/terms.ts';
import type { Term } from '../decisions/terms.ts';
import { firstIntakeClosingFrom } from './intakes.ts';
import { overdueFrom } from './situation-reasons.ts';
import type { SchoolView } from './view.ts';

const cache = new WeakMap<SchoolView, readonly LocalDate[]>();

/** Every day, ascending, on which a verdict about the school can differ from the day before. Between them nothing moves. */
export const turningDays = (view: SchoolView): readonly LocalDate[] => {
  const known = cache.get(view);
  if (known) return known;
  const days = new Set<LocalDate>();
  const add = (day: LocalDate | null | undefined): void => void (day && days.add(day));
  addDecisionDays(view, add);
  addRegisterDays(view.facts, add);
  addSituationDays(view, add);
  const sorted = [...days].toSorted();
  cache.set(view, sorted);
  return sorted;
};

/** The first turning day after `day` that a paper or the register brings; `lastDay` when there is none. */
export const nextGroundTurn = (view: SchoolView, day: LocalDate): LocalDate => {
  let next = lastDay;
  const add: Add = (turn) => {
    if (turn && turn > day && turn < next) next = turn;
  };
  addDecisionDays(view, add);
  addRegisterDays(view.facts, add);
  return next;
};

/** The last enrolment year that any term names: from the autumn after it on, no term changes a verdict any more. */
export const lastNamedYear = (view: SchoolView): number =>
  Math.max(
    0,
    ...view.facts.decisions.flatMap((decision) => [
      decision.inspectionYear ?? 0,
      ...decision.years,
      ...view.followUpsOf(decision.number).flatMap((followUp) => followUp.newYears),
    ]),
  );

type Add = (day: LocalDate | null | undefined) => void;

const addTerm = (term: Term | null, add: Add): void => {
  if (term && !term.years) add(term.until);
};

const addDecisionDays = (view: SchoolView, add: Add): void => {
  const seen = new Set<FollowUpFact>();
  const walk = (number: string): void => {
    for (const followUp of view.followUpsOf(number)) {
      if (seen.has(followUp)) continue;
      seen.add(followUp);
      const from = firstDayOf(followUp);
      add(followUp.servedOn);
      add(from);
      if (followUp.closingOn) add(addDays(followUp.closingOn, 1));
      if (from) addTerm(variedTermOf(followUp, from), add);
      walk(followUp.number);
    }
  };
  for (const decision of view.facts.decisions) {
    const from = firstDayOf(decision);
    add(decision.servedOn);
    add(from);
    if (from) addTerm(ownTermOf(decision, from), add);
    // A hold looks only at the first intake still open, and is too short to see more than one of them close.
    if (from && decision.kind === 'INTERIM_HOLD') add(addDays(firstIntakeClosingFrom(from).closesOn, 1));
    walk(decision.number);
  }
};

const addRegisterDays = (facts: SchoolFacts, add: Add): void => {
  if (facts.register?.licenceUntil) add(addDays(facts.register.licenceUntil, 1));
  for (const change of facts.changes) {
    add(change.approvedOn);
    add(change.effectiveOn);
    if (change.kind === 'LICENCE_RENEWED') add(addDays(change.value, 1));
  }
};

const addSituationDays = (view: SchoolView, add: Add): void => {
  for (const one of view.facts.cases) {
    add(one.filedOn);
    add(one.closedOn);
  }
  for (const order of view.facts.orders)
    for (const { from, until } of order.stretches) {
      add(from);
      add(until);
    }
  for (const report of view.facts.reports) add(report.filedOn);
  for (const campaign of view.office.campaigns) {
    add(overdueFrom(campaign, view.facts));
    if (campaign.endsOn) add(addDays(campaign.endsOn, 1));
  }
};
