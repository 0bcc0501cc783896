import type { LocalDate } from '#kernel';
import type { DecisionContent, FollowUpContent } from './decision.events.ts';

/** Records a decision about one school as decided, or corrects the recorded one. */
export class RecordDecision {
  constructor(
    readonly content: DecisionContent,
    readonly correctionReason: string | null = null,
  ) {}
}

/** Records what a later document does to a decision or to another follow-up, or corrects the recorded row. */
export class RecordFollowUp {
  constructor(
    readonly content: FollowUpContent,
    readonly correctionReason: string | null = null,
  ) {}
}

/** The day from which a served paper works; null for the day of service. */
export interface Service {
  readonly servedOn: LocalDate;
  readonly effectiveOn: LocalDate | null;
}

/** Records the service (送达) of a decision that was recorded without: service is the switch. */
export class ServeDecision {
  constructor(
    readonly key: { readonly number: string; readonly school: string },
    readonly service: Service,
  ) {}
}

/** Records the service of a follow-up that was recorded without. */
export class ServeFollowUp {
  constructor(
    readonly key: { readonly number: string; readonly target: string; readonly school: string | null },
    readonly service: Service,
  ) {}
}

export type DecisionCommand = RecordDecision | RecordFollowUp | ServeDecision | ServeFollowUp;
