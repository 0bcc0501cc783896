import { StoreUnavailable } from '#platform/event-store';

/** Where rows of the log must stand: so many, from the first on, up or down. */
export interface Places {
  readonly first: number;
  readonly count: number;
  readonly step: 1 | -1;
}

/**
 * The rows as they are. The log is dense: a damaged file that leaves one out must not pass for a shorter log.
 * @throws StoreUnavailable naming the first position that is not where it must be
 */
export const denseRows = <R extends readonly [position: number, ...rest: unknown[]]>(
  rows: readonly R[],
  { first, count, step }: Places,
): readonly R[] => {
  for (let n = 0; n < count; n += 1)
    if (rows[n]?.[0] !== first + n * step)
      throw new StoreUnavailable(`events.db is damaged: there is no event at position ${first + n * step}`, false);
  return rows;
};
