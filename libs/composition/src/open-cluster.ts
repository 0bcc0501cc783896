import { CommandDesk, CommandGateway } from '#commands';
import { openPostgresLog, SequencedStore } from '#platform/event-log-postgres';
import { openKurrentEventStore } from '#platform/event-store-kurrentdb';
import { ProjectionWatch } from '#platform/projection-runner';
import { PostgresReadStore } from '#platform/read-store-postgres';
import type { ClusterPlace, WebhookSettings } from '#platform/settings';
import { AccountRows } from '#read-models/accounts';
import { MachineClientRows } from '#read-models/machine-clients';
import { WebhookRows } from '#read-models/webhooks';
import { eligibilityOver, readModelProjections, readModelRows } from './open-read-side.ts';
import type { OpenReadSide } from './open-read-side.ts';
import { sequenceKeyName } from './open-register.ts';
import type { OpenLog, OpenRegister } from './open-register.ts';
import { serviceOver } from './opened.ts';
import type { OpenService, Report } from './opened.ts';
import { partitions, readSchema } from './read-schema.ts';
import { openClusterWebhooks } from './webhooks/open-cluster-webhooks.ts';

/** A service only looks at checkpoints: a look that takes longer than this is one at a dead line. */
const lookMs = 3_000;

/** How long a command waits for its place in the log before it says that it does not know it yet. */
const orderMs = 10_000;

/** The log as the sequencer has made it so far. */
export const openClusterLog = async ({ postgresUrl }: ClusterPlace): Promise<OpenLog> => {
  const { log, close } = await openPostgresLog({ url: postgresUrl, sequenceKeyName });
  return { log, close };
};

/** A register that many processes write to. @throws UnfitServer, StoreUnavailable, and what PostgreSQL says */
export const openClusterRegister = async (place: ClusterPlace): Promise<OpenRegister> => {
  const { kurrentUrl, postgresUrl, allowsUnfitStore } = place;
  const streams = openKurrentEventStore({ url: kurrentUrl, allowUnfit: allowsUnfitStore });
  try {
    await streams.check();
    const sequenced = await openPostgresLog({ url: postgresUrl, sequenceKeyName });
    const { log, bell } = sequenced;
    const store = new SequencedStore({ store: streams.store, log, bell, timeoutMs: orderMs });
    const desk = new CommandDesk(store, log, { isShared: true });
    const close = (): Promise<void> => streams.close().then(() => sequenced.close());
    return { store, log, desk, gateway: new CommandGateway(desk), close };
  } catch (error) {
    await streams.close();
    throw error;
  }
};

/** A service without projections of its own: workers keep the read models. */
export const openClusterService = async (
  place: ClusterPlace,
  report: Report,
  settings: WebhookSettings,
): Promise<OpenService> => {
  const register = await openClusterRegister(place);
  return serviceOver(register, {
    readSide: () => openClusterReadSide(place, register, report),
    webhooks: (readSide) => openClusterWebhooks(place, readSide, settings),
  });
};

const openClusterReadSide = async (
  { postgresUrl }: ClusterPlace,
  { log }: OpenRegister,
  report: Report,
): Promise<OpenReadSide> => {
  const readStore = await PostgresReadStore.open({
    url: postgresUrl,
    schema: readSchema,
    entities: [...readModelRows],
    applicationName: 'redline-api',
    limits: { writeMs: lookMs },
  });
  const projections = readModelProjections(log);
  const progress = new ProjectionWatch({ log, store: readStore, projections, partitions, report });
  const eligibility = eligibilityOver(log, progress);
  progress.start();
  const close = (): Promise<void> => progress.stop().then(() => readStore.close());
  const machineClients = new MachineClientRows(readStore, progress);
  const accounts = new AccountRows(readStore, progress);
  const webhooks = new WebhookRows(readStore, progress);
  return { readStore, progress, eligibility, machineClients, accounts, webhooks, close };
};
