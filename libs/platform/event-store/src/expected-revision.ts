import { WrongExpectedRevision } from './store-errors.ts';
import type { PreparedAppend } from './prepared-append.ts';

/** What a store knows of one stream while it judges an append. */
export interface StreamView {
  /** The revision of the last event; -1 while there is none. */
  readonly last: number;
  /** Does the event at this revision bear this id? */
  isAt(revision: number, id: string): boolean;
  /** Where in this stream the event with this id stands. */
  revisionOf(id: string): number | undefined;
}

/**
 * Undefined: the events are new and may be written at `last + 1`. A number: the very same events were recorded before,
 * the last of them at that revision, and nothing must be written.
 * @throws WrongExpectedRevision for everything else
 */
export const repeatedAt = ({ stream, events, expected }: PreparedAppend, view: StreamView): number | undefined => {
  const before = expected === 'no_stream' ? -1 : typeof expected === 'bigint' ? Number(expected) : undefined;
  if (before === view.last) return undefined;
  const first = before === undefined ? firstKnown() : before + 1;
  if (first === undefined) return undefined;
  if (first <= view.last && events.every(({ id }, i) => view.isAt(first + i, id))) return first + events.length - 1;
  throw wrong();

  function firstKnown(): number | undefined {
    if (view.last >= 0) return view.revisionOf(events[0]?.id ?? '');
    if (expected === 'stream_exists') throw wrong();
    return undefined;
  }
  function wrong(): WrongExpectedRevision {
    return new WrongExpectedRevision(stream, expected, view.last < 0 ? 'no_stream' : BigInt(view.last));
  }
};
