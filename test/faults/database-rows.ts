import type { FaultRow } from './fault-row.ts';
import { postgresMissing } from './kit/postgres.ts';
import { badLine } from './n1-bad-line.trial.ts';
import { crashedDatabase } from './n2-database-crash.trial.ts';

const nothingDoubled =
  'every acknowledged command has its one event, where it was said to be; the log has no gap; ' +
  'answers are those of the log, rows those of a clean rebuild; meanwhile 503, never another answer';

/** Faults of the PostgreSQL that a cluster stands on, and of the line to it. */
export const databaseRows: readonly FaultRow[] = [
  {
    id: 'N1',
    fault: 'line to PostgreSQL cut, reset, slow, swallowing, closed; answers to COMMIT lost',
    mustHold: nothingDoubled,
    trial: badLine,
    quick: 6,
    full: 500,
    missing: postgresMissing,
  },
  {
    id: 'N2',
    fault: 'PostgreSQL stopped at once or killed, and started again',
    mustHold: 'as N1; the sequencer goes on at its place',
    trial: crashedDatabase,
    quick: 2,
    full: 100,
    missing: postgresMissing,
  },
];
