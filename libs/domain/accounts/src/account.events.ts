import type { LocalDate } from '#kernel';

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

/** What lets somebody in, or in by other means: it holds from its place in the log on. */
export type LettingIn = Opened | AccessChanged | CredentialsReset | Enabled;

/** What would let a security administrator in, waiting for another administrator's word. */
export interface ProposalContent {
  readonly account: string;
  /** Counts the account's proposals from 1. What stands under a number never changes, so it names what was seen. */
  readonly proposal: number;
  /** The last day on which it can be approved. */
  readonly expiresOn: LocalDate;
  /** What is recorded when it is approved, word for word. */
  readonly event: LettingIn;
}

type OfProposal = Pick<ProposalContent, 'account' | 'proposal'>;

type ProposalMade = { readonly type: 'AccountProposalMade'; readonly data: ProposalContent };
/** What was proposed follows in the same append. */
type ProposalApproved = {
  readonly type: 'AccountProposalApproved';
  /** `nobodyElse`: the proposer was the only security administrator, and their own word sufficed. */
  readonly data: OfProposal & { readonly nobodyElse: boolean };
};
type ProposalWithdrawn = { readonly type: 'AccountProposalWithdrawn'; readonly data: OfProposal & Stated };

/** One stream an account. None of them is about one school: they carry no sequence key, and no verdict reads them. */
export type AccountEvent = LettingIn | Disabled | ProposalMade | ProposalApproved | ProposalWithdrawn;
