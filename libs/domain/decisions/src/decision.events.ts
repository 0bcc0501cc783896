import type { LocalDate } from '#kernel';
import type { DecisionFact, FollowUpFact } from '#law';

/** A decision about one school (处理决定): one document may hold many. Lists are sorted sets, absent values null. */
export interface DecisionContent extends DecisionFact {
  readonly school: string;
  readonly reason: string;
}

/** What a later document did to it (后续处理). */
export interface FollowUpContent extends FollowUpFact {
  readonly reason: string;
}

interface Corrected {
  readonly correctionReason: string;
}

type DecisionMade = { readonly type: 'DecisionMade'; readonly data: DecisionContent };
type DecisionCorrected = { readonly type: 'DecisionCorrected'; readonly data: DecisionContent & Corrected };
type DecisionServed = {
  readonly type: 'DecisionServed';
  readonly data: {
    readonly number: string;
    readonly school: string;
    readonly servedOn: LocalDate;
    readonly effectiveOn: LocalDate | null;
  };
};

/** The frozen type names of follow-ups, by kind. */
export const followUpEventTypes = {
  LIFT: 'DecisionLifted',
  RESTORE_ENROLMENT_RIGHT: 'EnrolmentRightRestored',
  ANNUL: 'DecisionAnnulled',
  DECLARE_VOID: 'DecisionDeclaredVoid',
  VARY: 'DecisionVaried',
  STAY: 'DecisionStayed',
  RESUME: 'DecisionResumed',
  RECONSIDERATION_ACCEPTED: 'ReconsiderationAccepted',
  RECONSIDERATION_UPHELD: 'ReconsiderationUpheld',
  RECONSIDERATION_CLOSED: 'ReconsiderationClosed',
  LITIGATION_ACCEPTED: 'LitigationAccepted',
  LITIGATION_UPHELD: 'LitigationUpheld',
  LITIGATION_CLOSED: 'LitigationClosed',
} as const satisfies Record<FollowUpFact['kind'], string>;

export type FollowUpEventType = (typeof followUpEventTypes)[FollowUpFact['kind']];

type FollowedUp = { readonly type: FollowUpEventType; readonly data: FollowUpContent };
type FollowUpCorrected = { readonly type: 'FollowUpCorrected'; readonly data: FollowUpContent & Corrected };
type FollowUpServed = {
  readonly type: 'FollowUpServed';
  readonly data: {
    readonly number: string;
    readonly target: string;
    readonly school: string | null;
    readonly servedOn: LocalDate;
    readonly effectiveOn: LocalDate | null;
  };
};

/** One stream a document: its number is used either for decisions or for follow-ups, never for both. */
export type DecisionEvent =
  DecisionMade | DecisionCorrected | DecisionServed | FollowedUp | FollowUpCorrected | FollowUpServed;

/** The key of a follow-up inside its document. */
export const followUpKeyOf = (row: { readonly target: string; readonly school: string | null }): string =>
  `${row.target}\n${row.school ?? ''}`;
