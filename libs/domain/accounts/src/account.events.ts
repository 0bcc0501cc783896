/** Everything, or what is listed. */
export type Reach = 'all' | readonly string[];

/** How a provider names somebody: never an e-mail address, which may pass to another person. */
export interface Identity {
  /** The provider's issuer, an address. */
  readonly issuer: string;
  /** The provider's own id of the person. */
  readonly subject: string;
}

/** What an account may be used for. Lists are sorted sets. */
export interface Access {
  /** Some of `personRoles`. */
  readonly roles: readonly string[];
  /** Six-digit codes; a bureau's (460100) stands for every district under it. */
  readonly districts: Reach;
  /** Ten-digit codes, of school staff alone. */
  readonly schools: Reach;
  /** Ten-digit codes of the schools with which the person has a conflict of interest (利害关系). */
  readonly conflicts: readonly string[];
}

/** An account (账号) of one person. */
export interface AccountContent extends Access {
  /** A short login name: lower-case words joined by `.` or `-`, such as `wang.fang`. */
  readonly account: string;
  /** Null: signs in here, with a password and a code. */
  readonly identity: Identity | null;
}

/** Other access, and why. */
export interface AccessChange extends Access {
  readonly reason: string;
}

/** Why an account or its credentials begin or end. */
export interface Stated {
  readonly reason: string;
}

type OfAccount = { readonly account: string };

type Opened = { readonly type: 'AccountOpened'; readonly data: AccountContent };
type AccessChanged = { readonly type: 'AccountAccessChanged'; readonly data: OfAccount & AccessChange };
type CredentialsReset = { readonly type: 'AccountCredentialsReset'; readonly data: OfAccount & Stated };
type Disabled = { readonly type: 'AccountDisabled'; readonly data: OfAccount & Stated };
type Enabled = { readonly type: 'AccountEnabled'; readonly data: OfAccount & Stated };

/** One stream an account. None of them is about one school: they carry no sequence key, and no verdict reads them. */
export type AccountEvent = Opened | AccessChanged | CredentialsReset | Disabled | Enabled;
