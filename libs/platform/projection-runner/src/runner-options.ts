import type { EventLog } from '#platform/event-store';
import type { ReadStore } from '#platform/read-store';
import type { BatchLimits } from './batches.ts';
import { tablesOf } from './build-tables.ts';
import type { Partition } from './partition.ts';
import type { Projection } from './projection.ts';
import type { RunnerClock } from './runner-clock.ts';
import type { Report } from './runner-problem.ts';

export interface ProjectionRunnerOptions {
  readonly log: EventLog;
  readonly store: ReadStore;
  readonly projections: readonly Projection[];
  /** The share of the keys that this runner folds; all of them unless told. */
  readonly partition?: Partition;
  /** Whether runners of other processes keep other partitions, or may begin rebuilds: see `outdated`. */
  readonly isShared?: boolean;
  /** Every event type the program knows, for projections that ignore `known`. */
  readonly knownTypes?: ReadonlySet<string>;
  readonly limits?: BatchLimits;
  readonly clock?: RunnerClock;
  readonly report: Report;
}

/** @throws when two projections share a name or a table */
export const refuseTwins = (projections: readonly Projection[], { dataSource }: ReadStore): void => {
  refuseTwice(projections.map(({ name }) => name));
  refuseTwice(projections.flatMap((projection) => tablesOf(projection, dataSource)));
};

const refuseTwice = (names: readonly string[]): void => {
  const twin = names.find((name, at) => names.indexOf(name) !== at);
  if (twin !== undefined) throw new Error(`Two projections share the name ${twin}`);
};
