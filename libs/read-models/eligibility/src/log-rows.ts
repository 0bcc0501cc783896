import { factEventOf } from '#facts';
import type { FactEvent } from '#facts';
import type { EventLog, Recorded } from '#platform/event-store';
import type { FactRows } from './eligibility.desk.ts';

/** How far one may look: a service must not answer from more than its feed, its lists and its positions have seen. */
export interface Seen {
  /** The last position that may be read. */
  position(): bigint;
  /** True when nothing may be said of the school, for its events are held back. */
  isStale(school: string): boolean;
}

/** Nothing is ever behind: what the command line asks with. */
const everything: Seen = { position: () => BigInt(Number.MAX_SAFE_INTEGER - 1), isStale: () => false };

/** Reads facts straight from the log, by key. */
export class LogRows implements FactRows {
  readonly #log: EventLog;
  readonly #seen: Seen;

  constructor(log: EventLog, seen: Seen = everything) {
    this.#log = log;
    this.#seen = seen;
  }

  async about(key: string, upTo: number | null): Promise<readonly FactEvent[]> {
    const seen = Number(this.#seen.position());
    return (await recordedUnder(this.#log, [key], upTo === null ? seen : Math.min(upTo, seen))).map(factEventOf);
  }

  positionAt(instantMs: number): Promise<number> {
    return positionAt(this.#log, instantMs);
  }

  isStale(school: string): boolean {
    return this.#seen.isStale(school);
  }
}

/** What was recorded under these keys, at most 64 of them, up to and including a position, in order. */
export const recordedUnder = async (
  log: EventLog,
  keys: readonly string[],
  upTo: number,
): Promise<readonly Recorded[]> => {
  const events: Recorded[] = [];
  // Backward, for the beginning of a reading is exact, and its end is not.
  for await (const event of log.read({ after: BigInt(upTo + 1), direction: 'backward', filter: { keys } }))
    events.push(event);
  return events.toReversed();
};

/** The last position recorded at or before an instant: `recordedAt` never goes back, so the log can be bisected. */
export const positionAt = async (log: EventLog, instantMs: number): Promise<number> => {
  let [low, high] = [-1, Number((await log.head()) ?? -1n)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    let recordedMs = Number.POSITIVE_INFINITY;
    for await (const { recordedAt } of log.read({ limit: 1, ...(middle > 0 ? { after: BigInt(middle - 1) } : {}) }))
      recordedMs = Date.parse(recordedAt);
    if (recordedMs <= instantMs) low = middle;
    else high = middle - 1;
  }
  return low;
};
