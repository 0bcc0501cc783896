import type { Access, AccessChange, AccountContent, ProposalContent, Stated } from './account.events.ts';
import type { Office, Warrant } from './account.warrant.ts';

/** Which account a command is about. */
export interface AccountKey {
  readonly account: string;
}

/** Which of the account's proposals, as it was seen. */
export type ProposalKey = Pick<ProposalContent, 'account' | 'proposal'>;

// A command that could let a security administrator in brings its warrant; without one it never does.

/** Opens an account. */
export class OpenAccount {
  constructor(
    readonly content: AccountContent,
    readonly warrant: Warrant | null = null,
  ) {}
}

/** Other access. Conflicts null: those that are recorded stay, whatever they are by then. */
export interface WantedAccess extends Omit<AccessChange, 'conflicts'> {
  readonly conflicts: Access['conflicts'] | null;
}

/** Gives an account other roles, districts, schools or conflicts. */
export class ChangeAccess {
  constructor(
    readonly key: AccountKey,
    readonly change: WantedAccess,
    readonly warrant: Warrant | null = null,
  ) {}
}

/** Takes password, code and recovery codes from an account, so that they are made new. */
export class ResetCredentials {
  constructor(
    readonly key: AccountKey,
    readonly reset: Stated,
    readonly warrant: Warrant | null = null,
  ) {}
}

/** Disables an account: nobody comes in by it any more. */
export class DisableAccount {
  constructor(
    readonly key: AccountKey,
    readonly disabling: Stated,
  ) {}
}

/** Enables a disabled account again. */
export class EnableAccount {
  constructor(
    readonly key: AccountKey,
    readonly enabling: Stated,
    readonly warrant: Warrant | null = null,
  ) {}
}

/** Approves what another administrator proposed: it takes effect. */
export class ApproveAdministrator {
  constructor(
    readonly key: ProposalKey,
    readonly warrant: Office,
  ) {}
}

/** Takes a proposal off the table, whoever made it. */
export class WithdrawAdministratorProposal {
  constructor(
    readonly key: ProposalKey,
    readonly withdrawal: Stated,
  ) {}
}

/** What could let a security administrator in. */
export type LettingInCommand = OpenAccount | ChangeAccess | ResetCredentials | EnableAccount;

export type AccountCommand = LettingInCommand | DisableAccount | ApproveAdministrator | WithdrawAdministratorProposal;
