import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Session } from '#platform/identity';
import type { Account } from '#read-models/accounts';
import { AccountsNotCurrent } from '#read-models/accounts';
import { SessionDoor } from './session-door.ts';

const token = 't'.repeat(43);
const startMs = Date.parse('2026-09-25T08:00:00.000Z');
const session: Session = {
  account: 'wang.fang',
  publicId: 'p',
  method: 'code',
  provedMs: startMs,
  startedMs: startMs,
  seenMs: startMs,
  idleUntilMs: startMs + 1,
  absoluteUntilMs: startMs + 1,
};
const open: Account = {
  account: 'wang.fang',
  roles: ['OFFICER'],
  districts: ['460108'],
  schools: [],
  conflicts: ['3646015002'],
  identity: null,
  openedAt: '2026-09-01T08:00:00.000Z',
  disabled: false,
  disablingReason: null,
};

let [nowMs, head, lookUps] = [startMs, 0, 0];
let account: Account | undefined;
let live: Session | undefined;
let door: SessionDoor;
beforeEach(() => {
  [nowMs, head, lookUps] = [startMs, 0, 0];
  [account, live] = [open, session];
  door = new SessionDoor({
    identity: { find: async (shown) => (shown === token ? live : undefined) },
    accounts: {
      accountById: async () => {
        lookUps += 1;
        return account;
      },
    },
    progress: {
      get head() {
        return head;
      },
    },
    nowMs: () => nowMs,
  });
});

describe('a session', () => {
  it('is its account, with what the register says that it may', async () => {
    expect(await door.admit(token)).toMatchObject({
      actor: { id: 'wang.fang', roles: ['OFFICER'], districts: ['460108'], conflicts: ['3646015002'], steppedUp: true },
      session: { token },
    });
  });

  it('7.5.1 L2 counts as proved for five minutes', async () => {
    nowMs += 5 * 60_000 - 1;
    expect((await door.admit(token)).actor.steppedUp).toBe(true);
    nowMs += 1;
    expect((await door.admit(token)).actor.steppedUp).toBe(false);
  });

  it('that ended, or that nobody has, is a stranger', async () => {
    expect((await door.admit('x'.repeat(43))).actor.id).toBe('');
    live = undefined;
    expect(await door.admit(token)).toEqual({ actor: expect.objectContaining({ id: '', roles: [] }), allowance: [] });
  });

  it('7.4.2 L1 of an account that was disabled is a stranger with the next request', async () => {
    await door.admit(token);
    account = { ...open, disabled: true };
    head += 1;
    expect((await door.admit(token)).actor.roles).toEqual([]);
  });

  it('8.3.2 L3 has the roles of the record with the next request', async () => {
    await door.admit(token);
    account = { ...open, roles: ['LEADER'] };
    expect((await door.admit(token)).actor.roles).toEqual(['OFFICER']); // nothing was recorded
    expect(lookUps).toBe(1);
    head += 1;
    expect((await door.admit(token)).actor.roles).toEqual(['LEADER']);
  });

  it('is looked up again each second, for the read side may stand still because it cannot move', async () => {
    await door.admit(token);
    nowMs += 1_000;
    await door.admit(token);
    expect(lookUps).toBe(2);
  });

  it('16.5.3 L2 lets nobody in while accounts cannot be looked up', async () => {
    const blind = new SessionDoor({
      identity: { find: async () => session },
      accounts: { accountById: () => Promise.reject(new AccountsNotCurrent()) },
      progress: { head: 0 },
    });
    await expect(blind.admit(token)).rejects.toMatchObject({ code: 'accounts-not-current' });
  });
});
