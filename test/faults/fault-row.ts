import type { Trial } from './kit/trial.ts';

/** One line of the table in docs/reliability.md. */
export interface FaultRow {
  /** As in the table of faults: D1, K2; the form follows where there are several. */
  readonly id: string;
  readonly fault: string;
  readonly mustHold: string;
  readonly trial: Trial;
  /** Trials in `npm test`. */
  readonly quick: number;
  /** Trials of a full run. */
  readonly full: number;
  /** Why it cannot run on this machine; undefined when it can. */
  readonly missing?: () => string | undefined | Promise<string | undefined>;
}
