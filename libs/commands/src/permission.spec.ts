import { describe, expect, it } from '@jest/globals';
import { CommandDesk, CommandGateway, handlersOf, RefusedError } from '#commands';
import type { CommandContext, RegisterCommand } from '#commands';
import { RecordDecision, RecordFollowUp, ServeDecision } from '#domain/decisions';
import { RecordSchoolChange, RegisterSchool } from '#domain/schools';
import { CloseItem, OpenCampaign, OrderCorrection, RectifyItem, ReportItem } from '#domain/self-inspections';
import { RecordCase } from '#domain/violation-cases';
import { openMemoryEventStore } from '#platform/event-store';
import { nobody } from '#policy';
import type { Actor } from '#policy';
import { keys, officer, rows } from '#testing';

const [here, there] = ['460105', '460108'];
const boss = officer('boss');
const local: Actor = { ...boss, id: 'local', roles: ['OFFICER'], districts: [here] };

const open = () => {
  const { store, log } = openMemoryEventStore({ sequenceKeyName: 'school' });
  const gateway = new CommandGateway(new CommandDesk(store, log));
  const does = async (actor: Actor, command: RegisterCommand, more: Partial<CommandContext> = {}): Promise<string> => {
    const context = { actor, actorTrust: 'verified', source: 'api', ...more } as const;
    try {
      return (await gateway.execute(command, context)).outcome;
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      return error.refusals[0]?.code ?? '';
    }
  };
  return { does, log };
};

const withSchools = async () => {
  const register = open();
  await register.does(boss, new RegisterSchool(rows.school({ district: here })));
  await register.does(boss, new RegisterSchool(rows.school({ code: keys.otherSchool, district: there })));
  return register;
};

describe('whoever gives a command', () => {
  it('may do so for schools of their districts alone, wherever in the command the school stands', async () => {
    const { does, log } = await withSchools();
    const theirs = { school: keys.otherSchool };
    const head = await log.head();
    for (const command of [
      new RecordDecision(rows.decision(theirs)),
      new RecordCase(rows.violationCase(theirs)),
      new RegisterSchool(rows.school({ code: keys.otherSchool, district: here, name: '改' }), '更正'),
      new RegisterSchool(rows.school({ code: '3646012009', district: there })),
      new RecordSchoolChange(rows.change({ code: keys.otherSchool })),
    ])
      expect([command.constructor.name, await does(local, command)]).toEqual([
        command.constructor.name,
        'other-district',
      ]);
    expect(await log.head()).toBe(head);
    expect(await does(local, new RecordCase(rows.violationCase()))).toBe('recorded');
    expect(await does(local, new RegisterSchool(rows.school({ code: '3646012009', district: here })))).toBe('recorded');
  });

  it('goes by where a school lies after its changes', async () => {
    const { does } = await withSchools();
    await does(boss, new RecordSchoolChange(rows.change({ kind: 'DISTRICT_CHANGED', value: there })));
    expect(await does(local, new RecordCase(rows.violationCase()))).toBe('other-district');
  });

  it('may not move a case away from, or to, a school of another district', async () => {
    const { does } = await withSchools();
    await does(boss, new RecordCase(rows.violationCase()));
    const moved = new RecordCase(rows.violationCase({ school: keys.otherSchool }), '登记错校');
    expect(await does(local, moved)).toBe('other-district');
    expect(await does({ ...local, districts: [there] }, moved)).toBe('other-district');
    expect(await does({ ...local, districts: [here, there] }, moved)).toBe('corrected');
  });

  it('reaches every school of a document with a follow-up that names none', async () => {
    const { does } = await withSchools();
    await does(boss, new RecordDecision(rows.decision()));
    expect(await does(local, new RecordFollowUp(rows.followUp({ school: null })))).toBe('recorded');
    await does(boss, new RecordDecision(rows.decision({ school: keys.otherSchool })));
    const all = new RecordFollowUp(rows.followUp({ number: '海教职成〔2022〕21号', school: null }));
    expect(await does(local, all)).toBe('other-district');
  });

  it('ends where documents name each other in a ring', async () => {
    const { does } = await withSchools();
    await does(boss, new RecordDecision(rows.decision()));
    const [one, two] = ['甲', '乙'];
    const annul = (number: string, target: string) =>
      new RecordFollowUp(rows.followUp({ number, target, kind: 'ANNUL', school: null }));
    expect(await does(boss, annul(one, keys.decision))).toBe('recorded');
    expect(await does(boss, annul(two, one))).toBe('recorded');
    expect(await does(boss, annul(one, two))).toBe('recorded');
    expect(await does(local, annul('丙', one))).toBe('recorded');
  });

  it('opens a campaign for the schools that it names, or is in charge of all', async () => {
    const { does } = await withSchools();
    expect(await does(local, new OpenCampaign(rows.campaign({ schools: [] })))).toBe('other-district');
    expect(await does(local, new OpenCampaign(rows.campaign({ schools: [keys.otherSchool] })))).toBe('other-district');
    expect(await does(local, new OpenCampaign(rows.campaign({ schools: [keys.school] })))).toBe('recorded');
    expect(await does(local, new OpenCampaign(rows.campaign({ schools: [] }), '扩大'))).toBe('other-district');
  });

  it('keeps away from schools with which they have a conflict of interest', async () => {
    const { does } = await withSchools();
    const kin = { ...local, conflicts: [keys.school] };
    expect(await does(kin, new RecordCase(rows.violationCase()))).toBe('conflict-of-interest');
  });

  it('is nobody, or has another role, or did not prove themselves lately', async () => {
    const { does } = await withSchools();
    const decision = new RecordDecision(rows.decision());
    expect(await does(nobody, decision)).toBe('role-may-not');
    expect(await does({ ...local, roles: ['SECURITY_ADMINISTRATOR'] }, decision)).toBe('role-may-not');
    expect(await does({ ...local, steppedUp: false }, decision)).toBe('step-up-needed');
    expect(await does({ ...local, steppedUp: false }, new RecordCase(rows.violationCase()))).toBe('recorded');
  });

  it('of a school changes its own report until it is accepted', async () => {
    const { does } = await withSchools();
    await does(boss, new OpenCampaign(rows.campaign({ schools: [] })));
    const staff: Actor = { ...nobody, id: 'staff', roles: ['SCHOOL_STAFF'], schools: [keys.school] };
    expect(await does(staff, new ReportItem(rows.item()))).toBe('recorded');
    expect(await does(staff, new ReportItem(rows.item({ school: keys.otherSchool })))).toBe('other-school');
    expect(await does(staff, new RecordCase(rows.violationCase()))).toBe('role-may-not');
  });
});

