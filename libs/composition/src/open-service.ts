import type { ClusterPlace, Place, WebhookSettings } from '#platform/settings';
import type { Move, Moved } from './moving/move-house.ts';
import { openReadSide } from './open-read-side.ts';
import { openLog, openRegister } from './open-register.ts';
import type { OpenLog, OpenRegister } from './open-register.ts';
import { serviceOver } from './opened.ts';
import type { OpenService, OpenWork, Report } from './opened.ts';
import { openEmbeddedWebhooks } from './webhooks/open-webhooks.ts';

const publicOnly: WebhookSettings = { networks: [] };

// The cluster's drivers are loaded where they are needed: an embedded service starts without them.

/** Opens what a service needs, wherever the register is kept. @throws what its stores say, in one line each */
export const openService = async (
  place: Place,
  report: Report,
  settings: WebhookSettings = publicOnly,
): Promise<OpenService> => {
  if (place.mode === 'cluster') return (await import('./open-cluster.ts')).openClusterService(place, report, settings);
  const { dataDirectory } = place;
  const register = openRegister(dataDirectory);
  return serviceOver(register, {
    readSide: () => openReadSide(dataDirectory, register.log, report),
    webhooks: (readSide) => openEmbeddedWebhooks(dataDirectory, readSide, { settings, report }),
  });
};

/** Opens a register to write to, wherever it is kept. */
export const openRegisterAt = async (place: Place): Promise<OpenRegister> =>
  place.mode === 'cluster'
    ? (await import('./open-cluster.ts')).openClusterRegister(place)
    : openRegister(place.dataDirectory);

/** Opens a log to read, wherever it is kept. */
export const openLogAt = async (place: Place): Promise<OpenLog> =>
  place.mode === 'cluster' ? (await import('./open-cluster.ts')).openClusterLog(place) : openLog(place.dataDirectory);

/** Begins a worker's part in a cluster: the log and the read models. @throws like `openService` */
export const openWorkAt = async (
  place: ClusterPlace,
  report: Report,
  settings: WebhookSettings = publicOnly,
): Promise<OpenWork> => (await import('./open-work.ts')).openWork(place, report, settings);

/**
 * Moves a register from one machine into a cluster, or back: the log and the keys of persons, not who may sign in.
 * @throws BadSetting, CopyDiffers, WorkersAtWork, what the stores say
 */
export const moveHouse = async (to: Place['mode'], move: Move): Promise<Moved> => {
  const { moveToCluster, moveToEmbedded } = await import('./moving/move-house.ts');
  const { withVaultsOf } = await import('./moving/move-vault.ts');
  return withVaultsOf(move, to, () => (to === 'cluster' ? moveToCluster(move) : moveToEmbedded(move)));
};
