import type { LocalDate } from '#kernel';
import type { Finding, LeadSource, RedLineCategory, Severity } from '#law';

/** What a lead says: which school, which red line, when, how many and how much. Money in fen; absent values null. */
export interface LeadContent {
  readonly caseNo: string;
  readonly school: string;
  readonly category: RedLineCategory;
  readonly leadSource: LeadSource;
  readonly actFrom: LocalDate;
  readonly actUntil: LocalDate | null;
  readonly studentCount: number | null;
  readonly amountFen: number | null;
  readonly gradeCohort: string | null;
  readonly major: string | null;
  readonly partnerName: string | null;
  readonly partnerCreditCode: string | null;
}

/** How far the case has come. */
export interface CaseProgress {
  readonly filedOn: LocalDate | null;
  readonly closedOn: LocalDate | null;
  readonly finding: Finding | null;
  readonly severity: Severity | null;
  readonly severityReason: string | null;
}

/** A whole case as a ledger row holds it (违规案件). */
export interface CaseContent extends LeadContent, CaseProgress {}

interface About {
  readonly caseNo: string;
  readonly school: string;
}

type LeadRegistered = {
  readonly type: 'ViolationLeadRegistered';
  /** `creditCodeOverride`: why a partner's credit code that fails its check was accepted all the same. */
  readonly data: LeadContent & { readonly creditCodeOverride: string | null };
};
type Filed = { readonly type: 'ViolationCaseFiled'; readonly data: About & { readonly filedOn: LocalDate } };
type Investigated = {
  readonly type: 'ViolationInvestigated';
  readonly data: About & {
    readonly on: LocalDate;
    readonly investigators: readonly string[];
    readonly summary: string;
  };
};
type Concluded = { readonly type: 'ViolationCaseConcluded'; readonly data: About & { readonly finding: Finding } };
type SeverityAssessed = {
  readonly type: 'ViolationSeverityAssessed';
  readonly data: About & { readonly severity: Severity | null; readonly severityReason: string | null };
};
type Closed = { readonly type: 'ViolationCaseClosed'; readonly data: About & { readonly closedOn: LocalDate } };
type CaseCorrected = {
  readonly type: 'ViolationCaseCorrected';
  readonly data: CaseContent & { readonly correctionReason: string };
};
type CaseWithdrawn = {
  readonly type: 'ViolationCaseWithdrawn';
  readonly data: About & { readonly correctionReason: string };
};

/** One stream a case. `ViolationCaseWithdrawn` takes a case from a school that a correction found to be the wrong one. */
export type CaseEvent =
  LeadRegistered | Filed | Investigated | Concluded | SeverityAssessed | Closed | CaseCorrected | CaseWithdrawn;
