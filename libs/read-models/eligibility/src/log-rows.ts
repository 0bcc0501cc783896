import { factEventOf } from '#facts';
import type { FactEvent } from '#facts';
import type { EventLog } from '#platform/event-store';
import type { FactRows } from './eligibility.desk.ts';

/** Reads facts straight from the log: nothing is ever behind. What the command line asks with. */
export class LogRows implements FactRows {
  readonly #log: EventLog;

  constructor(log: EventLog) {
    this.#log = log;
  }

  /** In the log they stand under none. */
  officeKeyFor(): string {
    return '';
  }

  async about(key: string, upTo: number | null): Promise<readonly FactEvent[]> {
    const events: FactEvent[] = [];
    for await (const event of this.#log.read({ filter: { keys: [key] } })) {
      if (upTo !== null && event.position > upTo) break;
      events.push(factEventOf(event));
    }
    return events;
  }

  positionAt(instantMs: number): Promise<number> {
    return positionAt(this.#log, instantMs);
  }

  isStale(): boolean {
    return false;
  }
}

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
