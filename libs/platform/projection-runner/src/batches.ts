import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Followed, Recorded } from '#platform/event-store';

/** Events in log order, each position once, and everything up to `upTo` seen. */
export interface Batch {
  readonly events: readonly Recorded[];
  /** -1 before the first event. */
  readonly upTo: bigint;
  /** Nothing more was recorded when this batch ended. */
  readonly caughtUp: boolean;
}

/** Most events of one batch: while behind, and once caught up. */
export interface BatchLimits {
  readonly catchUpEvents: number;
  readonly liveEvents: number;
}

/** The log skipped a position. What was delivered before it stands; follow again from there. */
export class LogOutOfOrder extends Error {
  override readonly name = 'LogOutOfOrder';

  constructor(expected: bigint, found: bigint) {
    super(`Expected position ${expected}, the log delivered ${found}`);
  }
}

export interface BatchSource {
  readonly follow: (signal: AbortSignal) => AsyncIterable<Followed>;
  /** The last position already seen, -1 for none. */
  readonly after: bigint;
  readonly limits: BatchLimits;
  readonly signal: AbortSignal;
}

/** An iterator that can be looked at without waiting: what a look left behind, the next pull gets. */
class Puller {
  readonly #source: AsyncIterator<Followed, unknown>;
  #pending: Promise<IteratorResult<Followed, unknown>> | undefined;

  constructor(source: AsyncIterable<Followed>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next item, waiting for it. Once for every event ever: no promise more than the source's own. */
  pull(): Promise<IteratorResult<Followed, unknown>> {
    const next = this.#pending ?? this.#source.next();
    this.#pending = undefined;
    return next;
  }

  /** The next item, or `idle` when that promise resolves first. */
  async look(idle: Promise<'idle'>): Promise<IteratorResult<Followed, unknown> | 'idle'> {
    this.#pending ??= this.#source.next();
    const found = await Promise.race([this.#pending, idle]);
    if (found !== 'idle') this.#pending = undefined;
    return found;
  }

  async end(): Promise<void> {
    await this.#pending?.catch(() => undefined);
    await this.#source.return?.();
  }
}

class BatchDraft implements Batch {
  readonly events: Recorded[] = [];
  caughtUp = false;
  upTo: bigint;
  gap: LogOutOfOrder | undefined;

  constructor(after: bigint) {
    this.upTo = after;
  }

  add(item: Followed): void {
    if (item.kind === 'caughtUp') this.caughtUp = true;
    else if (item.kind === 'checkpoint') this.upTo = item.position > this.upTo ? item.position : this.upTo;
    else if (item.event.position > this.upTo + 1n) this.gap = new LogOutOfOrder(this.upTo + 1n, item.event.position);
    else if (item.event.position > this.upTo) {
      this.events.push(item.event);
      this.upTo = item.event.position;
    }
  }
}

const fill = async (draft: BatchDraft, source: Puller, limit: { events: number; waits: boolean }): Promise<boolean> => {
  let idle: Promise<'idle'> | undefined;
  while (!draft.caughtUp && !draft.gap && draft.events.length < limit.events) {
    const found = idle ? await source.look(idle) : await source.pull();
    if (found === 'idle') return true;
    if (found.done) return false;
    draft.add(found.value);
    if (!limit.waits) idle ??= nextTurn('idle');
  }
  return true;
};

/**
 * Cuts what a follower delivers into batches. While behind, a batch is full or reaches the end of the log; afterwards
 * it is whatever is queued, never waiting for more. Repeated positions are dropped. Ends with the signal.
 * @throws LogOutOfOrder when a position was skipped, after the batch before the gap
 */
export async function* batches({ follow, after, limits, signal }: BatchSource): AsyncGenerator<Batch> {
  const end = new AbortController();
  const source = new Puller(follow(AbortSignal.any([signal, end.signal])));
  let [upTo, isLive] = [after, false];
  try {
    for (;;) {
      const draft = new BatchDraft(upTo);
      const events = isLive ? limits.liveEvents : limits.catchUpEvents;
      if (!(await fill(draft, source, { events, waits: !isLive }))) return;
      yield draft;
      if (draft.gap) throw draft.gap;
      upTo = draft.upTo;
      isLive ||= draft.caughtUp;
    }
  } finally {
    end.abort();
    await source.end();
  }
}
