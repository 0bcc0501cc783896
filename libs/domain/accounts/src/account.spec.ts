import { describe, expect, it } from '@jest/globals';
import {
  account,
  ChangeAccess,
  DisableAccount,
  EnableAccount,
  isPersonRole,
  OpenAccount,
  ResetCredentials,
} from '#domain/accounts';
import type { AccessChange, AccountCommand, AccountContent, AccountEvent, WantedAccess } from '#domain/accounts';
import { given, keys, rows } from '#testing';

const { account: id, school, otherSchool } = keys;
const key = { account: id };
const administrator = 'li.admin';
const told = (command: AccountCommand, { actor = administrator, onPaper = false } = {}) => ({
  command,
  actor,
  onPaper,
});

const open = (over: Partial<AccountContent> = {}) => told(new OpenAccount(rows.account(over), 'HOST'));
const change = (over: Partial<WantedAccess> = {}) => {
  const { account: _id, identity: _identity, ...access } = rows.account();
  return told(new ChangeAccess(key, { ...access, reason: '调岗', ...over }));
};
const reset = (reason = '手机遗失') => told(new ResetCredentials(key, { reason }));
const disable = (reason = '离职') => told(new DisableAccount(key, { reason }));
const enable = (reason = '返岗') => told(new EnableAccount(key, { reason }));

const opened = (over: Partial<AccountContent> = {}): AccountEvent => ({
  type: 'AccountOpened',
  data: rows.account(over),
});
const disabled: AccountEvent = { type: 'AccountDisabled', data: { account: id, reason: '离职' } };
const enabled: AccountEvent = { type: 'AccountEnabled', data: { account: id, reason: '返岗' } };
const wasReset: AccountEvent = { type: 'AccountCredentialsReset', data: { account: id, reason: '手机遗失' } };

const lists = {
  roles: ['OFFICER', 'LEADER', 'OFFICER'],
  districts: ['460106', '460100'],
  conflicts: [otherSchool, school, school],
};
const sorted = {
  roles: ['LEADER', 'OFFICER'],
  districts: ['460100', '460106'],
  conflicts: [school, otherSchool],
};

describe('opening an account', () => {
  it('records who may what, lists as sorted sets, once', () => {
    given(account)
      .when(open(lists))
      .then([opened(sorted)]);
    given(account, [opened(sorted), disabled])
      .when(open(lists))
      .then([]);
    given(account, [opened()])
      .when(open({ roles: ['LEADER'] }))
      .refused('account-already-opened');
  });

  it('is for the first start too, whoever gives the order', () => {
    given(account)
      .when(told(new OpenAccount(rows.account()), { actor: id }))
      .then([opened()]);
  });

  it.each(['', 'w', 'Wang', '1st', 'wang_fang', 'wang..fang', 'wang.', '-wang', '王芳', 'ｗang', 'wang\n', 'w@x.cn'])(
    'is not for %j',
    (name) => {
      given(account)
        .when(open({ account: name }))
        .refused('bad-account-id');
    },
  );

  it('is for names of 2 to 40 characters', () => {
    for (const name of ['wf', 'a1', 'wang-fang.2', 'w'.repeat(40)])
      given(account)
        .when(open({ account: name }))
        .then([opened({ account: name })]);
    given(account)
      .when(open({ account: 'w'.repeat(41) }))
      .refused('bad-account-id');
  });

  const bad: readonly (readonly [code: string, over: Partial<AccountContent>])[] = [
    ['roles-missing', { roles: [] }],
    ['unknown-role', { roles: ['OFFICER', 'WIZARD'] }],
    ['unknown-role', { roles: ['toString'] }],
    ['unknown-role', { roles: ['MACHINE'] }],
    ['roles-not-combinable', { roles: ['AUDITOR', 'OFFICER'] }],
    ['roles-not-combinable', { roles: ['SECURITY_ADMINISTRATOR', 'SYSTEM_OPERATOR'] }],
    ['bad-account-districts', { districts: [] }],
    ['bad-account-districts', { districts: ['060105'] }],
    ['bad-account-districts', { districts: ['龙华区'] }],
    ['bad-account-districts', { districts: ['all'] }],
    ['bad-account-schools', { schools: ['364601200'] }],
    ['bad-account-schools', { roles: ['SCHOOL_STAFF'], schools: ['all'] }],
    ['staff-without-school', { roles: ['SCHOOL_STAFF'], schools: [] }],
    ['staff-without-school', { roles: ['SCHOOL_STAFF'], schools: 'all' }],
    ['schools-for-staff-alone', { schools: [school] }],
    ['schools-for-staff-alone', { roles: ['AUDITOR'], schools: [school] }],
    ['bad-account-conflicts', { conflicts: [school, '海口第一职业学校'] }],
    ['bad-identity', { identity: { issuer: 'id.example.gov.cn', subject: '4f1c0a' } }],
    ['bad-identity', { identity: { issuer: 'https://id.example.gov.cn ', subject: '4f1c0a' } }],
    ['bad-identity', { identity: { issuer: 'https://id.example.gov.cn', subject: '' } }],
    ['bad-identity', { identity: { issuer: 'https://id.example.gov.cn', subject: '4f1c0a\n' } }],
  ];

  it.each(bad)('is refused with %s: %j', (code, over) => {
    given(account).when(open(over)).refused(code);
  });

  it('names every reason, in the order of reading', () => {
    given(account)
      .when(open({ roles: ['OFFICER', 'WIZARD'], districts: [], schools: [school], conflicts: [''] }))
      .refused('unknown-role', 'bad-account-districts', 'schools-for-staff-alone', 'bad-account-conflicts');
  });

  it('asks for no district where none is looked at', () => {
    for (const role of ['AUDITOR', 'SECURITY_ADMINISTRATOR', 'SYSTEM_OPERATOR'])
      for (const reach of ['all', []] as const) {
        const over = { roles: [role], districts: reach, schools: reach };
        given(account)
          .when(open(over))
          .then([opened(over)]);
      }
    const staff = { roles: ['SCHOOL_STAFF'], districts: [], schools: [school] };
    given(account)
      .when(open(staff))
      .then([opened(staff)]);
    expect(isPersonRole('MACHINE')).toBe(false);
  });
});

