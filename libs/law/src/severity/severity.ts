import type { LocalDate } from '#kernel';
import { addYears } from '#kernel';
import type { InternshipRuleCode } from '../red-lines/internship-rules.ts';

/** How grave a violation is. No statute gives a number: an officer finds it and says why. */
export type Severity = 'MINOR' | 'GENERAL' | 'SERIOUS' | 'ESPECIALLY_SERIOUS';

/** The official terms of severity, as workbooks write them (情节). */
export const severityTerms: Readonly<Record<Severity, string>> = {
  MINOR: '轻微',
  GENERAL: '一般',
  SERIOUS: '严重',
  ESPECIALLY_SERIOUS: '特别严重',
};

/** Where the suggestion draws its lines. An office may set its own under its own version. */
export interface SeverityThresholds {
  readonly version: string;
  /** An earlier established finding counts as repetition for so many years. */
  readonly repeatYears: number;
  readonly seriousFraudFen: number;
  readonly especiallySeriousFraudFen: number;
  readonly seriousStudents: number;
  /** Share of the cohort in per cent. */
  readonly seriousCohortPercent: number;
  /** So many hits of SERIOUS together make ESPECIALLY_SERIOUS. */
  readonly especiallySeriousHits: number;
  readonly graveInternshipRules: readonly InternshipRuleCode[];
}

/** The default lines: a proposal, not law. 30,000 and 500,000 yuan lie in the ranges of 法释〔2011〕7号 on fraud. */
export const severityThresholds: SeverityThresholds = {
  version: '2022-1',
  repeatYears: 3,
  seriousFraudFen: 3_000_000,
  especiallySeriousFraudFen: 50_000_000,
  seriousStudents: 30,
  seriousCohortPercent: 30,
  especiallySeriousHits: 3,
  graveInternshipRules: ['N07', 'N11'],
};

/** What is known of a violation. What is left out is not known and speaks neither way. */
export interface SeverityFacts {
  readonly foundOn: LocalDate;
  /** Days of earlier established red-line findings about the same school. */
  readonly earlierFindings?: readonly LocalDate[];
  /** A self-inspection report was false or concealed this. */
  readonly falseSelfInspection?: boolean;
  readonly obstructed?: boolean;
  readonly fraudFen?: number;
  readonly illegalGainFen?: number;
  readonly studentCount?: number;
  readonly cohortSize?: number;
  readonly under16Count?: number;
  readonly injuredCount?: number;
  readonly deathCount?: number;
  readonly notCorrectedInTime?: boolean;
  readonly ledBySchoolLeader?: boolean;
  readonly internshipRules?: readonly InternshipRuleCode[];
  /** The school reported it before the authority knew (行政处罚法 32). */
  readonly selfReported?: boolean;
  readonly corrected?: boolean;
}

/** One rule that spoke, and the value that made it speak. */
export interface SeverityHit {
  readonly rule: SeverityRule;
  readonly value: number | string | true;
}

/** A suggestion with its reasons, for an officer to follow or to overrule with reasons of their own. */
export interface SeveritySuggestion {
  readonly severity: Severity;
  readonly hits: readonly SeverityHit[];
  readonly thresholdsVersion: string;
}

type Rule = (facts: SeverityFacts, lines: SeverityThresholds) => number | string | boolean | undefined;

const reaching = (value = 0, line = 1): number | false => value >= line && value;

/** Each gives the value that made it speak; false or nothing when it does not. */
const seriousRules = {
  REPEATED: ({ earlierFindings = [], foundOn }, { repeatYears }) =>
    earlierFindings.find((day) => day < foundOn && day >= addYears(foundOn, -repeatYears)),
  FALSE_SELF_INSPECTION: (facts) => facts.falseSelfInspection,
  OBSTRUCTED: (facts) => facts.obstructed,
  FRAUD_AMOUNT: (facts, lines) => reaching(facts.fraudFen, lines.seriousFraudFen),
  STUDENT_COUNT: (facts, lines) => reaching(facts.studentCount, lines.seriousStudents),
  COHORT_SHARE: ({ studentCount = 0, cohortSize = 0 }, lines) =>
    cohortSize > 0 && reaching(Math.floor((studentCount * 100) / cohortSize), lines.seriousCohortPercent),
  UNDER_16_PLACED: (facts) => reaching(facts.under16Count) || (facts.internshipRules?.includes('N08') && 'N08'),
  GRAVE_INTERNSHIP_RULE: (facts, lines) =>
    facts.internshipRules?.find((code) => lines.graveInternshipRules.includes(code)),
  PAID_AGENCY: (facts) => facts.internshipRules?.includes('N12') && reaching(facts.illegalGainFen),
  INJURY: (facts) => reaching(facts.injuredCount),
  NOT_CORRECTED: (facts) => facts.notCorrectedInTime,
  LED_BY_SCHOOL_LEADER: (facts) => facts.ledBySchoolLeader,
} as const satisfies Readonly<Record<string, Rule>>;

const especiallySeriousRules = {
  DEATH: (facts) => reaching(facts.deathCount),
  FRAUD_VERY_LARGE: (facts, lines) => reaching(facts.fraudFen, lines.especiallySeriousFraudFen),
} as const satisfies Readonly<Record<string, Rule>>;

const minorRules = {
  SELF_REPORTED_AND_CORRECTED: (facts) => facts.selfReported === true && facts.corrected === true,
} as const satisfies Readonly<Record<string, Rule>>;

/** The names under which rules speak. */
export type SeverityRule = keyof typeof seriousRules | keyof typeof especiallySeriousRules | keyof typeof minorRules;

/**
 * What the known facts suggest, and why: ESPECIALLY_SERIOUS for a rule of that rank or several serious ones together,
 * SERIOUS for any serious rule, MINOR for what was reported and corrected of the school's own accord, else GENERAL.
 * It never decides: the severity in force is the one that an officer chose and justified.
 */
export const suggestSeverity = (facts: SeverityFacts, lines = severityThresholds): SeveritySuggestion => {
  const spoken = (rules: Readonly<Record<string, Rule>>): readonly SeverityHit[] =>
    Object.entries(rules).flatMap(([rule, test]) => {
      const value = test(facts, lines);
      return value === undefined || value === false ? [] : [{ rule: rule as SeverityRule, value }];
    });
  const [worst, serious, minor] = [spoken(especiallySeriousRules), spoken(seriousRules), spoken(minorRules)];
  const hits = [...worst, ...serious, ...minor];
  const suggestion = (severity: Severity): SeveritySuggestion => ({ severity, hits, thresholdsVersion: lines.version });
  if (worst.length > 0 || serious.length >= lines.especiallySeriousHits) return suggestion('ESPECIALLY_SERIOUS');
  if (serious.length > 0) return suggestion('SERIOUS');
  return suggestion(minor.length > 0 ? 'MINOR' : 'GENERAL');
};
