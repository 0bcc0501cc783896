import { draftEnvelope, sealEnvelope, StoreUnavailable } from '#platform/event-store';
import type { Committed } from '#platform/event-store';

/** One event with its place in the log. */
export interface SequencedEvent {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly key: string;
  /** The canonical envelope: what the audit trail hashes. */
  readonly bytes: Buffer;
}

/** How far the log has come. */
export interface LogEnd {
  /** The last position; -1 before the first. */
  readonly head: number;
  /** The last `recordedAt`: the next is never earlier. */
  readonly recordedAt: string;
}

/** A stream's next event is not the one that should come: the store lost something, or it was taken out. */
export class SequenceBroken extends StoreUnavailable {
  constructor(stream: string, expected: number, found: bigint) {
    super(`${stream}: revision ${expected} should follow in the feed, ${found} came`, false);
  }
}

/**
 * Gives committed events the positions after the log's end. What the log holds already is passed over; `lastRevisions`
 * says how far it holds each stream (-1: not at all) and is moved on.
 * @throws SequenceBroken when a revision is missing in between: better no log than one with a hole
 */
export const sequenced = (
  events: readonly Committed[],
  end: LogEnd,
  known: { readonly lastRevisions: Map<string, number>; readonly sequenceKeyName: string },
): { readonly events: readonly SequencedEvent[]; readonly end: LogEnd } => {
  const { lastRevisions, sequenceKeyName } = known;
  const given: SequencedEvent[] = [];
  let { head, recordedAt } = end;
  for (const event of events) {
    const { stream, id, type, metadata } = event;
    const expected = (lastRevisions.get(stream) ?? -1) + 1;
    if (event.revision < BigInt(expected)) continue; // delivered at least once
    if (event.revision > BigInt(expected)) throw new SequenceBroken(stream, expected, event.revision);
    head += 1;
    recordedAt = event.recordedAt > recordedAt ? event.recordedAt : recordedAt;
    const text = sealEnvelope(draftEnvelope(stream, event), { position: head, revision: expected, recordedAt });
    const key = metadata[sequenceKeyName] ?? '';
    given.push({ position: head, stream, revision: expected, id, type, key, bytes: Buffer.from(text) });
    lastRevisions.set(stream, expected);
  }
  return { events: given, end: { head, recordedAt } };
};
