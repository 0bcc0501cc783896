import { describe, expect, it } from '@jest/globals';
import {
  account,
  ApproveAdministrator,
  ChangeAccess,
  DisableAccount,
  EnableAccount,
  OpenAccount,
  ResetCredentials,
  WithdrawAdministratorProposal,
} from '#domain/accounts';
import type { AccountCommand, AccountEvent, LettingIn, LettingInCommand, Office, Warrant } from '#domain/accounts';
import { given, keys, rows } from '#testing';

const { account: id } = keys;
const key = { account: id };
const [proposer, approver] = ['li.admin', 'chen.admin'];
/** A Friday; the five working days end on the next one. */
const [friday, expiresOn, dayAfter] = ['2026-11-27', '2026-12-04', '2026-12-05'];
const office: Office = { on: friday, administrators: [approver, proposer] };
const alone: Office = { on: friday, administrators: [proposer] };

const told = (command: AccountCommand, actor = proposer) => ({ command, actor, onPaper: false });
const roles = ['SECURITY_ADMINISTRATOR'];
const access = { roles, districts: 'all', schools: [], conflicts: [] } as const;
const content = rows.account(access);
const reason = '因公';

const opened: AccountEvent = { type: 'AccountOpened', data: content };
const officer: AccountEvent = { type: 'AccountOpened', data: rows.account() };
const disabled: AccountEvent = { type: 'AccountDisabled', data: { account: id, reason } };

/** What can let an administrator in: what there was before, the command, and what is recorded in the end. */
const lettingIn: Readonly<
  Record<string, readonly [before: readonly AccountEvent[], (warrant: Warrant | null) => LettingInCommand, LettingIn]>
> = {
  'opening an account': [[], (warrant) => new OpenAccount(content, warrant), { type: 'AccountOpened', data: content }],
  'giving the role': [
    [officer],
    (warrant) => new ChangeAccess(key, { ...access, reason }, warrant),
    { type: 'AccountAccessChanged', data: { account: id, ...access, reason } },
  ],
  'giving the role to a disabled account': [
    [officer, disabled],
    (warrant) => new ChangeAccess(key, { ...access, reason }, warrant),
    { type: 'AccountAccessChanged', data: { account: id, ...access, reason } },
  ],
  'resetting credentials': [
    [opened],
    (warrant) => new ResetCredentials(key, { reason }, warrant),
    { type: 'AccountCredentialsReset', data: { account: id, reason } },
  ],
  'enabling an account': [
    [opened, disabled],
    (warrant) => new EnableAccount(key, { reason: '返岗' }, warrant),
    { type: 'AccountEnabled', data: { account: id, reason: '返岗' } },
  ],
};

const made = (event: LettingIn, proposal = 1): AccountEvent => ({
  type: 'AccountProposalMade',
  data: { account: id, proposal, expiresOn, event },
});
const approved = (nobodyElse = false, proposal = 1): AccountEvent => ({
  type: 'AccountProposalApproved',
  data: { account: id, proposal, nobodyElse },
});
const withdrawn: AccountEvent = { type: 'AccountProposalWithdrawn', data: { account: id, proposal: 1, reason } };
const approve = (proposal = 1, on = expiresOn) =>
  new ApproveAdministrator({ account: id, proposal }, { ...office, on });
const withdraw = (proposal = 1, why = reason) =>
  new WithdrawAdministratorProposal({ account: id, proposal }, { reason: why });

/** Whoever proposed did everything before, too. */
const hand = { actor: proposer, onPaper: false };

describe.each(Object.entries(lettingIn))('%s of a security administrator', (_, [before, command, event]) => {
  it('only waits, until another administrator approves what was proposed', () => {
    given(account, [...before], hand)
      .when(told(command(office)))
      .then([made(event)]);
    const waiting = given(account, [...before, made(event)], hand);
    expect(waiting.state.access).toEqual(given(account, [...before], hand).state.access);
    expect(waiting.state.isDisabled).toBe(given(account, [...before], hand).state.isDisabled);
    waiting.when(told(approve(), approver)).then([approved(), event]);
    waiting.when(told(approve(), proposer)).refused('same-person-approves');
  });

  it('takes one word where there is nobody else, and says so, also after it was proposed', () => {
    given(account, [...before], hand)
      .when(told(command(alone)))
      .then([made(event), approved(true), event]);
    given(account, [...before, made(event)], hand)
      .when(told(command(alone)))
      .then([made(event, 2), approved(true, 2), event]);
    given(account, [...before], hand)
      .when(told(command(alone), approver)) // who is none themselves, as the office was looked up
      .then([made(event)]);
    given(account, [...before], hand)
      .when(told(command({ ...office, administrators: [] })))
      .then([made(event)]);
  });

  it('is recorded at once on the word of the machine or of an identity provider, and on no word not at all', () => {
    for (const warrant of ['HOST', 'PROVIDER'] as const)
      given(account, [...before], hand)
        .when(told(command(warrant)))
        .then([event]);
    given(account, [...before], hand)
      .when(told(command(null)))
      .refused('second-person-needed');
  });

  it('is proposed once, and never replaced while it waits', () => {
    given(account, [...before, made(event)], hand)
      .when(told(command(office), approver))
      .then([]);
    const other = { ...event, data: { ...event.data, reason: '又' } } as LettingIn;
    given(account, [...before, made(other)], hand)
      .when(told(command(office)))
      .refused('proposal-already-open');
    given(account, [...before, made(other)], hand)
      .when(told(command({ ...office, on: dayAfter })))
      .then([
        { ...made(event, 2), data: { account: id, proposal: 2, expiresOn: '2026-12-11', event } } as AccountEvent,
      ]);
  });

  it('is withdrawn by anybody of them, with a reason, once', () => {
    const waiting = given(account, [...before, made(event)], hand);
    for (const actor of [proposer, approver, id]) waiting.when(told(withdraw(), actor)).then([withdrawn]);
    waiting.when(told(withdraw(1, ' '))).refused('reason-missing');
    const gone = given(account, [...before, made(event), withdrawn], hand);
    gone.when(told(withdraw())).then([]);
    gone.when(told(approve(), approver)).refused('proposal-already-closed');
    gone.when(told(command(office))).then([made(event, 2)]);
  });
});

