import { addDays, canonicalText, isRefused, refusal, refuse } from '#kernel';
import type { Judgement, LocalDate, Order } from '#kernel';
import { addWorkingDays, isUnknownYear } from '#law';
import type { ApproveAdministrator, LettingInCommand, WithdrawAdministratorProposal } from './account.commands.ts';
import type { AccountEvent, LettingIn, ProposalContent } from './account.events.ts';
import { isAdministrator } from './account.roles.ts';
import type { AccountState } from './account.state.ts';
import { isAlone } from './account.warrant.ts';

const workingDays = 5;
/**
 * Where the holidays of a year are not announced yet, nobody can know its working days. A proposal that opens the door to
 * everything must not wait without an end, so it then has as long as five working days take without a holiday.
 */
const naturalDays = 7;

const expiryOf = (madeOn: LocalDate): LocalDate => {
  const day = addWorkingDays(madeOn, workingDays);
  return isUnknownYear(day) ? addDays(madeOn, naturalDays) : day;
};

/** Whether the event gives the role of security administrator to whoever had it not, or lets one in anew. */
const letsAdministratorIn = (event: AccountEvent, { access }: AccountState): event is LettingIn => {
  switch (event.type) {
    case 'AccountOpened':
      return isAdministrator(event.data);
    case 'AccountAccessChanged':
      return isAdministrator(event.data) && !isAdministrator(access);
    case 'AccountCredentialsReset':
    case 'AccountEnabled':
      return isAdministrator(access);
    default:
      return false;
  }
};

type By<Command> = Pick<Order<Command, unknown>, 'command' | 'actor'>;

/** What lets a security administrator in waits for another one's word, unless there is no other one. */
export const withSecondPerson = (
  judgement: Judgement<AccountEvent>,
  { command, actor }: By<LettingInCommand>,
  state: AccountState,
): Judgement<AccountEvent> => {
  if (isRefused(judgement)) return judgement;
  const [event] = judgement;
  if (event === undefined || !letsAdministratorIn(event, state)) return judgement;
  const { warrant } = command;
  if (warrant === null) return refuse('second-person-needed', 'account', event.data.account);
  if (typeof warrant === 'string') return judgement;
  const { account } = event.data;
  const proposal = state.proposals + 1;
  const content: ProposalContent = { account, proposal, expiresOn: expiryOf(warrant.on), event };
  const made: AccountEvent = { type: 'AccountProposalMade', data: content };
  if (isAlone(actor, warrant))
    return [made, { type: 'AccountProposalApproved', data: { account, proposal, nobodyElse: true } }, event];
  const { waiting } = state;
  if (waiting === null || waiting.expiresOn < warrant.on) return [made];
  // Whoever approves must not find something else under what they are about to approve: no proposal replaces another.
  return canonicalText(waiting.event) === canonicalText(event)
    ? []
    : refuse('proposal-already-open', 'account', String(waiting.proposal));
};

/** What was proposed takes effect on the word of another person, while it stands as it was seen. */
export const approve = (
  { command: { key, warrant }, actor }: By<ApproveAdministrator>,
  { waiting, approved, proposals }: AccountState,
): Judgement<AccountEvent> => {
  const { account, proposal } = key;
  if (approved?.proposal === proposal && approved.by === actor) return [];
  if (waiting?.account !== account || waiting.proposal !== proposal) return closed(proposal, proposals);
  if (waiting.by === actor) return refuse('same-person-approves', 'actor', actor);
  if (actor === account) return refuse('own-account', 'account', account);
  if (waiting.expiresOn < warrant.on) return refuse('proposal-already-expired', 'proposal', waiting.expiresOn);
  return [{ type: 'AccountProposalApproved', data: { account, proposal, nobodyElse: false } }, waiting.event];
};

/** Any administrator may, also whoever's account it is: it stops something and gives nothing. */
export const withdraw = (
  { key: { account, proposal }, withdrawal: { reason } }: WithdrawAdministratorProposal,
  { waiting, withdrawn, proposals }: AccountState,
): Judgement<AccountEvent> => {
  if (withdrawn === proposal) return [];
  if (waiting?.account !== account || waiting.proposal !== proposal) return closed(proposal, proposals);
  if (reason.trim() === '') return { refusals: [refusal('reason-missing', 'reason')] };
  return [{ type: 'AccountProposalWithdrawn', data: { account, proposal, reason } }];
};

const closed = (proposal: number, proposals: number): Judgement<AccountEvent> =>
  proposal >= 1 && proposal <= proposals
    ? refuse('proposal-already-closed', 'proposal', String(proposal))
    : refuse('unknown-proposal', 'proposal', String(proposal));
