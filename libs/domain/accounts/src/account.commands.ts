import type { Access, AccessChange, AccountContent, Stated } from './account.events.ts';

/** Which account a command is about. */
export interface AccountKey {
  readonly account: string;
}

/** Opens an account. */
export class OpenAccount {
  constructor(readonly content: AccountContent) {}
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
  ) {}
}

/** Takes password, code and recovery codes from an account, so that they are made new. */
export class ResetCredentials {
  constructor(
    readonly key: AccountKey,
    readonly reset: Stated,
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
  ) {}
}

export type AccountCommand = OpenAccount | ChangeAccess | ResetCredentials | DisableAccount | EnableAccount;
