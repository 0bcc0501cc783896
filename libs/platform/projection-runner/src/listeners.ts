import type { Recorded } from '#platform/event-store';
import type { Build } from './build.ts';
import type { Report } from './runner-problem.ts';

/** What changed for those who read a projection, after the commit. */
export interface BatchNotice {
  readonly projection: string;
  /** Up to here the rows are committed. */
  readonly position: bigint;
  /** Whose answers may have changed, parked keys included; '' for an event without a key, `all` when that cannot be said. */
  readonly keys: ReadonlySet<string> | 'all';
  /** Empty when other tables took the place of the old ones, or where the commit was another process's. */
  readonly events: readonly Recorded[];
}

export type BatchListener = (notice: BatchNotice) => void;

const keysOf = (build: Build, events: readonly Recorded[]): BatchNotice['keys'] => {
  const keys = new Set<string>();
  for (const event of events) {
    const key = build.keyOf(event);
    keys.add(key ?? '');
  }
  return keys;
};

/** Those who keep something in memory that follows a projection. One that throws is reported and does no other harm. */
export class Listeners {
  readonly #listeners = new Map<string, Set<BatchListener>>();
  readonly #report: Report;

  constructor(report: Report) {
    this.#report = report;
  }

  /** Answers how to stop listening. */
  add(projection: string, listener: BatchListener): () => void {
    const listeners = this.#listeners.get(projection) ?? new Set();
    this.#listeners.set(projection, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  /** Tells of events, or of other tables. */
  tell(build: Build, events: readonly Recorded[] | 'switched'): void {
    const { name: projection } = build.projection;
    if (!this.#listeners.get(projection)?.size || events.length === 0) return;
    const changed =
      events === 'switched' ? { keys: 'all' as const, events: [] } : { keys: keysOf(build, events), events };
    this.say({ projection, position: build.position, ...changed });
  }

  /** Tells of a change that was seen from outside. */
  say(notice: BatchNotice): void {
    for (const listener of this.#listeners.get(notice.projection) ?? []) {
      try {
        listener(notice);
      } catch (error) {
        this.#report({ kind: 'listener', projection: notice.projection, error });
      }
    }
  }
}
