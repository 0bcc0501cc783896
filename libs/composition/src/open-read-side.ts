import { factEventOf } from '#facts';
import type { FactEvent } from '#facts';
import type { EventLog, Recorded } from '#platform/event-store';
import { ProjectionRunner } from '#platform/projection-runner';
import type { Projection, ProjectionProgress, RunnerProblem } from '#platform/projection-runner';
import type { ReadStore } from '#platform/read-store';
import { SqliteReadStore } from '#platform/read-store-sqlite';
import {
  accountProposalRow,
  accountRow,
  AccountRows,
  accountsProjection,
  accountsProjectionName,
} from '#read-models/accounts';
import {
  changeRow,
  eligibilityProjection,
  eligibilityProjectionName,
  EligibilityDesk,
  foldedRow,
  LogRows,
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
import { memoryShare } from './memory-share.ts';

/** Everything that answers: rows, how far events have been carried into them, and what is asked over them. */
export interface OpenReadSide {
  readonly readStore: ReadStore;
  readonly progress: ProjectionProgress;
  readonly eligibility: EligibilityDesk;
  readonly machineClients: MachineClientRows;
  readonly accounts: AccountRows;
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
  accountsProjectionName,
  webhooksProjectionName,
] as const;

/** The rows of all read models, each once. */
export const readModelRows = [
  foldedRow,
  changeRow,
  schoolRow,
  clientRow,
  keyRow,
  accountRow,
  accountProposalRow,
  webhookRow,
] as const;

/** Every projection over a log, new: each runner keeps its own, and is one of `foldingPlaces` in its process. */
export const readModelProjections = (log: EventLog, foldingPlaces = 1): readonly Projection[] => [
  eligibilityProjection(log, memoryShare(foldingPlaces).folding),
  schoolListProjection(),
  machineClientsProjection(),
  accountsProjection(),
  webhooksProjection(),
];

/**
 * The desk over the log, as far as the projection has seen it: answers, feed and positions then stand together. It
 * forgets what new events change.
 */
export const eligibilityOver = (log: EventLog, progress: ProjectionProgress): EligibilityDesk => {
  const position = (): bigint => progress.seenBy(eligibilityProjectionName);
  const isStale = (school: string): boolean =>
    !progress.isReady(eligibilityProjectionName) || progress.isParked(eligibilityProjectionName, school);
  const eligibility = new EligibilityDesk(new LogRows(log, { position, isStale }), memoryShare().desk);
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
  const limits = { catchUpEvents: Math.min(20_000, memoryShare().catchUpEvents), liveEvents: 500 };
  const projections = readModelProjections(log);
  const runner = new ProjectionRunner({ log, store: readStore, projections, limits, report });
  const eligibility = eligibilityOver(log, runner);
  await runner.start();
  return {
    readStore,
    runner,
    progress: runner,
    eligibility,
    machineClients: new MachineClientRows(readStore, runner),
    accounts: new AccountRows(readStore, runner),
    webhooks: new WebhookRows(readStore, runner),
    replacedBecause: readStore.replacedBecause,
    close: async () => {
      await runner.stop();
      await readStore.close();
    },
  };
};
