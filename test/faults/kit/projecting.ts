import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EventLog, OpenEventStore } from '#platform/event-store';
import { ProjectionRunner } from '#platform/projection-runner';
import type { RunnerProblem } from '#platform/projection-runner';
import { ReadStoreUnavailable } from '#platform/read-store';
import type { ReadStore } from '#platform/read-store';
import type { Sent } from './histories.ts';
import { hastyClock, patienceMs, watchedProjections } from './watched-rows.ts';

/** What the child program `projector` is told. */
export interface Projecting {
  /** Holds `events.db`, `history.json` and, on SQLite, `read.db`. */
  readonly directory: string;
  /** Absent for SQLite in the directory. */
  readonly postgres?: { readonly url: string; readonly schema: string };
  readonly moment: { readonly spared: number; readonly statement?: number; readonly turns: number };
  /** Who kills the child: itself, or its parent when it says that the moment has come. */
  readonly killer: 'itself' | 'parent';
}

/** Small batches, so that there are many borders between them. */
const limits = { catchUpEvents: 7, liveEvents: 3 };

interface Setting {
  readonly opened: Pick<OpenEventStore, 'store'> & { readonly log: EventLog };
  readonly rows: ReadStore;
  /** Events from position 0 on; what the log does not hold yet is recorded while the projections are at work. */
  readonly history?: readonly Sent[];
  readonly report: (problem: RunnerProblem) => void;
}

/** Records the rest of a history, if one is given, and carries the whole log into rows. */
export const carryThrough = async ({ opened, rows, history = [], report }: Setting): Promise<void> => {
  const { store, log } = opened;
  const runner = await started(() => {
    const projections = watchedProjections();
    return new ProjectionRunner({ log, store: rows, projections, limits, clock: hastyClock, report });
  });
  try {
    const recorded = Number((await log.head()) ?? -1n) + 1;
    for (const { stream, event } of history.slice(recorded)) {
      await store.append(stream, [event], 'any');
      await nextTurn();
    }
    await runner.waitFor('all', (await log.head()) ?? -1n, patienceMs);
  } finally {
    await runner.stop();
  }
};

/** A start that fails with its storage is made again, as whoever keeps a runner does. */
const started = async (anew: () => ProjectionRunner): Promise<ProjectionRunner> => {
  for (;;) {
    const runner = anew();
    try {
      await runner.start();
      return runner;
    } catch (error) {
      if (!(error instanceof ReadStoreUnavailable)) throw error;
    }
  }
};

/** Notes the problems that a storage or a log in trouble must not cause. */
export const noting =
  (faults: { push(fault: string): unknown }) =>
  ({ kind, error }: RunnerProblem): void => {
    if (kind !== 'storage' && kind !== 'log') faults.push(`${kind} ${String(error)}`);
  };
