export {
  ApproveAdministrator,
  ChangeAccess,
  DisableAccount,
  EnableAccount,
  OpenAccount,
  ResetCredentials,
  WithdrawAdministratorProposal,
} from './account.commands.ts';
export type { AccountCommand, AccountKey, LettingInCommand, ProposalKey, WantedAccess } from './account.commands.ts';
export type {
  Access,
  AccessChange,
  AccountContent,
  AccountEvent,
  Identity,
  LettingIn,
  ProposalContent,
  Reach,
  Stated,
} from './account.events.ts';
export { accountRefusals } from './account.refusals.ts';
export { areCombinable, isAdministrator, isPersonRole, personRoles } from './account.roles.ts';
export type { PersonRole } from './account.roles.ts';
export type { AccountState } from './account.state.ts';
export { account } from './account.ts';
export type { Office, Warrant } from './account.warrant.ts';
