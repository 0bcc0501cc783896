import type { Source, Sourced } from '#law';
import type { FactEvent } from './fact-event.ts';

/** The place of an event that records something for the first time. */
export const sourceOf = ({ stream, revision, position }: FactEvent): Source => ({
  stream,
  revision,
  position,
  order: position,
});

/**
 * Adds a row, or puts its new version where the old one stood: the place of first recording is kept. A row's key is in
 * the name of its stream, so that the first event of a stream replaces nothing; later ones most often change new rows.
 */
export const put = <T extends object>(
  rows: readonly Sourced<T>[],
  is: (row: T) => boolean,
  { row, event }: { readonly row: T; readonly event: FactEvent },
): readonly Sourced<T>[] => {
  const at = event.revision === 0 ? -1 : rows.findLastIndex(is);
  const source = sourceOf(event);
  const old = rows[at];
  return old === undefined
    ? [...rows, { ...row, source }]
    : rows.with(at, { ...row, source: { ...source, order: old.source.order } });
};
