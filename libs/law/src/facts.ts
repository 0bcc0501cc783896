import type { LocalDate } from '#kernel';
import type { ChangeKind, DecisionKind, EndMode, FollowUpKind, Scope } from './decisions/kinds.ts';

/** Where in the log a fact was last written. `order` is the position at which it was FIRST recorded: ties go by it. */
export interface Source {
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
  readonly order: number;
}

/** The register's row of a school, as far as the law reads it. */
export interface SchoolRegister {
  readonly name: string;
  readonly authority: 'EDU' | 'HRSS' | 'OTHER';
  readonly ownership: 'PUBLIC' | 'PRIVATE';
  /** Last day of the permit (inclusive); null where a public school has none. */
  readonly licenceUntil: LocalDate | null;
  /** Six-digit codes; empty means that the register names none and majors are not checked. */
  readonly majors: readonly string[];
}

/** One approved change of a school (学校变更). */
export interface SchoolChange {
  readonly kind: ChangeKind;
  readonly approvedOn: LocalDate;
  readonly effectiveOn: LocalDate;
  /** New expiry date, name, ownership or successor code, as the kind says; empty for majors. */
  readonly value: string;
  readonly majors: readonly string[];
}

/** A self-inspection campaign (自查批次). */
export interface Campaign {
  readonly batch: string;
  readonly dueOn: LocalDate;
  readonly endsOn: LocalDate | null;
  /** School codes; empty means every school. */
  readonly schools: readonly string[];
}

/** One filed row of a school's report to a campaign: being overdue is judged by the earliest of them. */
export interface ReportFact {
  readonly batch: string;
  readonly filedOn: LocalDate;
  /** The item's number; empty for a zero report. */
  readonly rowKey: string;
}

/** A reported item that was ordered to be corrected: half-open stretches of days in which the order stood. */
export interface CorrectionOrder {
  readonly batch: string;
  readonly itemNo: string;
  readonly stretches: readonly { readonly from: LocalDate; readonly until: LocalDate | null }[];
}

/** A violation case as far as verdicts and row rules read it. */
export interface CaseFact {
  readonly caseNo: string;
  readonly actUntil: LocalDate | null;
  readonly filedOn: LocalDate | null;
  readonly closedOn: LocalDate | null;
  readonly established: boolean;
}

/** A decision about one school, with its own terms; what happened to it afterwards stands in follow-ups. */
export interface DecisionFact {
  readonly number: string;
  readonly kind: DecisionKind;
  readonly caseNos: readonly string[];
  readonly basis: readonly string[];
  readonly scope: Scope;
  readonly majors: readonly string[];
  /** 招生年度, ascending; empty where the row names none. */
  readonly years: readonly number[];
  readonly inspectionYear: number | null;
  readonly decidedOn: LocalDate;
  readonly servedOn: LocalDate | null;
  readonly effectiveOn: LocalDate | null;
  readonly termYears: number | null;
  /** 截止日期: the last day covered. */
  readonly closingOn: LocalDate | null;
  readonly endMode: EndMode;
  readonly cap: number | null;
}

/** What a later document did to a decision or to another follow-up. */
export interface FollowUpFact {
  readonly number: string;
  readonly kind: FollowUpKind;
  /** The number of the decision or follow-up that it names. */
  readonly target: string;
  /** The school it names; null reaches every school of the target, also one recorded later. */
  readonly school: string | null;
  readonly decidedOn: LocalDate;
  readonly servedOn: LocalDate | null;
  readonly effectiveOn: LocalDate | null;
  readonly closingOn: LocalDate | null;
  readonly newScope: Scope | null;
  readonly newMajors: readonly string[];
  readonly newYears: readonly number[];
  readonly newTermYears: number | null;
  readonly newClosingOn: LocalDate | null;
}

/** A fact and where it came from. */
export type Sourced<T> = T & { readonly source: Source };

/** Everything recorded about one school, each list in the order of first recording. */
export interface SchoolFacts {
  readonly code: string;
  /** Null until the school is registered. */
  readonly register: Sourced<SchoolRegister> | null;
  readonly changes: readonly Sourced<SchoolChange>[];
  readonly reports: readonly Sourced<ReportFact>[];
  readonly orders: readonly Sourced<CorrectionOrder>[];
  readonly cases: readonly Sourced<CaseFact>[];
  readonly decisions: readonly Sourced<DecisionFact>[];
  readonly followUps: readonly Sourced<FollowUpFact>[];
  /** The last event about this school alone; -1 before the first. */
  readonly position: number;
}

/** What the office recorded for more than one school: campaigns, and follow-ups that name no school. */
export interface OfficeFacts {
  readonly campaigns: readonly Sourced<Campaign>[];
  readonly followUps: readonly Sourced<FollowUpFact>[];
}

/** What a document number is used for, and about whom: papers of other schools share it. */
export type DocumentUse =
  | { readonly use: 'DECISION'; readonly schools: readonly string[] }
  | {
      readonly use: 'FOLLOW_UP';
      readonly rows: readonly {
        readonly target: string;
        readonly school: string | null;
        readonly kind: FollowUpKind;
      }[];
    };

/**
 * The facts of other streams that a decision stands on, gathered before it is made and asked without waiting. Whoever
 * gathers promises that everything the command names is here; what is not recorded answers null or empty facts.
 */
export interface RegisterFacts {
  readonly office: OfficeFacts;
  school(code: string): SchoolFacts;
  /** A case by its number, of whichever school. */
  caseByNo(caseNo: string): (CaseFact & { readonly school: string }) | null;
  document(number: string): DocumentUse | null;
  hasCampaign(batch: string): boolean;
}
