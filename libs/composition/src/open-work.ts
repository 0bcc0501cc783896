import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { openPostgresLog, Sequencer } from '#platform/event-log-postgres';
import { openKurrentEventStore } from '#platform/event-store-kurrentdb';
import type { EventLog } from '#platform/event-store';
import { ProjectionWatch } from '#platform/projection-runner';
import type { ReadStore } from '#platform/read-store';
import { PostgresReadStore } from '#platform/read-store-postgres';
import type { ClusterPlace, WebhookSettings } from '#platform/settings';
import { leaseMs, ProjectionKeeper } from './projection-keeper.ts';
import { readModelProjections, readModelRows } from './open-read-side.ts';
import { sequenceKeyName } from './open-register.ts';
import type { OpenWork, Report, WorkStatus } from './opened.ts';
import { partitions, readSchema } from './read-schema.ts';
import { openWebhookWork } from './webhooks/open-cluster-webhooks.ts';
import { MachineClientRows } from '#read-models/machine-clients';
import { WebhookRows } from '#read-models/webhooks';

/** Who this worker is: to operators who look into the database, and to the other workers, who count each other. */
const newOwner = (): string => `${hostname()}:${process.pid}:${randomBytes(4).toString('hex')}`;

/**
 * Makes the log and keeps its share of the read models of a cluster, each as long as no other worker does. When this
 * process dies or sleeps, others take over within the lease's time. @throws like `openService`
 */
export const openWork = async (place: ClusterPlace, report: Report, settings: WebhookSettings): Promise<OpenWork> => {
  const owner = newOwner();
  const tell = (error: unknown): void => report({ kind: 'log', error });
  const streams = openKurrentEventStore({
    url: place.kurrentUrl,
    allowUnfit: place.allowsUnfitStore,
    onFeedTrouble: tell,
  });
  const opened: (() => Promise<void>)[] = [() => streams.close()];
  const close = async (): Promise<void> => {
    for (const each of opened.toReversed()) await each();
  };
  try {
    for (const unknown of (await streams.check()).unknown) tell(new Error(`KurrentDB: ${unknown}`));
    const sequenced = await openPostgresLog({ url: place.postgresUrl, sequenceKeyName });
    opened.push(sequenced.close);
    const readStore = await openRows(place.postgresUrl);
    opened.push(() => readStore.close());
    const { pool, log } = sequenced;
    const sequencer = new Sequencer({ pool, feed: streams.feed, sequenceKeyName, owner, leaseMs, report: tell });
    const keeper = new ProjectionKeeper({ store: readStore, log, owner, report });
    sequencer.start();
    keeper.start();
    opened.push(
      () => sequencer.stop(),
      () => keeper.stop(),
    );
    const watched = watchOver(readStore, log, report);
    opened.push(() => watched.progress.stop());
    const webhooks = await openWebhookWork(place, { ...watched, settings, owner, report });
    opened.push(() => webhooks.close());
    const status = async (): Promise<WorkStatus> => ({ sequencer: sequencer.status, ...(await keeper.status()) });
    const check = (): Promise<void> => log.head().then(() => undefined);
    return { check, status, rebuild: (name) => keeper.rebuild(name), close };
  } catch (error) {
    await close();
    throw error;
  }
};

/** What webhooks are told of: rows that all workers fill. */
const watchOver = (readStore: ReadStore, log: EventLog, report: Report) => {
  const projections = readModelProjections(log);
  const progress = new ProjectionWatch({ log, store: readStore, projections, partitions, report });
  progress.start();
  const machineClients = new MachineClientRows(readStore, progress);
  return { readStore, progress, machineClients, webhooks: new WebhookRows(readStore, progress) };
};

const openRows = (url: string): Promise<ReadStore & { close(): Promise<void> }> =>
  PostgresReadStore.open({
    url,
    schema: readSchema,
    entities: [...readModelRows],
    applicationName: 'redline-worker',
  });
