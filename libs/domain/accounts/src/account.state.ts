import type { Hand } from '#kernel';
import type { Access, AccountContent, AccountEvent, ProposalContent } from './account.events.ts';

/** What is recorded of one account. */
export interface AccountState {
  /** As it was opened, before any change of access. */
  readonly opened: AccountContent | null;
  readonly access: Access | null;
  readonly isDisabled: boolean;
  /** Why it was disabled or enabled last; null before the first time. */
  readonly reason: string | null;
  /** How many proposals there were. */
  readonly proposals: number;
  /** The proposal that waits, and whose it is. */
  readonly waiting: (ProposalContent & { readonly by: string }) | null;
  /** The proposal that was approved last, and by whom. */
  readonly approved: { readonly proposal: number; readonly by: string } | null;
  /** The proposal that was withdrawn last. */
  readonly withdrawn: number | null;
}

/** Of an account that nobody opened. */
export const initialState: AccountState = {
  opened: null,
  access: null,
  isDisabled: false,
  reason: null,
  proposals: 0,
  waiting: null,
  approved: null,
  withdrawn: null,
};

/**
 * The state after an event. A proposal stands on the account as it was seen: whatever else happens to the account in
 * between ends it.
 */
export const evolve = (before: AccountState, { type, data }: AccountEvent, hand?: Hand): AccountState => {
  const by = hand?.actor ?? '';
  const state = { ...before, waiting: null };
  switch (type) {
    case 'AccountOpened':
      return { ...state, opened: data, access: accessOf(data) };
    case 'AccountAccessChanged':
      return { ...state, access: accessOf(data) };
    case 'AccountCredentialsReset':
      return state;
    case 'AccountDisabled':
      return { ...state, isDisabled: true, reason: data.reason };
    case 'AccountEnabled':
      return { ...state, isDisabled: false, reason: data.reason };
    case 'AccountProposalMade':
      return { ...state, proposals: data.proposal, waiting: { ...data, by } };
    case 'AccountProposalApproved':
      return { ...state, approved: { proposal: data.proposal, by } };
    default:
      return { ...state, withdrawn: data.proposal }; // AccountProposalWithdrawn
  }
};

const sortedSet = <T extends 'all' | readonly string[]>(list: T): T | readonly string[] =>
  list === 'all' ? list : [...new Set(list)].toSorted();

/** Nothing but the access, lists as sorted sets. */
export const accessOf = ({ roles, districts, schools, conflicts }: Access): Access => ({
  roles: sortedSet(roles),
  districts: sortedSet(districts),
  schools: sortedSet(schools),
  conflicts: sortedSet(conflicts),
});