describe('changing access', () => {
  const after = (over: Partial<AccessChange> = {}): AccountEvent => {
    const { identity: _identity, ...access } = rows.account();
    return { type: 'AccountAccessChanged', data: { ...access, reason: '调岗', ...over } };
  };

  it('leaves the conflicts of interest that are recorded, when none are given', () => {
    given(account, [opened({ conflicts: [school] })])
      .when(change({ roles: ['LEADER'], conflicts: null }))
      .then([after({ roles: ['LEADER'], conflicts: [school] })]);
    given(account, [opened({ conflicts: [school] })])
      .when(change({ conflicts: null }))
      .then([]);
  });

  it('records the whole of it and why, and nothing that holds already', () => {
    given(account, [opened()])
      .when(change(lists))
      .then([after(sorted)]);
    given(account, [opened(), after(sorted)])
      .when(change({ ...lists, reason: '又' }))
      .then([]);
    given(account, [opened()]).when(change()).then([]);
    given(account, [opened(), after(sorted)])
      .when(change())
      .then([after()]);
  });

  it('is held to the same rules, and says why', () => {
    given(account, [opened()])
      .when(change({ roles: [], districts: 'all', reason: ' ' }))
      .refused('roles-missing', 'reason-missing');
    given(account, [opened()])
      .when(change({ roles: ['LEADER', 'AUDITOR'] }))
      .refused('roles-not-combinable');
  });

  it('is taken for a disabled account, before it is enabled', () => {
    given(account, [opened(), disabled])
      .when(change({ roles: ['LEADER'] }))
      .then([after({ roles: ['LEADER'] })]);
  });
});

describe('resetting credentials', () => {
  it('is recorded each time, with its reason', () => {
    given(account, [opened()]).when(reset()).then([wasReset]);
    given(account, [opened(), wasReset]).when(reset()).then([wasReset]);
    given(account, [opened()]).when(reset('')).refused('reason-missing');
  });

  it('is not for a disabled account, nor for one whose credentials are kept elsewhere', () => {
    given(account, [opened(), disabled]).when(reset()).refused('account-already-disabled');
    given(account, [opened(), disabled, enabled]).when(reset()).then([wasReset]);
    const identity = { issuer: 'https://id.example.gov.cn', subject: '4f1c0a' };
    given(account, [opened({ identity })])
      .when(reset())
      .refused('credentials-kept-elsewhere');
  });
});

describe('disabling and enabling', () => {
  it('take turns, each recorded once with its reason', () => {
    given(account, [opened()]).when(disable()).then([disabled]);
    given(account, [opened(), disabled]).when(disable()).then([]);
    given(account, [opened(), disabled]).when(disable('停职')).refused('account-already-disabled');
    given(account, [opened(), disabled]).when(enable()).then([enabled]);
    given(account, [opened(), disabled, enabled]).when(enable()).then([]);
    given(account, [opened(), disabled, enabled]).when(disable()).then([disabled]);
  });

  it('need an account that was not so before, and a reason', () => {
    given(account, [opened()]).when(enable()).refused('account-already-enabled');
    given(account, [opened(), disabled, enabled]).when(enable('又')).refused('account-already-enabled');
    given(account, [opened()]).when(disable(' ')).refused('reason-missing');
    given(account, [opened(), disabled]).when(enable('')).refused('reason-missing');
  });
});

const every = [change({ roles: ['LEADER'] }), reset(), disable(), enable()];

describe('an account that nobody opened, or that is named in another spelling', () => {
  it.each(every)('is not known: %#', (order) => {
    given(account).when(order).refused('unknown-account');
    given(account, [opened({ account: 'ｗang.fang' })])
      .when(order)
      .refused('unknown-account');
  });
});

describe("one's own account", () => {
  it.each(every)('is for others: %#', ({ command }) => {
    for (const history of [[opened()], [opened(), disabled]])
      given(account, history)
        .when(told(command, { actor: id }))
        .refused('own-account');
  });

  it('may be changed by what was decided on paper', () => {
    given(account, [opened()])
      .when(told(new DisableAccount(key, { reason: '离职' }), { actor: id, onPaper: true }))
      .then([disabled]);
  });
});
