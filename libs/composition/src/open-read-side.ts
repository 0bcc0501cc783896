import { factEventOf } from '#facts';
import type { FactEvent } from '#facts';
import type { EventLog, Recorded } from '#platform/event-store';
import { ProjectionRunner } from '#platform/projection-runner';
import type { Projection, ProjectionProgress, RunnerProblem } from '#platform/projection-runner';
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
import {
  clientRow,
  keyRow,
  MachineClientRows,
  machineClientsProjection,
  machineClientsProjectionName,
} from '#read-models/machine-clients';
import { webhookRow, WebhookRows, webhooksProjection, webhooksProjectionName } from '#read-models/webhooks';
import { schoolListProjection, schoolListProjectionName, schoolRow } from '#read-models/school-file';

/** Everything that answers: rows, how far events have been carried into them, and what is asked over them. */
export interface OpenReadSide {
  readonly readStore: ReadStore;
  readonly progress: ProjectionProgress;
  readonly eligibility: EligibilityDesk;
  readonly machineClients: MachineClientRows;
  readonly webhooks: WebhookRows;
  close(): Promise<void>;
}

/** A read side whose projections are at work in this very process. */
export interface EmbeddedReadSide extends OpenReadSide {
  readonly runner: ProjectionRunner;
  /** Why an earlier read.db was thrown away: it is filled again from the log. */
  readonly replacedBecause: string | undefined;
}

/** Names of the read models, as `rebuild` takes them. */
export const readModelNames = [
  eligibilityProjectionName,
  schoolListProjectionName,
  machineClientsProjectionName,
  webhooksProjectionName,
] as const;

/** The rows of all read models, each once. */
export const readModelRows = [factRow, changeRow, schoolRow, clientRow, keyRow, webhookRow] as const;

/** Every projection, new: each runner keeps its own. */
export const readModelProjections = (): readonly Projection[] => [
  eligibilityProjection(),
  schoolListProjection(),
  machineClientsProjection(),
  webhooksProjection(),
];

export interface KeptRows {
  readonly readStore: ReadStore;
  readonly log: EventLog;
  readonly progress: ProjectionProgress;
  /** Among how many hands the projections are shared out. */
  readonly partitions: number;
}

/** The desk over rows that projections keep; it forgets what they change. */
export const eligibilityOver = ({ readStore, log, progress, partitions }: KeptRows): EligibilityDesk => {
  const isStale = (school: string): boolean =>
    !progress.isReady(eligibilityProjectionName) || progress.isParked(eligibilityProjectionName, school);
  const eligibility = new EligibilityDesk(new StoredRows({ store: readStore, log, partitions, isStale }));
  const isParked = (key: string): boolean => progress.isParked(eligibilityProjectionName, key);
  progress.onBatch(eligibilityProjectionName, ({ keys, events }) => {
    if (keys === 'all') {
      eligibility.forgetAll();
      return;
    }
    const bySchool = recordedBySchool(events);
    for (const key of keys) {
      const known = bySchool.get(key);
      // An event that is held back was not folded, and later ones must not be folded without it.
      if (key === '' || !known || isParked(key)) eligibility.forget(key);
      else eligibility.follow(key, known);
    }
  });
  return eligibility;
};

const recordedBySchool = (events: readonly Recorded[]): ReadonlyMap<string, readonly FactEvent[]> => {
  const bySchool = new Map<string, FactEvent[]>();
  for (const event of events) {
    const school = event.metadata['school'] ?? '';
    const known = bySchool.get(school);
    if (known) known.push(factEventOf(event));
    else bySchool.set(school, [factEventOf(event)]);
  }
  return bySchool;
};

/** Opens the read models of a directory over its log and sets the projections to work. */
export const openReadSide = async (
  directory: string,
  log: EventLog,
  report: (problem: RunnerProblem) => void,
): Promise<EmbeddedReadSide> => {
  const readStore = await SqliteReadStore.open({ directory, entities: [...readModelRows] });
  const runner = new ProjectionRunner({ log, store: readStore, projections: readModelProjections(), report });
  const eligibility = eligibilityOver({ readStore, log, progress: runner, partitions: 1 });
  await runner.start();
  return {
    readStore,
    runner,
    progress: runner,
    eligibility,
    machineClients: new MachineClientRows(readStore, runner),
    webhooks: new WebhookRows(readStore, runner),
    replacedBecause: readStore.replacedBecause,
    close: async () => {
      await runner.stop();
      await readStore.close();
    },
  };
};
