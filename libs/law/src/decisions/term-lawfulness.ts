import type { Draft, LocalDate, Refusal } from '#kernel';
import { addDays, addYears, refusal } from '#kernel';
import type { DecisionFact } from '../facts.ts';
import { decisionRules } from './kinds.ts';
import type { DecisionRule } from './kinds.ts';
import { firstDayOfDraft } from './service-dates.ts';
import { interimHoldDays } from './terms.ts';

type DecisionDraft = Draft<DecisionFact>;

/** The row of the decision table for a draft; null where its kind could not be read. */
export const ruleOf = (draft: DecisionDraft): DecisionRule | null =>
  draft.kind === undefined ? null : decisionRules[draft.kind];

const has = (list: readonly unknown[] | undefined): boolean => list !== undefined && list.length > 0;
const ends = (draft: DecisionDraft) => ruleOf(draft)?.endMode ?? draft.endMode;

/** How a decision ends is stated by the table, save for the two kinds that state it themselves. */
export const endModeAllowed = (draft: DecisionDraft): Refusal | null => {
  const allowed = ruleOf(draft)?.endMode ?? null;
  return allowed !== null && draft.endMode !== undefined && draft.endMode !== allowed
    ? refusal('end-mode-not-allowed', 'endMode', draft.endMode)
    : null;
};

/** A ban with a term must say which, and one without must not: neither may be endless by a slip of the pen. */
export const termStated = (draft: DecisionDraft): Refusal | null => {
  const rule = ruleOf(draft);
  if (rule === null || rule.inspectionRank !== null) return null;
  const dated = Boolean(draft.termYears) || Boolean(draft.closingOn);
  if (ends(draft) === 'UNTIL_LIFTED')
    return has(draft.years) || dated ? refusal('term-with-until-lifted', 'endMode') : null;
  const readable = draft.years !== undefined && draft.termYears !== undefined && draft.closingOn !== undefined;
  if (rule.reason === 'PLAN_CUT') return draft.years?.length === 0 ? refusal('term-missing', 'years') : null;
  if (!rule.variable || draft.endMode === undefined || !readable) return null;
  return has(draft.years) || dated ? null : refusal('term-missing', 'endMode');
};

/** 责令停止招生 1 to 3 years (教育法 76); a veto at most 5. */
export const termWithinLimit = (draft: DecisionDraft): Refusal | null => {
  const longest = ruleOf(draft)?.longestYears ?? null;
  if (longest === null || ends(draft) === 'UNTIL_LIFTED') return null;
  return exceeds(draft, { from: firstDayOfDraft(draft), longest });
};

/** A term as a draft states it. */
export interface TermDraft {
  readonly years?: readonly number[] | undefined;
  readonly termYears?: number | null | undefined;
  readonly closingOn?: LocalDate | null | undefined;
}

/** Refuses a term over the limit; what the order of years, closing day and length makes meaningless is not looked at. */
export const exceeds = (
  term: TermDraft,
  limit: { readonly from: LocalDate | null; readonly longest: number },
): Refusal | null => {
  if (has(term.years)) return (term.years ?? []).length > limit.longest ? refusal('term-too-long', 'years') : null;
  if (term.closingOn)
    return limit.from !== null && addDays(term.closingOn, 1) > addYears(limit.from, limit.longest)
      ? refusal('term-too-long', 'closingOn', term.closingOn)
      : null;
  return term.termYears && term.termYears > limit.longest
    ? refusal('term-too-long', 'termYears', String(term.termYears))
    : null;
};

/** An interim hold bridges an investigation: at most 60 days, and never an intake or a year. */
export const interimHoldIsShort = (draft: DecisionDraft): Refusal | null => {
  if (draft.kind !== 'INTERIM_HOLD') return null;
  if (has(draft.years)) return refusal('interim-hold-too-long', 'years');
  if (draft.termYears) return refusal('interim-hold-too-long', 'termYears');
  const from = firstDayOfDraft(draft);
  return from && draft.closingOn && addDays(draft.closingOn, 1) > addDays(from, interimHoldDays)
    ? refusal('interim-hold-too-long', 'closingOn', draft.closingOn)
    : null;
};
