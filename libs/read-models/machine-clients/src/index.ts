export { clientRow } from './client.row.ts';
export { keyRow } from './key.row.ts';
export { machineClientsProjection, machineClientsProjectionName } from './machine-clients.projection.ts';
export { clientsInLog, MachineClientRows, MachineClientsNotCurrent } from './machine-clients.query.ts';
export type { ListedClient, ListedKey, MachineKey } from './machine-clients.query.ts';
