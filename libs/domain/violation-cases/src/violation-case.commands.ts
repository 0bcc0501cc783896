import type { LocalDate } from '#kernel';
import type { Finding, Severity } from '#law';
import type { CaseContent, LeadContent } from './violation-case.events.ts';

/** Records a case as its papers stand (short procedure), or corrects the recorded one. */
export class RecordCase {
  constructor(
    readonly content: CaseContent,
    readonly correctionReason: string | null = null,
  ) {}
}

/** Registers a lead (线索登记). */
export class RegisterLead {
  constructor(readonly content: LeadContent) {}
}

/** Names the case that a command is about. */
export interface CaseKey {
  readonly caseNo: string;
}

/** Files the case (立案). */
export class FileCase {
  constructor(
    readonly key: CaseKey,
    readonly filedOn: LocalDate,
  ) {}
}

/** Records the investigation: at least two investigators (行政处罚法 42). */
export class InvestigateCase {
  constructor(
    readonly key: CaseKey,
    readonly done: { readonly on: LocalDate; readonly investigators: readonly string[]; readonly summary: string },
  ) {}
}

/** Concludes the investigation: established or not, how severe and why. */
export class ConcludeCase {
  constructor(
    readonly key: CaseKey,
    readonly conclusion: {
      readonly finding: Finding;
      readonly severity: Severity | null;
      readonly severityReason: string | null;
    },
  ) {}
}

/** Closes the case (结案). */
export class CloseCase {
  constructor(
    readonly key: CaseKey,
    readonly closedOn: LocalDate,
  ) {}
}

export type CaseCommand = RecordCase | RegisterLead | FileCase | InvestigateCase | ConcludeCase | CloseCase;
