import type { FaultRow } from './fault-row.ts';
import { toldToEnd } from './s1-sigterm.trial.ts';

/** Faults of those who ask, of the machine's limits, and of whoever starts and ends the service. */
export const loadRows: readonly FaultRow[] = [
  {
    id: 'S1',
    fault: 'SIGTERM at a random moment, under load',
    mustHold: 'what is under way is answered, within 10 s; nothing recorded without an answer; no 5xx but 503',
    trial: toldToEnd,
    quick: 2,
    full: 200,
  },
];
