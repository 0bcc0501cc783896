import type { Draft, Refusal } from '#kernel';
import { refusal } from '#kernel';
import type { DecisionFact, FollowUpFact } from '../facts.ts';
import { annuls, decisionRules } from './kinds.ts';
import { effectAfterService, firstDayOfDraft, serviceAfterDecision } from './service-dates.ts';
import { exceeds } from './term-lawfulness.ts';
import type { TermDraft } from './term-lawfulness.ts';
import { firstDayOf } from './terms.ts';

type FollowUpDraft = Draft<FollowUpFact>;
type Rule = (draft: FollowUpDraft, target: DecisionFact) => Refusal | null;

const liftFits: Rule = ({ kind }, target) =>
  (kind === 'LIFT' || kind === 'RESTORE_ENROLMENT_RIGHT') && decisionRules[target.kind].liftedBy !== kind
    ? refusal('lift-not-allowed', 'kind', target.kind)
    : null;

const variationFits: Rule = ({ kind }, target) =>
  kind === 'VARY' && !decisionRules[target.kind].variable
    ? refusal('variation-not-allowed', 'kind', target.kind)
    : null;

const needsEffect: ReadonlySet<unknown> = new Set(['LIFT', 'RESTORE_ENROLMENT_RIGHT', 'VARY', 'STAY']);

/** What never took effect cannot be lifted, varied or stayed; and nothing can be before it began. */
const targetInEffect: Rule = (draft, target) => {
  if (!needsEffect.has(draft.kind)) return null;
  if (target.servedOn === null) return refusal('target-not-served', 'target', target.number);
  const from = firstDayOfDraft(draft);
  const begins = firstDayOf(target);
  return from !== null && begins !== null && from < begins
    ? refusal('lift-before-effective', draft.effectiveOn ? 'effectiveOn' : 'servedOn', from)
    : null;
};

/** A variation's term is held to the limit of its target, counted from the variation's own first day. */
const variedTermFits: Rule = (draft, target) => {
  const { variable, longestYears } = decisionRules[target.kind];
  if (draft.kind !== 'VARY' || !variable) return null;
  const term: TermDraft = { years: draft.newYears, termYears: draft.newTermYears, closingOn: draft.newClosingOn };
  const field = statedField(term);
  if (field === null) return null;
  if (target.endMode === 'UNTIL_LIFTED') return refusal('term-with-until-lifted', field);
  const over = exceeds(term, { from: firstDayOfDraft(draft), longest: longestYears ?? 0 });
  return over && refusal(over.code, field);
};

/** The field that gives the term: years win over a closing day, a closing day over a length; null gives none. */
const statedField = (term: TermDraft): string | null => {
  if (term.years && term.years.length > 0) return 'newYears';
  if (term.closingOn) return 'newClosingOn';
  return term.termYears ? 'newTermYears' : null;
};

const againstTarget: readonly Rule[] = [liftFits, variationFits, targetInEffect, variedTermFits];

/** Why the follow-up could not stand against this decision; none for a lawful one. */
export const followUpOffences = (draft: FollowUpDraft, target: DecisionFact): readonly Refusal[] =>
  againstTarget.flatMap((rule) => rule(draft, target) ?? []);

/** Why the follow-up could not stand by itself, whatever it names. `ofDecision`: it names a decision, not a follow-up. */
export const ownFollowUpOffences = (draft: FollowUpDraft, ofDecision: boolean): readonly Refusal[] => {
  // An annulled decision never stood, so its annulment may reach back before its service.
  const mayReachBack = draft.kind !== undefined && annuls(draft.kind) && ofDecision;
  const majorsMissing = draft.kind === 'VARY' && draft.newScope === 'MAJOR' && draft.newMajors?.length === 0;
  return [
    serviceAfterDecision(draft),
    mayReachBack ? null : effectAfterService(draft),
    majorsMissing ? refusal('majors-missing', 'newMajors') : null,
  ].filter((offence) => offence !== null);
};
