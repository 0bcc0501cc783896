import type { LocalDate } from '#kernel';
import { addDays, addYears } from '#kernel';
import type { DecisionFact, FollowUpFact } from '../facts.ts';
import { decisionRules } from './kinds.ts';
import type { Scope } from './kinds.ts';

/** How long a decision covers: enrolment years, or days up to `until` (half-open; null is open). */
export type Term = { readonly years: readonly number[] } | { readonly years: null; readonly until: LocalDate | null };

/** What a decision says at some day, after the variations that count by then. */
export interface Version {
  readonly scope: Scope;
  readonly majors: readonly string[];
  readonly term: Term;
}

/** The longest interim hold, in natural days from its first day (`eligibility.md` §3). */
export const interimHoldDays = 60;

const open: Term = { years: null, until: null };

interface StatedTerm {
  readonly years: readonly number[];
  readonly closingOn: LocalDate | null;
  readonly termYears: number | null;
}

/** Years win over dates, a closing day over a length; null when nothing is stated. */
const statedTerm = (stated: StatedTerm, from: LocalDate): Term | null => {
  if (stated.years.length > 0) return { years: stated.years };
  if (stated.closingOn !== null) return { years: null, until: addDays(stated.closingOn, 1) };
  if (stated.termYears !== null) return { years: null, until: addYears(from, stated.termYears) };
  return null;
};

/** The first day a served decision covers: the stated effective day, else the day of service. */
export const firstDayOf = (paper: Pick<DecisionFact, 'effectiveOn' | 'servedOn'>): LocalDate | null =>
  paper.effectiveOn ?? paper.servedOn;

/** The term a decision was given, before any variation; `from` is its first day. */
export const ownTermOf = (decision: DecisionFact, from: LocalDate): Term => {
  if (decision.kind === 'INTERIM_HOLD')
    return { years: null, until: decision.closingOn ? addDays(decision.closingOn, 1) : addDays(from, interimHoldDays) };
  if (decisionRules[decision.kind].inspectionRank !== null)
    return { years: decision.inspectionYear === null ? [] : [decision.inspectionYear] };
  if (decision.endMode === 'UNTIL_LIFTED') return open;
  return statedTerm(decision, from) ?? open;
};

/** The term that a variation gives from its first day on; null keeps the one before. */
export const variedTermOf = (variation: FollowUpFact, from: LocalDate): Term | null =>
  statedTerm({ years: variation.newYears, closingOn: variation.newClosingOn, termYears: variation.newTermYears }, from);

/** Applies one variation: what it does not state stays as it was. */
export const vary = (version: Version, variation: FollowUpFact, from: LocalDate): Version => {
  const scope = variation.newScope ?? version.scope;
  const majors = variation.newMajors.length > 0 ? variation.newMajors : version.majors;
  return {
    scope,
    majors: scope === 'SCHOOL' ? [] : majors,
    term: variedTermOf(variation, from) ?? version.term,
  };
};

/** The first version of a decision. */
export const ownVersionOf = (decision: DecisionFact, from: LocalDate): Version => ({
  scope: decision.scope,
  majors: decision.scope === 'SCHOOL' ? [] : decision.majors,
  term: ownTermOf(decision, from),
});
