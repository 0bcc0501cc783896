import { canonicalText, refusal, refuse } from '#kernel';
import type { Decider, Judgement, Order, Refusal } from '#kernel';
import { accessOffences, identityOffences } from './account.access-offences.ts';
import { ChangeAccess, DisableAccount, OpenAccount, ResetCredentials } from './account.commands.ts';
import type { AccountCommand, AccountKey, EnableAccount } from './account.commands.ts';
import type { Access, AccountContent, AccountEvent } from './account.events.ts';

/** What is recorded of one account. */
export interface AccountState {
  /** As it was opened, before any change of access. */
  readonly opened: AccountContent | null;
  readonly access: Access | null;
  readonly isDisabled: boolean;
  /** Why it was disabled or enabled last; null before the first time. */
  readonly reason: string | null;
}

/** A command about an account and who gives it. */
type AccountOrder = Pick<Order<AccountCommand, unknown>, 'command' | 'actor' | 'onPaper'>;

const initialState: AccountState = { opened: null, access: null, isDisabled: false, reason: null };

const evolve = (state: AccountState, { type, data }: AccountEvent): AccountState => {
  switch (type) {
    case 'AccountOpened':
      return { ...state, opened: data, access: accessOf(data) };
    case 'AccountAccessChanged':
      return { ...state, access: accessOf(data) };
    case 'AccountCredentialsReset':
      return state;
    case 'AccountDisabled':
      return { ...state, isDisabled: true, reason: data.reason };
    default:
      return { ...state, isDisabled: false, reason: data.reason }; // AccountEnabled
  }
};

const sortedSet = <T extends 'all' | readonly string[]>(list: T): T | readonly string[] =>
  list === 'all' ? list : [...new Set(list)].toSorted();

/** Nothing but the access, lists as sorted sets. */
const accessOf = ({ roles, districts, schools, conflicts }: Access): Access => ({
  roles: sortedSet(roles),
  districts: sortedSet(districts),
  schools: sortedSet(schools),
  conflicts: sortedSet(conflicts),
});

const isSame = (one: object | null, other: object): boolean =>
  one !== null && canonicalText(one) === canonicalText(other);

const idShape = /^[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*$/;
const shortestId = 2;
const longestId = 40;

const openAccount = ({ content }: OpenAccount, { opened }: AccountState): Judgement<AccountEvent> => {
  const { account: id, identity } = content;
  if (id.length < shortestId || id.length > longestId || !idShape.test(id))
    return refuse('bad-account-id', 'account', id);
  const data: AccountContent = { account: id, ...accessOf(content), identity };
  if (opened) return isSame(opened, data) ? [] : refuse('account-already-opened', 'account', id);
  const refusals = [...accessOffences(data), ...identityOffences(identity)];
  return refusals.length > 0 ? { refusals } : [{ type: 'AccountOpened', data }];
};

/** The stream's name forgives other spellings of an id, what stands in its events does not. */
const isKnown = ({ opened }: AccountState, { account: id }: AccountKey): boolean => opened?.account === id;

const reasonOffences = (reason: string): readonly Refusal[] =>
  reason.trim() === '' ? [refusal('reason-missing', 'reason')] : [];

const changeAccess = ({ key, change }: ChangeAccess, state: AccountState): Judgement<AccountEvent> => {
  const { reason } = change;
  const access = accessOf({ ...change, conflicts: change.conflicts ?? state.access?.conflicts ?? [] });
  if (isSame(state.access, access)) return [];
  const refusals = [...accessOffences(access), ...reasonOffences(reason)];
  if (refusals.length > 0) return { refusals };
  return [{ type: 'AccountAccessChanged', data: { account: key.account, ...access, reason } }];
};

const resetCredentials = ({ key, reset: { reason } }: ResetCredentials, state: AccountState) => {
  const { account: id } = key;
  if (state.isDisabled) return refuse('account-already-disabled', 'account', id);
  if (state.opened?.identity) return refuse('credentials-kept-elsewhere', 'account', state.opened.identity.issuer);
  return stated({ type: 'AccountCredentialsReset', data: { account: id, reason } });
};

const disableAccount = ({ key, disabling: { reason } }: DisableAccount, state: AccountState) => {
  const { account: id } = key;
  if (!state.isDisabled) return stated({ type: 'AccountDisabled', data: { account: id, reason } });
  return state.reason === reason ? [] : refuse('account-already-disabled', 'account', id);
};

const enableAccount = ({ key, enabling: { reason } }: EnableAccount, state: AccountState) => {
  const { account: id } = key;
  if (state.isDisabled) return stated({ type: 'AccountEnabled', data: { account: id, reason } });
  return state.reason === reason ? [] : refuse('account-already-enabled', 'account', id);
};

/** What may happen, if a reason is stated. */
const stated = (event: Exclude<AccountEvent, { type: 'AccountOpened' }>): Judgement<AccountEvent> => {
  const refusals = reasonOffences(event.data.reason);
  return refusals.length > 0 ? { refusals } : [event];
};

/** Accounts of people (账号). One stream an account. Nobody changes, resets, disables or enables their own. */
export const account: Decider<AccountState, AccountOrder, AccountEvent> = {
  subject: 'account',
  initialState,
  evolve,
  decide: ({ command, actor, onPaper }, state) => {
    if (command instanceof OpenAccount) return openAccount(command, state);
    const { key } = command;
    if (!isKnown(state, key)) return refuse('unknown-account', 'account', key.account);
    if (actor === key.account && !onPaper) return refuse('own-account', 'account', key.account);
    if (command instanceof ChangeAccess) return changeAccess(command, state);
    if (command instanceof ResetCredentials) return resetCredentials(command, state);
    return command instanceof DisableAccount ? disableAccount(command, state) : enableAccount(command, state);
  },
};
