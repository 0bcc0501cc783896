/**
 * Something an operator must see. `parked`: a sequence key waits behind a poison event. `halted`: a whole projection
 * stands still. `storage`: the read store fails and is tried again. `log`: following the log failed and is tried
 * again. `checkpoint-lost`: another runner works on this store, this one stopped. `listener`: a listener threw.
 */
export interface RunnerProblem {
  readonly kind: 'parked' | 'halted' | 'storage' | 'log' | 'checkpoint-lost' | 'listener';
  /** Absent when all of them are concerned. */
  readonly projection?: string;
  /** The event that failed, where it is one event. */
  readonly position?: bigint;
  readonly error: unknown;
}

/** Where problems go: a log line, an alert. Must not throw. */
export type Report = (problem: RunnerProblem) => void;

/** How long to wait before another attempt: doubling from 100 ms to 30 s. */
export const retryDelayMs = (attempt: number): number => Math.min(30_000, 50 * 2 ** attempt);
