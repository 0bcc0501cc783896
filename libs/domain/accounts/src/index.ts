export { ChangeAccess, DisableAccount, EnableAccount, OpenAccount, ResetCredentials } from './account.commands.ts';
export type { AccountCommand, AccountKey, WantedAccess } from './account.commands.ts';
export type { Access, AccessChange, AccountContent, AccountEvent, Identity, Reach, Stated } from './account.events.ts';
export { accountRefusals } from './account.refusals.ts';
export { areCombinable, isPersonRole, personRoles } from './account.roles.ts';
export type { PersonRole } from './account.roles.ts';
export { account } from './account.ts';
export type { AccountState } from './account.ts';
