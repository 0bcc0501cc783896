import { canonicalText } from './canonical.ts';
import { refusal } from './decider.ts';
import type { EventData, Judgement, Refusal } from './decider.ts';

/** A row that is recorded under a key: what stands there, what is asked to stand there, and what speaks against it. */
export interface Row<Content extends object, E extends EventData> {
  /** The current version under this key, or nothing. */
  readonly recorded: Content | null | undefined;
  readonly content: Content;
  /** 更正理由: without it, a version that differs from the record is refused. */
  readonly correctionReason: string | null;
  /** The field that a reader would look at when the row differs from the record. */
  readonly keyField: string;
  readonly offences: readonly Refusal[];
  /** What else in the record a correction would make unlawful. */
  readonly breaks?: () => readonly Refusal[];
  readonly record: () => readonly E[];
  readonly correct: (correctionReason: string) => readonly E[];
}

/**
 * The one way in which rows enter the register: new is recorded, the same again records nothing, a difference needs a
 * reason and becomes a correction that keeps both versions. All refusals that fit are given together.
 */
export const recordOrCorrect = <Content extends object, E extends EventData>(row: Row<Content, E>): Judgement<E> => {
  const { recorded, content, correctionReason } = row;
  if (!recorded) return row.offences.length > 0 ? { refusals: row.offences } : row.record();
  if (canonicalText(recorded) === canonicalText(content)) return [];
  const refusals = [...row.offences];
  if (correctionReason === null) refusals.push(refusal('row-differs-from-record', row.keyField));
  else if (refusals.length === 0) refusals.push(...(row.breaks?.() ?? []));
  if (refusals.length > 0 || correctionReason === null) return { refusals };
  return row.correct(correctionReason);
};
