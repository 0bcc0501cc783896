import { describe, expect, it } from '@jest/globals';
import { CommandDesk, CommandGateway } from '#commands';
import type { CommandContext } from '#commands';
import { RecordDecision } from '#domain/decisions';
import { CloseClient, IssueKey, RegisterClient, RevokeKey } from '#domain/machine-clients';
import { RegisterSchool } from '#domain/schools';
import { OpenCampaign } from '#domain/self-inspections';
import { openMemoryEventStore } from '#platform/event-store';
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
