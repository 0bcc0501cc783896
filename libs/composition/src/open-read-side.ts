import type { EventLog } from '#platform/event-store';
import { ProjectionRunner } from '#platform/projection-runner';
import type { RunnerProblem } from '#platform/projection-runner';
import type { ReadStore } from '#platform/read-store';
import { SqliteReadStore } from '#platform/read-store-sqlite';
import {
  changeRow,
  eligibilityProjection,
  eligibilityProjectionName,
  EligibilityDesk,
  factRow,
  StoredRows,
} from '#read-models/eligibility';
import { schoolListProjection, schoolListProjectionName, schoolRow } from '#read-models/school-file';

/** Everything that answers: rows, what carries events into them, and the eligibility index over them. */
export interface OpenReadSide {
  readonly readStore: ReadStore;
  readonly runner: ProjectionRunner;
  readonly eligibility: EligibilityDesk;
  /** Why an earlier read.db was thrown away: it is filled again from the log. */
  readonly replacedBecause: string | undefined;
  close(): Promise<void>;
}

/** Names of the read models, as `rebuild` takes them. */
export const readModelNames = [eligibilityProjectionName, schoolListProjectionName] as const;

/** Opens the read models of a directory over its log and sets the projections to work. */
export const openReadSide = async (
  directory: string,
  log: EventLog,
  report: (problem: RunnerProblem) => void,
): Promise<OpenReadSide> => {
  const entities = [factRow, changeRow, schoolRow];
  const readStore = await SqliteReadStore.open({ directory, entities });
  const runner = new ProjectionRunner({
    log,
    store: readStore,
    projections: [eligibilityProjection(), schoolListProjection()],
    report,
  });
  const isStale = (school: string): boolean =>
    !runner.isReady(eligibilityProjectionName) || runner.isParked(eligibilityProjectionName, school);
  const eligibility = new EligibilityDesk(new StoredRows(readStore, log, isStale));
  runner.onBatch(eligibilityProjectionName, ({ keys }) => {
    if (keys === 'all') eligibility.forget('');
    else for (const key of keys) eligibility.forget(key);
  });
  await runner.start();
  return {
    readStore,
    runner,
    eligibility,
    replacedBecause: readStore.replacedBecause,
    close: async () => {
      await runner.stop();
      await readStore.close();
    },
  };
};
