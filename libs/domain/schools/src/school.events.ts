import type { LocalDate } from '#kernel';
import type { ChangeKind, SchoolChange, SchoolRegister } from '#law';

/** A school's row in the register (学校名册). Absent values are null; lists are sorted sets. */
export interface SchoolContent extends SchoolRegister {
  readonly code: string;
  readonly creditCode: string | null;
  readonly district: string;
  readonly schoolType: string | null;
  readonly licenceNo: string | null;
  readonly principal: string | null;
}

/** One approved change (学校变更). */
export interface SchoolChangeContent extends SchoolChange {
  readonly code: string;
  readonly reason: string | null;
}

/** Why a recorded version was replaced; the old version stays in the stream. */
export interface Corrected {
  readonly correctionReason: string;
}

interface Registered {
  readonly type: 'SchoolRegistered';
  /** `creditCodeOverride`: why a credit code that fails its check was accepted all the same. */
  readonly data: SchoolContent & { readonly creditCodeOverride: string | null };
}

interface Amended {
  readonly type: 'SchoolAmended';
  readonly data: SchoolContent & Corrected;
}

/** The frozen type names of changes, by kind. */
export const changeEventTypes = {
  LICENCE_RENEWED: 'SchoolLicenceRenewed',
  RENAMED: 'SchoolRenamed',
  PRINCIPAL_CHANGED: 'SchoolPrincipalChanged',
  MAJORS_ADDED: 'SchoolMajorsAdded',
  MAJORS_WITHDRAWN: 'SchoolMajorsWithdrawn',
  OWNERSHIP_CHANGED: 'SchoolOwnershipChanged',
  DISTRICT_CHANGED: 'SchoolDistrictChanged',
  LICENCE_NUMBER_CHANGED: 'SchoolLicenceNumberChanged',
  MERGED: 'SchoolMerged',
} as const satisfies Record<ChangeKind, string>;

export type ChangeEventType = (typeof changeEventTypes)[ChangeKind];

interface Changed {
  readonly type: ChangeEventType;
  readonly data: SchoolChangeContent;
}

interface ChangeCorrected {
  readonly type: 'SchoolChangeCorrected';
  readonly data: SchoolChangeContent & Corrected;
}

export type SchoolEvent = Registered | Amended | Changed | ChangeCorrected;

/** The day a change was approved is part of its key: the same kind on the same day is the same change. */
export const changeKeyOf = (change: { readonly kind: ChangeKind; readonly approvedOn: LocalDate }): string =>
  `${change.kind}@${change.approvedOn}`;
