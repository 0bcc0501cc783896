import { canonicalText, refusal, refuse } from '#kernel';
import type { Decider, Judgement, Order, Refusal, Refused } from '#kernel';
import { accessOffences, identityOffences } from './account.access-offences.ts';
import {
  ApproveAdministrator,
  ChangeAccess,
  DisableAccount,
  OpenAccount,
  ResetCredentials,
  WithdrawAdministratorProposal,
} from './account.commands.ts';
import type { AccountCommand, AccountKey, EnableAccount, LettingInCommand } from './account.commands.ts';
import type { AccountContent, AccountEvent } from './account.events.ts';
import { approve, withdraw, withSecondPerson } from './account.proposals.ts';
import { isAdministrator } from './account.roles.ts';
import { accessOf, evolve, initialState } from './account.state.ts';
import type { AccountState } from './account.state.ts';
import { isOutside } from './account.warrant.ts';

/** A command about an account and who gives it. */
type AccountOrder<Command = AccountCommand> = Pick<Order<Command, unknown>, 'command' | 'actor' | 'onPaper'>;

const isSame = (one: object | null, other: object): boolean =>
  one !== null && canonicalText(one) === canonicalText(other);

const idShape = /^[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*$/;
const shortestId = 2;
const longestId = 40;

const openAccount = ({ content, warrant }: OpenAccount, { opened, access }: AccountState): Judgement<AccountEvent> => {
  const { account: id, identity } = content;
  if (id.length < shortestId || id.length > longestId || !idShape.test(id))
    return refuse('bad-account-id', 'account', id);
  const data: AccountContent = { account: id, ...accessOf(content), identity };
  // Whoever opens an account invites its owner: that an administrator's is opened again would be a way around a reset.
  const isRepeat = isSame(opened, data) && (isOutside(warrant) || !isAdministrator(access));
  if (opened) return isRepeat ? [] : refuse('account-already-opened', 'account', id);
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
const stated = (event: Extract<AccountEvent, { data: { reason: string } }>): Judgement<AccountEvent> => {
  const refusals = reasonOffences(event.data.reason);
  return refusals.length > 0 ? { refusals } : [event];
};

const lettingIn = ({ command, actor, onPaper }: AccountOrder<LettingInCommand>, state: AccountState) => {
  if (command instanceof OpenAccount) return openAccount(command, state);
  const offence = keyOffence({ command, actor, onPaper }, state);
  if (offence) return offence;
  if (command instanceof ChangeAccess) return changeAccess(command, state);
  return command instanceof ResetCredentials ? resetCredentials(command, state) : enableAccount(command, state);
};

const keyOffence = (
  { command: { key }, actor, onPaper }: AccountOrder<{ readonly key: AccountKey }>,
  state: AccountState,
): Refused | null => {
  if (!isKnown(state, key)) return refuse('unknown-account', 'account', key.account);
  return actor === key.account && !onPaper ? refuse('own-account', 'account', key.account) : null;
};

/**
 * Accounts of people (账号). One stream an account. Nobody changes, resets, disables or enables their own, and no
 * security administrator is let in on the word of one administrator while there is another.
 */
export const account: Decider<AccountState, AccountOrder, AccountEvent> = {
  subject: 'account',
  initialState,
  evolve,
  decide: ({ command, actor, onPaper }, state) => {
    if (command instanceof ApproveAdministrator) return approve({ command, actor }, state);
    if (command instanceof WithdrawAdministratorProposal) return withdraw(command, state);
    if (command instanceof DisableAccount)
      return keyOffence({ command, actor, onPaper }, state) ?? disableAccount(command, state);
    return withSecondPerson(lettingIn({ command, actor, onPaper }, state), { command, actor }, state);
  },
};
