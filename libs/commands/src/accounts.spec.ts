import { describe, expect, it } from '@jest/globals';
import { CommandDesk, CommandGateway } from '#commands';
import type { CommandContext } from '#commands';
import { RecordAccess } from '#domain/access-records';
import type { AccessEvent } from '#domain/access-records';
import {
  ApproveAdministrator,
  ChangeAccess,
  DisableAccount,
  EnableAccount,
  OpenAccount,
  ResetCredentials,
  WithdrawAdministratorProposal,
} from '#domain/accounts';
import { RecordDecision } from '#domain/decisions';
import { RegisterSchool } from '#domain/schools';
import { openMemoryEventStore } from '#platform/event-store';
import { all, keys, officer, rows } from '#testing';

const admin: CommandContext = { actor: officer('li.admin'), actorTrust: 'verified', source: 'api' };
const key = { account: keys.account };
const { account: _id, identity: _identity, ...access } = rows.account();
const visit = { at: '2023-09-25T00:30:00.000Z', address: '192.0.2.7', agent: 'Mozilla/5.0' };
const signedIn: AccessEvent = { type: 'SignedIn', data: { ...key, ...visit, method: 'PASSWORD_AND_CODE' } };

const bench = () => {
  const { store, log } = openMemoryEventStore({ sequenceKeyName: 'school' });
  const desk = new CommandDesk(store, log);
  return { log, desk, gateway: new CommandGateway(desk) };
};

describe('commands about accounts', () => {
  const staff = { roles: ['SCHOOL_STAFF'], schools: [keys.school], conflicts: [keys.otherSchool] };

  it('go to the stream of their account, with their actor and without a school', async () => {
    const { gateway, log } = bench();
    const { id } = await gateway.execute(new OpenAccount(rows.account()), admin);
    expect(id).toMatch(/^account-[a-z2-7]{26}$/);
    const commands = [
      new ChangeAccess(key, { ...access, ...staff, reason: '调任学校' }),
      new ResetCredentials(key, { reason: '手机遗失' }),
      new DisableAccount(key, { reason: '离职' }),
      new EnableAccount(key, { reason: '返岗' }),
    ];
    for (const command of commands)
      expect(await gateway.execute(command, admin)).toMatchObject({ id, outcome: 'recorded' });
    const events = await all(log.read());
    expect(events).toHaveLength(5);
    for (const { metadata, stream } of events) {
      expect(stream).toBe(id);
      expect(metadata).toMatchObject({ actor: 'li.admin', actorTrust: 'verified' });
      expect(metadata).not.toHaveProperty('school');
    }
  });

  it('are refused to whoever the account is', async () => {
    const { gateway } = bench();
    await gateway.execute(new OpenAccount(rows.account()), admin);
    const own = gateway.execute(new ResetCredentials(key, { reason: '忘记密码' }), {
      ...admin,
      actor: officer(keys.account),
    });
    await expect(own).rejects.toMatchObject({ refusals: [{ code: 'own-account' }] });
  });

  it('stand in the way of no other command, remembered or read again', async () => {
    const { gateway, desk } = bench();
    const commands = [
      new RegisterSchool(rows.school()),
      new OpenAccount(rows.account({ ...staff })),
      new RecordDecision(rows.decision()),
    ];
    for (const command of commands) {
      await gateway.execute(new RecordAccess(signedIn), admin);
      expect(await gateway.execute(command, admin)).toMatchObject({ outcome: 'recorded' });
    }
    desk.forget(); // as after a restart
    for (const command of commands)
      expect(await gateway.execute(command, admin)).toMatchObject({ outcome: 'unchanged' });
  });
});

