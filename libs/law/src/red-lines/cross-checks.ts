import type { Refusal } from '#kernel';
import { refusal, yearOf } from '#kernel';
import type { RedLineCategory } from './catalogue.ts';
import type { FactsOf } from './fact-schemas.ts';
import type { InternshipRuleCode } from './internship-rules.ts';

type Known<T> = T | undefined;
type Findings = readonly Refusal[];

const known = <T, R>(one: Known<T>, other: Known<T>, relate: (one: T, other: T) => R): Known<R> =>
  one === undefined || other === undefined ? undefined : relate(one, other);

const mustEqual = (field: string, stated: Known<number>, computed: Known<number>): Findings =>
  known(stated, computed, (a, b) => a !== b) ? [refusal('figures-disagree', field, String(computed))] : [];
const mustFit = (field: string, part: Known<number>, whole: Known<number>): Findings =>
  known(part, whole, (a, b) => a > b) ? [refusal('part-exceeds-whole', field, String(whole))] : [];
const mustFollow = (field: string, last: Known<string>, first: Known<string>): Findings =>
  known(last, first, (a, b) => a < b) ? [refusal('period-reversed', field, first)] : [];

const minus = (a: number, b: number): number => a - b;
const times = (a: number, b: number): number => a * b;
const gap = (a: number, b: number): number => Math.abs(a - b);
const below = (a: number, b: number): boolean => a < b;

const rollAgrees = (facts: FactsOf<'HIDDEN_ENROLMENT'>): Findings => [
  ...mustEqual('difference', facts.difference, known(facts.rollCount, facts.actualCount, gap)),
  ...Object.values(facts.subtypeCounts ?? {}).flatMap((count) => mustFit('subtypeCounts', count, facts.studentCount)),
];

/** Whether interns of this cohort were still in their first school year (to 31 August) when they began. */
const inFirstYear = (cohort: string, startDate: string): boolean => {
  const entryYear = /^(\d{4})级$/.exec(cohort)?.[1];
  return (
    entryYear !== undefined && startDate < `${Number(entryYear) + 1}-09-01` && yearOf(startDate) >= Number(entryYear)
  );
};

/** Rules that the figures alone show to be broken (教职成〔2021〕4号 14, 16-18; 80%, 10%, eight hours). */
const breachesShown = (facts: FactsOf<'IMPROPER_INTERNSHIP'>): readonly InternshipRuleCode[] => {
  const shown: readonly (readonly [InternshipRuleCode, Known<boolean>])[] = [
    ['N05', known(facts.agreementSigned, facts.agreementTotal, below)],
    ['N07', known(facts.gradeCohort, facts.startDate, inFirstYear)],
    ['N16', facts.nightShift === true || (facts.hoursPerDay ?? 0) > 8],
    ['D1', known(facts.consentSigned, facts.consentTotal, below)],
    ['D3', known(facts.payFenPerMonth, facts.samePostPayFen, (pay, wage) => pay * 100 < wage * 80)],
    ['D4', known(facts.internTotal, facts.staffTotal, (interns, staff) => interns * 10 > staff)],
    ['D6', known(facts.insuranceInsured, facts.insuranceTotal, below)],
  ];
  return shown.filter(([, broken]) => broken).map(([code]) => code);
};

const internshipAgrees = (facts: FactsOf<'IMPROPER_INTERNSHIP'>): Findings => [
  ...mustFit('minorCount', facts.minorCount, facts.studentCount),
  ...mustFollow('endDate', facts.endDate, facts.startDate),
  ...mustFit('agreementSigned', facts.agreementSigned, facts.agreementTotal),
  ...mustFit('insuranceInsured', facts.insuranceInsured, facts.insuranceTotal),
  ...mustFit('consentSigned', facts.consentSigned, facts.consentTotal),
  ...breachesShown(facts)
    .filter((code) => !facts.violationCodes?.includes(code))
    .map((code) => refusal('breach-not-named', 'violationCodes', code)),
];

/** What well-typed figures of each category say against each other. A figure that is not stated contradicts nothing. */
export const crossChecks: { readonly [C in RedLineCategory]: (facts: FactsOf<C>) => Findings } = {
  HIDDEN_ENROLMENT: rollAgrees,
  AFFILIATED_ENROLMENT: (facts) => [
    ...rollAgrees(facts),
    ...mustEqual('totalFeeFen', facts.totalFeeFen, known(facts.feePerStudentFen, facts.studentCount, times)),
  ],
  SUBSIDY_FRAUD: (facts) => mustEqual('fraudFen', facts.fraudFen, known(facts.claimedFen, facts.entitledFen, minus)),
  IMPROPER_INTERNSHIP: internshipAgrees,
  INTERNSHIP_AGENCY_FEE: (facts) => [
    ...mustEqual('totalFen', facts.totalFen, known(facts.perStudentFen, facts.studentCount, times)),
    ...mustFit('refundedFen', facts.refundedFen, facts.totalFen),
    ...mustFollow('periodUntil', facts.periodUntil, facts.periodFrom),
  ],
  OTHER_RED_LINE: () => [],
};
