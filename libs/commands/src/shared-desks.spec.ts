import { describe, expect, it } from '@jest/globals';
import { CommandDesk, CommandGateway, RefusedError } from '#commands';
import type { CommandContext } from '#commands';
import { RegisterSchool } from '#domain/schools';
import { RegisterLead } from '#domain/violation-cases';
import { openMemoryEventStore } from '#platform/event-store';
import { all, keys, officer, rows } from '#testing';

const clerk: CommandContext = { actor: officer('王科员'), actorTrust: 'unverified', source: 'api' };

/** Two processes over one store, as in cluster mode. */
const two = () => {
  const { store, log } = openMemoryEventStore({ sequenceKeyName: 'school' });
  const [one, other] = [1, 2].map(() => new CommandGateway(new CommandDesk(store, log, { isShared: true })));
  return { log, one: one as CommandGateway, other: other as CommandGateway };
};

const lead = (caseNo: string) => {
  const {
    filedOn: _f,
    closedOn: _c,
    finding: _i,
    severity: _s,
    severityReason: _r,
    ...content
  } = rows.violationCase({
    caseNo,
  });
  return new RegisterLead(content);
};

describe('desks that share a store', () => {
  it('judge on what the other recorded a moment ago', async () => {
    const { one, other } = two();
    await expect(other.execute(lead('2022-1'), clerk)).rejects.toBeInstanceOf(RefusedError); // no such school: now it is remembered
    await one.execute(new RegisterSchool(rows.school({ code: keys.school })), clerk);
    await expect(other.execute(lead('2022-1'), clerk)).resolves.toMatchObject({ outcome: 'recorded' });
  });

  it('answer a command once when both are told the same at the same time', async () => {
    const { one, other, log } = two();
    await one.execute(new RegisterSchool(rows.school({ code: keys.school })), clerk);
    for (let n = 0; n < 20; n += 1) {
      const told = { ...clerk, commandId: `lead-${n}` };
      const before = (await log.head()) ?? -1n;
      const answers = await Promise.all([one, other, one].map((desk) => desk.execute(lead(`2022-${n}`), told)));
      expect(new Set(answers.map(({ position }) => position))).toEqual(new Set([before + 1n]));
      expect(await log.head()).toBe(before + 1n);
    }
  });

  it('answer as the first one did also where the second finds nothing left to do', async () => {
    const { one, other, log } = two();
    for (let n = 0; n < 20; n += 1) {
      const school = new RegisterSchool(rows.school({ code: keys.school, name: `学校${n}` }), n === 0 ? null : '更名');
      const answers = await Promise.all(
        [one, other].map((desk) => desk.execute(school, { ...clerk, commandId: `school-${n}` })),
      );
      expect(answers[1]).toEqual(answers[0]);
      expect(await log.head()).toBe(BigInt(n));
    }
  });

  it('write to one stream one after another, and lose nothing', async () => {
    const { one, other, log } = two();
    await one.execute(new RegisterSchool(rows.school({ code: keys.school })), clerk);
    const cases = Array.from({ length: 30 }, (_, n) => lead(`2022-${n}`));
    const told = await Promise.allSettled(
      cases.flatMap((each) => [one.execute(each, clerk), other.execute(each, clerk)]),
    );
    // Without a command id the second one is a second lead under the same number, and refused.
    expect(told.filter(({ status }) => status === 'fulfilled')).toHaveLength(30);
    expect(await all(log.read())).toHaveLength(31);
  });
});
