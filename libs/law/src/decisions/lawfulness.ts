import type { Draft, Refusal } from '#kernel';
import { refusal } from '#kernel';
import type { DecisionFact, SchoolFacts } from '../facts.ts';
import { basisBinds, basisInForce, groundOf, revocationNeedsPrivate, vetoNeedsEstablishedCase } from './ground.ts';
import type { Ground } from './ground.ts';
import { effectAfterService, serviceAfterDecision } from './service-dates.ts';
import { endModeAllowed, interimHoldIsShort, ruleOf, termStated, termWithinLimit } from './term-lawfulness.ts';

// What makes a decision unlawful or unreadable. Each rule reads a draft and keeps quiet where a part is missing.

type DecisionDraft = Draft<DecisionFact>;
type Rule = (draft: DecisionDraft, ground: Ground) => Refusal | null;

/** 年检 concerns the whole school; a major can only be closed as a major. */
const scopeFits: Rule = (draft) => {
  const rule = ruleOf(draft);
  if (rule === null || draft.scope === undefined) return null;
  if (rule.inspectionRank !== null && draft.scope === 'MAJOR') return refusal('scope-not-allowed', 'scope');
  if (rule.reason === 'MAJOR_CLOSED' && draft.scope === 'SCHOOL') return refusal('majors-missing', 'majors');
  return draft.scope === 'MAJOR' && draft.majors?.length === 0 ? refusal('majors-missing', 'majors') : null;
};

const inspectionYearStated: Rule = (draft) =>
  draft.inspectionYear === null && (ruleOf(draft)?.inspectionRank ?? null) !== null
    ? refusal('inspection-year-missing', 'inspectionYear')
    : null;

const rules: readonly Rule[] = [
  revocationNeedsPrivate,
  vetoNeedsEstablishedCase,
  scopeFits,
  inspectionYearStated,
  serviceAfterDecision,
  effectAfterService,
  endModeAllowed,
  termStated,
  termWithinLimit,
  interimHoldIsShort,
];

/** Every named reason why the decision could not stand; none for a lawful one. */
export const decisionOffences = (draft: DecisionDraft, ground: Ground): readonly Refusal[] => [
  ...rules.flatMap((rule) => rule(draft, ground) ?? []),
  ...basisInForce(draft, ground),
  ...basisBinds(draft, ground),
];

/** Numbers of the school's recorded decisions that could not stand on these facts. */
export const brokenDecisions = (school: SchoolFacts): readonly string[] =>
  school.decisions
    .filter((decision) => {
      const ground = groundOf(school, decision.caseNos);
      return !ground.complete || decisionOffences(decision, ground).length > 0;
    })
    .map((decision) => decision.number);

/**
 * Those that `after` breaks and `before` did not: a change of the school that was recorded late can leave a decision
 * unlawful, and that is no reason to refuse corrections which have nothing to do with it.
 */
export const newlyBrokenDecisions = (before: SchoolFacts, after: SchoolFacts): readonly string[] => {
  const known = new Set(brokenDecisions(before));
  return brokenDecisions(after).filter((number) => !known.has(number));
};
