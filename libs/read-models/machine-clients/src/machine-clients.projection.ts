import { factTypes, silentTypes } from '#facts';
import type { Projection } from '#platform/projection-runner';
import { clientRow } from './client.row.ts';
import type { ClientRow } from './client.row.ts';
import { FoldedClients } from './folded-clients.ts';
import { keyRow } from './key.row.ts';
import type { KeyRow } from './key.row.ts';

/** The name under which the runner keeps it. */
export const machineClientsProjectionName = 'machine-clients';

/** What the types of clients and keys begin with. */
export const machineTypePrefixes = ['MachineClient', 'MachineKey'] as const;

/**
 * One row a client and one a key. Its events carry no school; in order they are held by their stream, so that one
 * partition folds a client and no other writes its rows. An event that cannot be folded parks its client.
 */
export const machineClientsProjection = (): Projection => ({
  name: machineClientsProjectionName,
  version: 1,
  rows: [clientRow, keyRow],
  handles: machineTypePrefixes.map((prefix) => `${prefix}*`),
  ignores: [...factTypes, ...silentTypes],
  sequenceKey: ({ stream }) => stream,
  handle: async (events, tx) => {
    const streams = [...new Set(events.map(({ stream }) => stream))];
    const folded = new FoldedClients(
      await tx.find<ClientRow>(clientRow, streams),
      await tx.find<KeyRow>(keyRow, streams),
    );
    for (const event of events) folded.fold(event);
    await tx.upsert<ClientRow>(clientRow, folded.clients);
    await tx.upsert<KeyRow>(keyRow, folded.keys);
  },
});
