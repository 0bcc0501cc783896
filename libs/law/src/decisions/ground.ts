import type { Draft, LocalDate, Refusal } from '#kernel';
import { refusal } from '#kernel';
import { basisOf, isBasisInForce } from '../bases/legal-bases.ts';
import { ownershipAt } from '../eligibility/register-reasons.ts';
import type { CaseFact, DecisionFact, SchoolFacts } from '../facts.ts';

/** The school and the cases that a decision stands on; a case that is not recorded, or of another school, is not here. */
export interface Ground {
  /** Null where the row does not say which: what depends on the school is then not judged. */
  readonly school: SchoolFacts | null;
  /** The named cases that are recorded for this school; for any where the row does not say which. */
  readonly cases: readonly CaseFact[];
  /** True when every named case was found. */
  readonly complete: boolean;
}

/** The cases of the school that the numbers name. */
export const groundOf = (school: SchoolFacts, caseNos: readonly string[]): Ground => {
  const cases = school.cases.filter((one) => caseNos.includes(one.caseNo));
  return { school, cases, complete: cases.length === caseNos.length };
};

type DecisionDraft = Draft<DecisionFact>;

/** 吊销 is a sanction for private schools alone (民办教育促进法 62); a public school is ordered closed. */
export const revocationNeedsPrivate = (draft: DecisionDraft, { school }: Ground): Refusal | null =>
  draft.kind === 'LICENCE_REVOCATION' && draft.decidedOn !== undefined && isPublic(school, draft.decidedOn)
    ? refusal('licence-revocation-needs-private-school', 'kind')
    : null;

const isPublic = (school: SchoolFacts | null, on: LocalDate): boolean =>
  school !== null && school.register !== null && ownershipAt(school, { on, day: on }) === 'PUBLIC';

/** 一票否决 rests on facts that an investigation established, never on a lead. */
export const vetoNeedsEstablishedCase = (draft: DecisionDraft, { cases }: Ground): Refusal | null =>
  draft.kind === 'VETO' && draft.caseNos !== undefined && !cases.some((one) => one.established)
    ? refusal('veto-needs-established-case', 'caseNos')
    : null;

/** The law in force when the act ended applies (行政处罚法 37): the latest end among the cases, else the day of decision. */
export const basisInForce = (draft: DecisionDraft, ground: Ground): readonly Refusal[] => {
  if (draft.basis === undefined || draft.caseNos === undefined || !ground.complete) return [];
  const day = actDay(ground.cases, draft.decidedOn);
  if (day === undefined) return [];
  return draft.basis
    .filter((code) => !isBasisInForce(code, day))
    .map((code) => refusal('basis-not-in-force', 'basis', code));
};

const actDay = (cases: readonly CaseFact[], decidedOn: LocalDate | undefined): LocalDate | undefined => {
  let latest: LocalDate | undefined;
  for (const { actUntil } of cases) {
    if (actUntil === null) return decidedOn;
    if (latest === undefined || actUntil > latest) latest = actUntil;
  }
  return latest ?? decidedOn;
};

/** What is said about private schools alone cannot carry a decision about a public one. */
export const basisBinds = (draft: DecisionDraft, { school }: Ground): readonly Refusal[] =>
  draft.decidedOn === undefined || !isPublic(school, draft.decidedOn)
    ? []
    : (draft.basis ?? [])
        .filter((code) => basisOf(code)?.binds === 'PRIVATE')
        .map((code) => refusal('basis-needs-private-school', 'basis', code));
