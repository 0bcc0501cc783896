import type { LocalDate, Refusal } from '#kernel';
import { refusal } from '#kernel';

/** The days of a paper, decision or follow-up alike; what is not known or not stated keeps its rule quiet. */
interface PaperDays {
  readonly decidedOn?: LocalDate | undefined;
  readonly servedOn?: LocalDate | null | undefined;
  readonly effectiveOn?: LocalDate | null | undefined;
}

/** Nothing is served before it is decided. */
export const serviceAfterDecision = ({ servedOn, decidedOn }: PaperDays): Refusal | null =>
  servedOn && decidedOn && servedOn < decidedOn ? refusal('service-before-decision', 'servedOn', servedOn) : null;

/** Nothing works before it is served. */
export const effectAfterService = ({ servedOn, effectiveOn }: PaperDays): Refusal | null =>
  servedOn && effectiveOn && effectiveOn < servedOn
    ? refusal('effective-before-service', 'effectiveOn', effectiveOn)
    : null;

/** The first day a paper would cover, as far as its draft says. */
export const firstDayOfDraft = ({ servedOn, effectiveOn }: PaperDays): LocalDate | null =>
  effectiveOn ?? servedOn ?? null;
