import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EventLog, OpenEventStore } from '#platform/event-store';
import { ProjectionRunner, ProjectionWatch, runPartition } from '#platform/projection-runner';
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
  /** How many share the schools out, as in a cluster; one carries everything. */
  readonly hands: number;
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
  /** How many share the schools out among themselves; one carries everything. */
  readonly hands: number;
  readonly report: (problem: RunnerProblem) => void;
}

/** Records the rest of a history, if one is given, and carries the whole log into rows. */
export const carryThrough = async (setting: Setting): Promise<void> => {
  const { history = [], hands } = setting;
  const { store, log } = setting.opened;
  const carriers = await (hands === 1 ? oneRunner(setting) : partitions(setting));
  try {
    const recorded = Number((await log.head()) ?? -1n) + 1;
    for (const { stream, event } of history.slice(recorded)) {
      await store.append(stream, [event], 'any');
      await nextTurn();
    }
    await carriers.waitFor('all', (await log.head()) ?? -1n, patienceMs);
  } finally {
    await carriers.stop();
  }
};

type Carriers = Pick<ProjectionRunner, 'waitFor' | 'stop'>;

const oneRunner = ({ opened: { log }, rows, report }: Setting): Promise<Carriers> =>
  started(() => {
    const projections = watchedProjections(log);
    return new ProjectionRunner({ log, store: rows, projections, limits, clock: hastyClock, report });
  });

/** As workers keep them: a partition that ends with its storage is taken up again. */
const partitions = async ({ opened: { log }, rows, hands, report }: Setting): Promise<Carriers> => {
  const over = new AbortController();
  const { signal } = over;
  const common = {
    log,
    store: rows,
    projections: () => watchedProjections(log),
    limits,
    clock: hastyClock,
    report,
    signal,
  };
  const kept = async (_: unknown, index: number): Promise<void> => {
    while (!signal.aborted)
      await runPartition({ ...common, partition: { index, of: hands } }).catch((error: unknown) => {
        if (!(error instanceof ReadStoreUnavailable)) throw error;
      });
  };
  const keeping = Promise.all(Array.from({ length: hands }, kept));
  keeping.catch(() => undefined); // whoever stops them gets the error
  const watch = new ProjectionWatch({
    log,
    store: rows,
    projections: watchedProjections(log),
    partitions: hands,
    report,
  });
  watch.start();
  return {
    waitFor: (name, position, ms) => watch.waitFor(name, position, ms),
    stop: async () => {
      over.abort();
      await keeping;
      await watch.stop();
    },
  };
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
