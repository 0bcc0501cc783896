import { killedService } from './d1-kill-service.trial.ts';
import { killedStore } from './d1-kill-store.trial.ts';
import { powerLoss, powerLossAtNormal } from './d2-power-loss.trial.ts';
import { flushError } from './d4-flush-error.trial.ts';
import { diskFull, mountMissing, smallDisk } from './d5-disk-full.trial.ts';
import { readOnly } from './d6-read-only.trial.ts';
import { tornWal } from './d7-torn-wal.trial.ts';
import { damagedPage } from './d8-damaged-page.trial.ts';
import type { FaultRow } from './fault-row.ts';
import { conflictingOfficers, conflictingWriters } from './k1-conflicts.trial.ts';
import { repeatedAfterTimeout, repeatedCommands } from './k2-repeats.trial.ts';
import { straceMissing } from './kit/strace.ts';

const nothingLost = 'every acknowledged event is there once, with its bytes; no gap, no half append';

/** Faults of the embedded store and of the service over it. */
export const storeRows: readonly FaultRow[] = [
  {
    id: 'D1',
    fault: 'process killed while it appends',
    mustHold: nothingLost,
    trial: killedStore,
    quick: 8,
    full: 1000,
  },
  {
    id: 'D1 service',
    fault: 'service killed while it answers over HTTP',
    mustHold: `${nothingLost}; read models rebuilt = live`,
    trial: killedService,
    quick: 2,
    full: 300,
  },
  {
    id: 'D2',
    fault: 'power lost, at `synchronous=FULL` as shipped',
    mustHold: `${nothingLost}; not corrupt`,
    trial: powerLoss,
    quick: 100,
    full: 5000,
    missing: straceMissing,
  },
  {
    id: 'D2 proof',
    fault: 'the same, at `synchronous=NORMAL`',
    mustHold: 'the trial **sees** losses: it can fail',
    trial: powerLossAtNormal,
    quick: 60,
    full: 1000,
    missing: straceMissing,
  },
  {
    id: 'D4',
    fault: 'a flush fails (EIO), each one in turn; then a restart, then power lost',
    mustHold: `append refused, and all later ones; reading goes on; ${nothingLost}`,
    trial: flushError,
    quick: 5,
    full: 330,
    missing: straceMissing,
  },
  {
    id: 'D5',
    fault: 'disk full for a while (ENOSPC)',
    mustHold: `refused as passing, reading goes on, recovers without a restart; ${nothingLost}`,
    trial: diskFull,
    quick: 5,
    full: 200,
    missing: straceMissing,
  },
  {
    id: 'D5 disk',
    fault: 'a file system of 16 MB really full, then emptied',
    mustHold: 'as D5',
    trial: smallDisk,
    quick: 2,
    full: 50,
    missing: mountMissing,
  },
  {
    id: 'D6',
    fault: 'read-only directory, files or file system',
    mustHold: 'one clear line, nothing touched; under way: refused, reading goes on',
    trial: readOnly,
    quick: 5,
    full: 20,
  },
  {
    id: 'D7',
    fault: 'WAL of a dead writer cut off or damaged',
    mustHold: 'opens to a clean prefix, or one clear line',
    trial: tornWal,
    quick: 40,
    full: 500,
  },
  {
    id: 'D8',
    fault: '`events.db` itself damaged',
    mustHold: 'measured, not promised (see below)',
    trial: damagedPage,
    quick: 30,
    full: 2000,
  },
  {
    id: 'K1',
    fault: '4 to 16 writers on the same streams, 1,000 appends a run',
    mustHold: 'one winner per revision, no lost update, dense positions',
    trial: conflictingWriters,
    quick: 2,
    full: 100,
  },
  {
    id: 'K1 service',
    fault: '8 officers correct the same schools over HTTP, 400 commands a run',
    mustHold: 'as K1; the others get 412',
    trial: conflictingOfficers,
    quick: 1,
    full: 20,
  },
  {
    id: 'K2',
    fault: 'the store times out before or after it recorded; same command again',
    mustHold: 'one event, and its true place as the answer',
    trial: repeatedAfterTimeout,
    quick: 300,
    full: 10_000,
  },
  {
    id: 'K2 service',
    fault: '30 % of commands sent again over HTTP, also after hanging up',
    mustHold: 'the same answer, one event',
    trial: repeatedCommands,
    quick: 150,
    full: 10_000,
  },
];