describe('what lets a security administrator in', () => {
  const office = { on: '2026-11-27', administrators: ['chen.admin', 'li.admin'] };
  const later = { on: '2026-11-30', administrators: ['li.admin'] };
  const content = rows.account({ roles: ['SECURITY_ADMINISTRATOR'] });
  const proposal = { ...key, proposal: 1 };
  const second: CommandContext = { ...admin, actor: officer('chen.admin') };

  it('waits in the stream of its account for the word of somebody else who proved who they are', async () => {
    const { gateway, log } = bench();
    const { id } = await gateway.execute(new OpenAccount(content, office), admin);
    const approve = (context: CommandContext) => gateway.execute(new ApproveAdministrator(proposal, office), context);
    const denied = async (actor: CommandContext['actor']) =>
      approve({ ...admin, actor }).catch((error: { refusals: readonly { code: string }[] }) => error.refusals[0]?.code);
    expect(await denied(admin.actor)).toBe('own-earlier-step');
    expect(await denied(officer(keys.account))).toBe('own-account');
    expect(await denied({ ...second.actor, steppedUp: false })).toBe('step-up-needed');
    expect(await denied({ ...second.actor, roles: ['OFFICER'] })).toBe('role-may-not');
    const lastEvent = { type: 'AccountOpened', data: content };
    expect(await approve(second)).toMatchObject({ id, outcome: 'recorded', lastEvent });
    expect(await approve(second)).toMatchObject({ id, outcome: 'unchanged' });
    expect((await all(log.read())).map(({ type }) => type)).toEqual([
      'AccountProposalMade',
      'AccountProposalApproved',
      'AccountOpened',
    ]);
  });

  it('is the same command when it is sent again, whatever the office has become by then', async () => {
    const { gateway, log } = bench();
    const once = { ...admin, commandId: 'opening' };
    const first = await gateway.execute(new OpenAccount(content, office), once);
    expect(first).toMatchObject({ lastEvent: { type: 'AccountProposalMade' } });
    expect(first).not.toHaveProperty('isRepeat');
    expect(await gateway.execute(new OpenAccount(content, later), once)).toEqual({ ...first, isRepeat: true });
    const withdraw = new WithdrawAdministratorProposal(proposal, { reason: '不再需要' });
    await gateway.execute(withdraw, { ...second, actor: { ...second.actor, steppedUp: false } });
    expect(await gateway.execute(new OpenAccount(content, later), once)).toEqual({ ...first, isRepeat: true });
    expect(await log.head()).toBe(1n);
  });
});

describe('records of access', () => {
  const refusedTo = (account: string | null): AccessEvent => ({
    type: 'SignInRefused',
    data: { account, ...visit, reason: 'sign-in-refused' },
  });
  const denied = (actor: string, at: string = visit.at): AccessEvent => {
    const what = { action: 'READ_SCHOOL_FILE', reason: 'other-district', about: keys.school, times: 1 };
    return { type: 'AccessDenied', data: { actor, at, address: visit.address, ...what } };
  };

  it('go to the stream of their actor and day, and nowhere near the school that they are about', async () => {
    const { gateway, log } = bench();
    const record = async (content: AccessEvent) => (await gateway.execute(new RecordAccess(content), admin)).id;
    const id = await record(signedIn);
    expect(id).toMatch(/^accessRecord-[a-z2-7]{26}\.2023-09-25$/);
    expect(await record(refusedTo(keys.account))).toBe(id);
    expect(await record(denied(keys.account))).toBe(id);
    expect(await record(denied(keys.account, '2023-09-26T00:00:00.000Z'))).toMatch(/\.2023-09-26$/);
    for (const { metadata } of await all(log.read())) expect(metadata).not.toHaveProperty('school');
  });

  it('of nobody go to the stream of the address', async () => {
    const { gateway } = bench();
    const record = async (content: AccessEvent) => (await gateway.execute(new RecordAccess(content), admin)).id;
    const ofAddress = await record(refusedTo(null));
    expect(await record(denied(''))).toBe(ofAddress);
    expect(await record(denied(keys.account))).not.toBe(ofAddress);
  });

  it('are recorded each time, and once for one command id', async () => {
    const { gateway, log } = bench();
    const record = async (commandId?: string) =>
      (await gateway.execute(new RecordAccess(signedIn), { ...admin, commandId })).position;
    expect([await record(), await record(), await record('once'), await record('once')]).toEqual([0n, 1n, 2n, 2n]);
    expect(await log.head()).toBe(2n);
  });
});