describe('two different persons', () => {
  const other = { ...local, id: 'other' };

  it('2.3.5 L3 record a decision and its service', async () => {
    const { does } = await withSchools();
    await does(local, new RecordDecision(rows.decision({ servedOn: null })));
    const serve = new ServeDecision(
      { number: keys.decision, school: keys.school },
      { servedOn: '2022-05-12', effectiveOn: null },
    );
    expect(await does(local, serve)).toBe('own-earlier-step');
    expect(await does(other, serve)).toBe('recorded');
  });

  it('are not asked for where a workbook copied paper', async () => {
    const { does } = await withSchools();
    await does(local, new RecordDecision(rows.decision({ servedOn: null })), { source: 'workbook' });
    const serve = new ServeDecision(
      { number: keys.decision, school: keys.school },
      { servedOn: '2022-05-12', effectiveOn: null },
    );
    expect(await does(local, serve)).toBe('recorded');
  });

  it('put an item right and close it', async () => {
    const { does } = await withSchools();
    await does(boss, new OpenCampaign(rows.campaign({ schools: [] })));
    await does(boss, new ReportItem(rows.item({ orderedOn: null, rectifyBy: null })));
    const key = { batch: keys.batch, school: keys.school, itemNo: rows.item().itemNo };
    await does(boss, new OrderCorrection(key, '2022-03-21', '2022-04-21'));
    expect(await does(local, new RectifyItem(key, '2022-04-10', '已补办'))).toBe('recorded');
    expect(await does(local, new CloseItem(key, '2022-04-12'))).toBe('own-earlier-step');
    expect(await does(other, new CloseItem(key, '2022-04-12'))).toBe('recorded');
  });
});

it('a key that repeats a command answers nobody else', async () => {
  const { does } = await withSchools();
  const command = new RecordCase(rows.violationCase());
  expect(await does(local, command, { commandId: 'k-1' })).toBe('recorded');
  expect(await does(local, command, { commandId: 'k-1' })).toBe('recorded');
  expect(await does({ ...local, id: 'other' }, command, { commandId: 'k-1' })).toBe('idempotency-key-reused');
});

it('a command that names nothing it requires keeps the service from starting', () => {
  class Unheard {
    readonly key = {};
  }
  expect(() => handlersOf([Unheard as never])).toThrow('Unheard does not name what it requires');
});
