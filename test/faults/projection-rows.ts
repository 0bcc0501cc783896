import type { FaultRow } from './fault-row.ts';
import { poisons } from './kit/poisons.ts';
import { postgresMissing } from './kit/postgres.ts';
import { crashedProjection } from './p1-crash.trial.ts';
import { unrulyDelivery } from './p2-delivery.trial.ts';
import { poisonEvents } from './p3-poison.trial.ts';
import { rebuildUnderWrites } from './p4-rebuild.trial.ts';

/** Faults of the projections: what carries events into rows. */
export const projectionRows: readonly FaultRow[] = [
  {
    id: 'P1',
    fault: 'projection killed, or its database session ended, between rows and COMMIT and around it',
    mustHold: 'every event has its effect once; rows = clean rebuild',
    trial: crashedProjection,
    quick: 12,
    full: 500,
    missing: postgresMissing,
  },
  {
    id: 'P2',
    fault: 'events delivered twice, late, out of order across streams, the last 100 again',
    mustHold: 'rows = clean rebuild',
    trial: unrulyDelivery,
    quick: 12,
    full: 1000,
  },
  {
    id: 'P3',
    fault: 'events of unknown and newer types, without a key, or with facts that cannot be facts',
    mustHold: 'parked or standing still, with an alarm; others go on; 503 for that school, never eligible by default',
    trial: poisonEvents,
    quick: 3,
    full: poisons.length,
  },
  {
    id: 'P4',
    fault: 'read models rebuilt while commands are recorded',
    mustHold: 'no gap at the switch; answers never go back, and on SQLite are never refused; rows = clean rebuild',
    trial: rebuildUnderWrites,
    quick: 2,
    full: 50,
  },
];
