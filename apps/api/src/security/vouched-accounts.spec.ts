import { beforeEach, describe, expect, it } from '@jest/globals';
import { RefusedError } from '#commands';
import type { CommandAnswer } from '#commands';
import { ChangeAccess, OpenAccount } from '#domain/accounts';
import { refusal } from '#kernel';
import type { SignedIn } from '#platform/identity-provider';
import type { Account } from '#read-models/accounts';
import type { PersonRole } from './claims.ts';
import { TurnedAway } from './turned-away.ts';
import { VouchedAccounts } from './vouched-accounts.ts';

const settings = {
  names: { roles: 'roles', districts: 'districts', schools: 'schools' },
  rolesByGroup: new Map<string, readonly PersonRole[]>([['经办', ['OFFICER']]]),
};
const identity = { issuer: 'https://idp.example', subject: 'li-wei' };
const person = (claims: object = {}): SignedIn => ({
  ...identity,
  sid: undefined,
  claims: { roles: ['经办'], districts: ['460106', '460105'], ...claims },
  vouchedMs: 0,
  authTimeMs: 0,
  acr: undefined,
  amr: [],
});
const known: Account = {
  account: 'li.wei',
  identity,
  roles: ['OFFICER'],
  districts: ['460105', '460106'],
  schools: [],
  conflicts: ['3646012001'],
  openedAt: '2026-09-25T08:00:00.000Z',
  disabled: false,
  disablingReason: null,
};

let account: Account | undefined;
let commands: unknown[];
const givers = new Set<string>();
let names: string[];
let [isSeen, refused]: [boolean, RefusedError | undefined] = [true, undefined];
beforeEach(() => {
  [account, commands, names, isSeen, refused] = [undefined, [], [], true, undefined];
});

const vouched = new VouchedAccounts({
  accounts: { accountByIdentity: async () => account },
  gateway: {
    execute: async (command, { actor, actorTrust }): Promise<CommandAnswer> => {
      if (refused) throw refused;
      commands.push(command);
      givers.add(`${actor.id}, ${actorTrust}`);
      return { id: 'account-x', revision: 0n, position: 7n, outcome: 'recorded' };
    },
  },
  progress: { waitFor: async (position) => position === 7 && isSeen },
  identity: { setDisplayName: async (_, name) => void names.push(name) },
});

const turned = async (work: Promise<string>): Promise<readonly unknown[]> => {
  const error: unknown = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof TurnedAway)) throw error;
  return [error.code, error.reason, error.account];
};

describe('the account of somebody whom a provider vouches for', () => {
  it('is opened by the first sign-in, under an id that is always the same', async () => {
    const id = await vouched.accountFor(person({ name: '李伟' }), settings);
    expect(id).toMatch(/^oidc-[\da-f]{32}$/);
    const content = { account: id, identity, roles: ['OFFICER'], schools: [], conflicts: [] };
    expect(commands).toEqual([new OpenAccount({ ...content, districts: ['460106', '460105'] }, 'PROVIDER')]);
    expect(names).toEqual(['李伟']);
    expect([...givers]).toEqual(['oidc:provider, verified']);
    expect(await vouched.accountFor(person(), settings)).toBe(id);
  });

  it('is changed by other claims alone, and keeps its conflicts', async () => {
    account = known;
    expect(await vouched.accountFor(person(), settings, 'li.wei')).toBe('li.wei');
    expect(commands).toEqual([]);
    await vouched.accountFor(person({ districts: ['460105'] }), settings);
    expect(commands).toHaveLength(1);
    expect(commands[0]).toBeInstanceOf(ChangeAccess);
    expect(commands[0]).toMatchObject({
      key: { account: 'li.wei' },
      change: { districts: ['460105'], conflicts: null },
      warrant: 'PROVIDER',
    });
  });

  it('lets nobody in before every query sees what it may', async () => {
    isSeen = false;
    await expect(vouched.accountFor(person(), settings)).rejects.toMatchObject({ code: 'accounts-not-current' });
  });

  it('is nobody else’s, and of somebody disabled nothing else is recorded', async () => {
    account = { ...known, disabled: true, disablingReason: '离职' };
    expect(await turned(vouched.accountFor(person({ roles: [] }), settings))).toEqual([
      'account-disabled',
      'account-disabled',
      'li.wei',
    ]);
    expect(await turned(vouched.accountFor(person(), settings, 'wang.fang'))).toEqual([
      'not-the-same-person',
      'other-person',
      'wang.fang',
    ]);
    account = undefined;
    expect(await turned(vouched.accountFor(person(), settings, 'wang.fang'))).toEqual([
      'not-the-same-person',
      'other-person',
      'wang.fang',
    ]);
    expect([commands, names]).toEqual([[], []]);
  });

  it('opens nothing by claims that give nothing, or that the register refuses', async () => {
    account = known;
    expect(await turned(vouched.accountFor(person({ roles: ['guests'] }), settings))).toEqual([
      'claims-refused',
      'claims-without-role',
      'li.wei',
    ]);
    account = undefined;
    refused = new RefusedError([refusal('bad-account-districts', 'districts')]);
    expect(await turned(vouched.accountFor(person(), settings))).toEqual([
      'claims-refused',
      'bad-account-districts',
      null,
    ]);
  });

  it('has no other error taken for a refusal', async () => {
    const broken = new VouchedAccounts({
      accounts: { accountByIdentity: () => Promise.reject(new Error('away')) },
      gateway: { execute: () => Promise.reject(new Error('away')) },
      progress: { waitFor: async () => true },
      identity: { setDisplayName: async () => undefined },
    });
    await expect(broken.accountFor(person(), settings)).rejects.toThrow('away');
  });
});
