import { describe, expect, it } from '@jest/globals';
import { CommandDesk, CommandGateway, keyOrder } from '#commands';
import type { CommandContext } from '#commands';
import { RecordDecision } from '#domain/decisions';
import { CloseClient, IssueKey, IssueKeyForTokens, RegisterClient, RevokeKey } from '#domain/machine-clients';
import { RegisterSchool } from '#domain/schools';
import { OpenCampaign } from '#domain/self-inspections';
import { openMemoryEventStore } from '#platform/event-store';
import { readKey } from '#platform/machine-keys';
import { all, keys, officer, rows } from '#testing';

const admin: CommandContext = { actor: officer('安全管理员'), actorTrust: 'verified', source: 'cli' };
const { client, keyId } = keys;
const at = '2022-09-01T08:00:00.000Z';

const bench = () => {
  const { store, log } = openMemoryEventStore({ sequenceKeyName: 'school' });
  const desk = new CommandDesk(store, log);
  return { log, desk, gateway: new CommandGateway(desk) };
};

describe('commands about machine clients', () => {
  it('go to the stream of their client, with their actor and without a school', async () => {
    const { gateway, log } = bench();
    const { id } = await gateway.execute(new RegisterClient(rows.machineClient()), admin);
    expect(id).toMatch(/^machineClient-[a-z2-7]{26}$/);
    const commands = [
      new IssueKey(rows.machineKey({ schools: [keys.school], districts: ['460105'] })),
      new IssueKeyForTokens(rows.tokenKey({ schools: [keys.school] })),
      new RevokeKey({ client, keyId }, { reason: '轮换', revokedAt: at }),
      new CloseClient({ client }, { reason: '平台下线', closedAt: at }),
    ];
    for (const command of commands) expect(await gateway.execute(command, admin)).toMatchObject({ id });
    for (const { metadata, stream } of await all(log.read())) {
      expect(stream).toBe(id);
      expect(metadata).toMatchObject({ actor: '安全管理员', actorTrust: 'verified', source: 'cli' });
      expect(metadata).not.toHaveProperty('school');
    }
  });

  it('that issue keys are made with a secret, or for tokens alone without any', () => {
    const { keyId: _id, secretHash: _hash, issuedAt, expiresAt, ...content } = rows.machineKey();
    const order = (use: 'SECRET' | 'TOKENS') => keyOrder({ ...content, use, days: 365 }, Date.parse(issuedAt));
    const [shown, unshown] = [order('SECRET'), order('TOKENS')];
    const common = { ...content, issuedAt, expiresAt };
    const read = readKey(shown.key ?? '') ?? { keyId: '', secretHash: '' };
    expect(shown.order).toEqual(new IssueKey({ ...common, ...read }));
    const { keyId: id } = unshown.order.content;
    expect(id).toMatch(/^[0-9A-Za-z]{8}$/);
    expect(unshown).toEqual({ key: null, order: new IssueKeyForTokens({ ...common, keyId: id }) });
    expect(unshown.order.content).not.toHaveProperty('secretHash');
    expect(order('TOKENS').order.content.keyId).not.toBe(id);
  });

  it('are themselves when they are sent again a moment later, and others with another reason', async () => {
    const { gateway } = bench();
    await gateway.execute(new RegisterClient(rows.machineClient()), admin);
    await gateway.execute(new IssueKey(rows.machineKey()), admin);
    const again = { ...admin, commandId: 'revoke-1' };
    const revoke = (revokedAt: string, reason = '轮换') =>
      gateway.execute(new RevokeKey({ client, keyId }, { reason, revokedAt }), again);
    const first = await revoke(at);
    expect(await revoke('2022-09-01T08:00:01.000Z')).toEqual({ ...first, isRepeat: true });
    await expect(revoke(at, '泄露')).rejects.toMatchObject({ refusals: [{ code: 'idempotency-key-reused' }] });
  });

  it('stand in the way of no other command, remembered or read again', async () => {
    const { gateway, desk } = bench();
    const commands = [
      new RegisterSchool(rows.school()),
      new RegisterClient(rows.machineClient()),
      new OpenCampaign(rows.campaign({ schools: [keys.school] })),
      new IssueKey(rows.machineKey({ schools: [keys.school] })),
      new RecordDecision(rows.decision()),
    ];
    for (const command of commands)
      expect(await gateway.execute(command, admin)).toMatchObject({ outcome: 'recorded' });
    desk.forget(); // as after a restart
    for (const command of commands)
      expect(await gateway.execute(command, admin)).toMatchObject({ outcome: 'unchanged' });
  });
});
