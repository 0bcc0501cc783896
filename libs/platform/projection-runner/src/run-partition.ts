import type { Partition } from './partition.ts';
import { ProjectionRunner } from './projection-runner.ts';
import type { Projection } from './projection.ts';
import type { ProjectionRunnerOptions } from './runner-options.ts';
import type { Report } from './runner-problem.ts';

export interface PartitionOptions extends Omit<ProjectionRunnerOptions, 'projections' | 'isShared'> {
  readonly partition: Partition;
  /** New ones for each runner: what a projection keeps in memory belongs to one run. */
  readonly projections: () => readonly Projection[];
  readonly signal: AbortSignal;
  /** Told of the runner that is at work, and of nobody in between. */
  readonly atWork?: (runner: ProjectionRunner | undefined) => void;
}

/**
 * Runs one partition beside those of other runners until the signal, and opens anew whatever they begin, switch or drop.
 * Ends early when another runner moved this very partition's checkpoint: it is then theirs.
 */
export const runPartition = async (options: PartitionOptions): Promise<void> => {
  const { signal, projections, report, atWork = () => undefined } = options;
  const lost = new AbortController();
  const told: Report = (problem) => {
    report(problem);
    if (problem.kind === 'checkpoint-lost') lost.abort();
  };
  const isOver = AbortSignal.any([signal, lost.signal]);
  while (!isOver.aborted) {
    const runner = new ProjectionRunner({ ...options, projections: projections(), isShared: true, report: told });
    atWork(runner);
    try {
      await runner.start();
      await aborted(AbortSignal.any([isOver, runner.outdated]));
    } finally {
      atWork(undefined);
      await runner.stop();
    }
  }
};

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
