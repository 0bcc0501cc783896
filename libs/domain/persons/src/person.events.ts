import type { capacityTerms, erasureTerms, lookPurposeTerms } from './person.terms.ts';

export type Capacity = keyof typeof capacityTerms;
export type LookPurpose = keyof typeof lookPurposeTerms;
export type ErasureGround = keyof typeof erasureTerms;

/** Texts of a person as the vault sealed them, by field: the log holds no other. */
export type SealedTexts = Readonly<Record<string, Readonly<Record<'iv' | 'ct' | 'tag' | 'cm', string>>>>;

/** Which person: a number within the school's cases (涉案人员编号), never anything of the person. */
type OfPerson = { readonly school: string; readonly person: string };

/** Somebody whom a case concerns (涉案人员). */
export interface PersonContent extends OfPerson {
  readonly caseNo: string;
  readonly capacity: Capacity;
  /** Under eighteen when it was recorded; under fourteen the more (个人信息保护法 28). */
  readonly minor: boolean;
  /** The vault's random name for them. */
  readonly subject: string;
  readonly sealed: SealedTexts;
}

/** What somebody wants to look for, and why. */
export interface LookWanted {
  readonly purpose: LookPurpose;
  readonly reason: string;
}

type Recorded = { readonly type: 'PersonRecorded'; readonly data: PersonContent };
type Corrected = {
  readonly type: 'PersonCorrected';
  readonly data: PersonContent & { readonly correctionReason: string };
};
type LookRequested = { readonly type: 'PersonLookRequested'; readonly data: OfPerson & LookWanted };
type LookApproved = {
  readonly type: 'PersonLookApproved';
  readonly data: OfPerson & {
    readonly purpose: LookPurpose;
    /** Whose request it was. */
    readonly requestedBy: string;
    /** An instant, exclusive. */
    readonly until: string;
  };
};
type LookedAt = {
  readonly type: 'PersonLookedAt';
  readonly data: OfPerson &
    LookWanted & {
      readonly subject: string;
      readonly minor: boolean;
      /** What was shown, by name. */
      readonly fields: readonly string[];
      /** A UTC instant. */
      readonly at: string;
      readonly address: string;
      readonly agent: string;
    };
};
type ErasureProposed = {
  readonly type: 'PersonErasureProposed';
  readonly data: OfPerson & { readonly ground: ErasureGround; readonly reason: string };
};
type Erased = {
  readonly type: 'PersonErased';
  readonly data: OfPerson & {
    readonly subject: string;
    readonly ground: ErasureGround;
    readonly proposedBy: string;
  };
};

/** One stream a person. They belong to the school's file; no verdict reads them. */
export type PersonEvent = Recorded | Corrected | LookRequested | LookApproved | LookedAt | ErasureProposed | Erased;
