export { CloseClient, IssueKey, IssueKeyForTokens, RegisterClient, RevokeKey } from './machine-client.commands.ts';
export type { MachineClientCommand } from './machine-client.commands.ts';
export type {
  ClientContent,
  Closure,
  KeyContent,
  KeyUse,
  MachineClientEvent,
  Reach,
  Revocation,
  TokenKeyContent,
} from './machine-client.events.ts';
export { machineClientRefusals } from './machine-client.refusals.ts';
export { isMachineScope, machineScopes } from './machine-client.scopes.ts';
export type { MachineScope } from './machine-client.scopes.ts';
export { machineClient } from './machine-client.ts';
export type { KeyState, MachineClientState } from './machine-client.ts';