describe('an approval', () => {
  const [, , reset] = lettingIn['resetting credentials'] ?? [[], null, opened];

  it('names what was seen: what came to an end, or never was, is refused by its name', () => {
    const waiting = given(account, [opened, made(reset), withdrawn, made(reset, 2)], hand);
    waiting.when(told(approve(1), approver)).refused('proposal-already-closed');
    waiting.when(told(withdraw(3), approver)).refused('unknown-proposal');
    for (const never of [0, 3]) waiting.when(told(approve(never), approver)).refused('unknown-proposal');
    given(account, [], hand).when(told(approve(), approver)).refused('unknown-proposal');
    waiting
      .when(told(new ApproveAdministrator({ account: 'ｗang.fang', proposal: 2 }, office), approver))
      .refused('proposal-already-closed');
  });

  it('is refused for an account to which anything happened in between', () => {
    const over = { account: id, ...access, districts: ['460105'], reason };
    for (const between of [disabled, reset, { type: 'AccountAccessChanged', data: over } as AccountEvent])
      given(account, [opened, made(reset), between], hand)
        .when(told(approve(), approver))
        .refused('proposal-already-closed');
  });

  it('comes by the fifth working day, or the seventh day where nobody knows the holidays', () => {
    given(account, [opened, made(reset)], hand)
      .when(told(approve(1, dayAfter), approver))
      .refused('proposal-already-expired');
    const late = (on: string) => told(new ResetCredentials(key, { reason }, { ...office, on }));
    for (const [on, last] of [
      ['2026-09-24', '2026-10-09'], // 中秋节 and 国庆节 in between
      ['2026-12-24', '2026-12-31'],
      ['2026-12-25', '2027-01-01'],
    ] as const)
      given(account, [opened], hand)
        .when(late(on))
        .then([{ ...made(reset), data: { account: id, proposal: 1, expiresOn: last, event: reset } } as AccountEvent]);
  });

  it('is nobody’s about their own account, and is the same when it is sent again', () => {
    given(account, [opened, made(reset)], hand)
      .when(told(approve(), id))
      .refused('own-account');
    const done = given(account, [opened, made(reset), approved(), reset], { actor: approver, onPaper: false });
    done.when(told(approve(), approver)).then([]);
    done.when(told(approve(), 'third.admin')).refused('proposal-already-closed');
  });
});

describe('what gives nothing', () => {
  it('asks for nobody else: taking the role away, disabling, and accounts of others', () => {
    const less = rows.account();
    const taken = { roles: less.roles, districts: less.districts, schools: [], conflicts: [], reason };
    given(account, [opened], hand)
      .when(told(new ChangeAccess(key, taken)))
      .then([{ type: 'AccountAccessChanged', data: { account: id, ...taken } }]);
    given(account, [opened], hand)
      .when(told(new DisableAccount(key, { reason })))
      .then([disabled]);
    given(account, [officer], hand)
      .when(told(new ResetCredentials(key, { reason }, office)))
      .then([{ type: 'AccountCredentialsReset', data: { account: id, reason } }]);
    const elsewhere = { account: id, ...access, districts: ['460105'], reason };
    given(account, [opened], hand)
      .when(told(new ChangeAccess(key, elsewhere, office))) // had the role before
      .then([{ type: 'AccountAccessChanged', data: elsewhere }]);
  });

  it('opens no account of an administrator a second time, for that would invite somebody into it', () => {
    const promoted: AccountEvent = { type: 'AccountAccessChanged', data: { account: id, ...access, reason } };
    for (const warrant of [null, office, alone]) {
      given(account, [opened], hand)
        .when(told(new OpenAccount(content, warrant)))
        .refused('account-already-opened');
      given(account, [officer, promoted], hand)
        .when(told(new OpenAccount(rows.account(), warrant)))
        .refused('account-already-opened');
    }
    given(account, [opened], hand)
      .when(told(new OpenAccount(content, 'HOST')))
      .then([]);
  });
});
