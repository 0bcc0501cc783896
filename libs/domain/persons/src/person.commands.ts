import type { ErasureGround, LookPurpose, LookWanted, PersonContent } from './person.events.ts';

/** Which person a command is about. */
export interface PersonKey {
  readonly school: string;
  readonly person: string;
}

/** Records somebody whom a case concerns, or with a reason another version of what is recorded. */
export class RecordPerson {
  constructor(
    readonly content: PersonContent,
    readonly correctionReason: string | null,
  ) {}
}

/** Asks to be allowed to look at a minor's data. */
export class RequestLook {
  constructor(
    readonly key: PersonKey,
    readonly wanted: LookWanted,
  ) {}
}

/** Which request is approved, as the approver saw it, and when. */
export interface LookApproval {
  readonly requestedBy: string;
  readonly purpose: LookPurpose;
  /** A UTC instant. */
  readonly at: string;
}

/** Allows somebody else what they asked for, for a day. */
export class ApproveLook {
  constructor(
    readonly key: PersonKey,
    readonly approval: LookApproval,
  ) {}
}

/** When and from where somebody looks. */
export interface LookOccasion {
  /** A UTC instant. */
  readonly at: string;
  readonly address: string;
  /** What the program of the person called itself; it may be anything. */
  readonly agent: string;
}

/** Looks: what cannot be recorded is not shown. */
export class RevealPersonalData {
  constructor(
    readonly key: PersonKey,
    readonly look: LookWanted & LookOccasion,
  ) {}
}

/** Proposes that a person's data goes for ever. */
export class ProposeErasure {
  constructor(
    readonly key: PersonKey,
    readonly erasure: { readonly ground: ErasureGround; readonly reason: string },
  ) {}
}

/** Erases what somebody else proposed to erase, on the ground that was seen. */
export class ErasePersonalData {
  constructor(
    readonly key: PersonKey,
    readonly erasure: { readonly ground: ErasureGround },
  ) {}
}

export type PersonCommand =
  RecordPerson | RequestLook | ApproveLook | RevealPersonalData | ProposeErasure | ErasePersonalData;
