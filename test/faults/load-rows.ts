import type { FaultRow } from './fault-row.ts';
import { slowClients } from './h1-slow-clients.trial.ts';
import { badRequest } from './h2-bad-request.trial.ts';
import { anyTexts } from './h3-any-text.trial.ts';
import { pollutedPrototypes } from './h4-prototypes.trial.ts';
import { stalls } from './l1-stalls.trial.ts';
import { addressSpace, addressSpaceMissing } from './l2-address-space.trial.ts';
import { killedByKernel } from './l2-group.trial.ts';
import { longLog } from './l2-long-log.trial.ts';
import { memoryCap } from './l2-memory.trial.ts';
import { starved, starvingMissing } from './l3-starved.trial.ts';
import { memoryGroupMissing } from './kit/memory-group.ts';
import { procMissing } from './kit/memory.ts';
import { toldToEnd } from './s1-sigterm.trial.ts';
import { badStart } from './s2-bad-start.trial.ts';

/** Faults of those who ask, of the machine's limits, and of whoever starts and ends the service. */
export const loadRows: readonly FaultRow[] = [
  {
    id: 'H1',
    fault: 'clients that are silent, or send a head, send a body or read answers at a byte a second, 1,000 at a time',
    mustHold: 'the service ends each connection; others are answered meanwhile',
    trial: slowClients,
    quick: 100,
    full: 1000,
    missing: procMissing,
  },
  {
    id: 'H2',
    fault: 'oversized, deep, cut JSON; wrong types, charsets and encodings; bombs; heads said twice; smuggled requests',
    mustHold:
      '4xx as a problem, once, no word of how the service is made; memory grows by less than 50 MB; nothing recorded',
    trial: badRequest,
    quick: 40,
    full: 2000,
    missing: procMissing,
  },
  {
    id: 'H3',
    fault:
      'NUL, half surrogates, right-to-left, 4-byte Han, both normal forms, zero-width, 1 MB, in every text field and in files',
    mustHold: 'refused by name, or back with the same bytes (normal form C, without blanks around, as documented)',
    trial: anyTexts,
    quick: 100,
    full: 5000,
  },
  {
    id: 'H4',
    fault: '`__proto__`, `constructor`, `prototype` in bodies, queries, headers, patches, forms and uploads',
    mustHold: '400 (415 for a form or patch, the same answer for a header); no prototype has changed, seen from inside',
    trial: pollutedPrototypes,
    quick: 40,
    full: 500,
  },
  {
    id: 'L1',
    fault: 'the event loop held for 2 s, then fourteen times for 0.7 s, one right after another',
    mustHold:
      'health says late, then overloaded; 503 in place of waiting, nothing refused by one stall; recovers; nothing lost',
    trial: stalls,
    quick: 1,
    full: 50,
  },
  {
    id: 'L2',
    fault: 'a heap of 128 MB: a file of many schools imported and all listed, then the heap overflows under load',
    mustHold: 'imported and listed in that heap; nothing acknowledged is lost when V8 ends the process, as D1',
    trial: memoryCap,
    quick: 1,
    full: 20,
    missing: procMissing,
  },
  {
    id: 'L2 group',
    fault: 'a control group of 150 MB that overflows under load: the kernel kills the service',
    mustHold: 'nothing acknowledged is lost, as D1',
    trial: killedByKernel,
    quick: 1,
    full: 20,
    missing: memoryGroupMissing,
  },
  {
    id: 'L2 address',
    fault: 'an address space of 1.5 GB (`ulimit -v`)',
    mustHold: 'the service starts, records and answers',
    trial: addressSpace,
    quick: 1,
    full: 20,
    missing: addressSpaceMissing,
  },
  {
    id: 'L2 log',
    fault: 'a heap of 128 MB under a log of a million events',
    mustHold: 'read models filled, all schools and all changes paged through, the list taken along, in that heap',
    trial: longLog,
    quick: 1,
    full: 2,
    missing: procMissing,
  },
  {
    id: 'L3',
    fault: '64 descriptors and 150 connections; or the lowest priority on a processor that three others use',
    mustHold: 'nothing but 503 or no answer; nothing lost or damaged; recovers without a restart',
    trial: starved,
    quick: 2,
    full: 20,
    missing: starvingMissing,
  },
  {
    id: 'S1',
    fault: 'SIGTERM at a random moment, under load',
    mustHold: 'what is under way is answered, within 10 s; nothing recorded without an answer; no 5xx but 503',
    trial: toldToEnd,
    quick: 2,
    full: 200,
  },
  {
    id: 'S2',
    fault: 'settings that are none or do not go together; foreign, later, damaged files; a wrong identity key',
    mustHold: 'exit 1, one clear line, no secret in it; nothing touched',
    trial: badStart,
    quick: 8,
    full: 100,
  },
];
