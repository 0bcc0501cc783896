import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { CommandDesk, CommandGateway } from '#commands';
import type { RegisterCommand } from '#commands';
import { RecordAccess } from '#domain/access-records';
import type { AccessEvent } from '#domain/access-records';
import { OpenAccount } from '#domain/accounts';
import { IssueKey, RegisterClient } from '#domain/machine-clients';
import { RegisterSchool } from '#domain/schools';
import { openMemoryEventStore } from '#platform/event-store';
import { AccessRecords, accessTypes } from '#read-models/access-records';
import { keys, officer, rows } from '#testing';

const { account } = keys;
const visit = { at: '2023-09-25T00:30:00.000Z', address: '192.0.2.7', agent: 'Mozilla/5.0' };
const what = { action: 'READ_SCHOOL_FILE', reason: 'other-district', about: keys.school, times: 1 };
const events: readonly AccessEvent[] = [
  { type: 'SignInRefused', data: { account: null, ...visit, reason: 'sign-in-refused' } },
  { type: 'SignedIn', data: { account, ...visit, method: 'PASSWORD_AND_CODE' } },
  { type: 'SteppedUp', data: { account, ...visit } },
  { type: 'AccessDenied', data: { actor: account, at: visit.at, address: visit.address, ...what } },
  { type: 'SignedOut', data: { account, ...visit, how: 'BY_ADMINISTRATOR' } },
];
const [refusedFirst, cameIn, ...rest] = events.map((event) => new RecordAccess(event));
const [otherSchool, otherAccount] = [keys.otherSchool, 'chen-yi'];
const commands: readonly (RegisterCommand | undefined)[] = [
  new RegisterSchool(rows.school()),
  refusedFirst,
  new OpenAccount(rows.account()),
  new OpenAccount(rows.account({ account: otherAccount })),
  cameIn,
  new RegisterSchool(rows.school({ code: otherSchool })),
  ...rest,
  new RegisterClient(rows.machineClient()),
  new IssueKey(rows.machineKey()),
];

describe('the records of access', () => {
  let reads: AccessRecords;

  beforeAll(async () => {
    const { store, log } = openMemoryEventStore({ sequenceKeyName: 'school', clock: () => new Date(visit.at) });
    const gateway = new CommandGateway(new CommandDesk(store, log));
    for (const command of commands)
      if (command)
        await gateway.execute(command, { actor: officer('li.admin'), actorTrust: 'verified', source: 'api' });
    const later = { id: randomUUID(), type: 'SignedInTwice', data: {}, metadata: {} };
    await store.append('accessRecord-later', [later], 'any');
    reads = new AccessRecords(log);
  });

  it('are those of who came in and who may what, and no other, in the order of the log', async () => {
    const { items, next } = await reads.accessRecordsAfter(-1, 100);
    const ofVisits = items.filter(({ type }) => events.some((event) => event.type === type));
    expect(ofVisits.map(({ type, data }) => ({ type, data }))).toEqual(events);
    expect(items.map(({ position }) => position)).toEqual(['1', '2', '3', '4', '6', '7', '8', '9', '10']);
    expect(items[6]).toMatchObject({ recordedAt: visit.at, recordedBy: 'li.admin' });
    expect(next).toBeNull();
  });

  it('show who got which roles and keys, and of a key no hash', async () => {
    const { items } = await reads.accessRecordsAfter(-1, 100);
    expect(items[1]).toMatchObject({ type: 'AccountOpened', data: { account, roles: rows.account().roles } });
    const { secretHash, ...shown } = rows.machineKey();
    expect(items[8]).toMatchObject({ type: 'MachineKeyIssued', data: shown });
    expect(JSON.stringify(items)).not.toContain(secretHash);
  });

  it('say nothing of who is recorded in cases', () => {
    expect(accessTypes.filter((type) => /^Person(?!Look|Eras)/.test(type))).toEqual([]);
    expect(accessTypes).toContain('PersonLookedAt');
  });

  it('come in parts that join', async () => {
    const whole = (await reads.accessRecordsAfter(-1, 100)).items;
    for (const limit of [1, 2, 3, 4, 5]) {
      const parts = [];
      for (let after: string | null = '-1'; after !== null;) {
        const part = await reads.accessRecordsAfter(Number(after), limit);
        expect(part.items.length).toBeLessThanOrEqual(limit);
        parts.push(...part.items);
        after = part.next;
      }
      expect(parts).toEqual(whole);
    }
  });

  it('begin after the position that is asked for', async () => {
    const after = async (position: number) => (await reads.accessRecordsAfter(position, 100)).items.length;
    expect([await after(0), await after(1), await after(7), await after(10), await after(99)]).toEqual([9, 8, 3, 0, 0]);
  });
});
