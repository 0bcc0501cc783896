import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CommandDesk, CommandGateway, RefusedError } from '#commands';
import type { CommandContext } from '#commands';
import { RecordDecision, RecordFollowUp, ServeDecision } from '#domain/decisions';
import { RecordSchoolChange, RegisterSchool } from '#domain/schools';
import { RecordCase } from '#domain/violation-cases';
import { EventStore, openMemoryEventStore, StoreUnavailable, WrongExpectedRevision } from '#platform/event-store';
import type { Appended, Expected, NewEvent } from '#platform/event-store';
import { all, keys, officer, rows } from '#testing';

const clerk: CommandContext = { actor: officer('王科员'), actorTrust: 'unverified', source: 'api' };

const open = (wrap: (store: EventStore) => EventStore = (store) => store) => {
  const { store, log } = openMemoryEventStore({ sequenceKeyName: 'school' });
  const desk = new CommandDesk(wrap(store), log);
  return { store, log, desk, gateway: new CommandGateway(desk) };
};

/** A store that does what the spec wants before the real append. */
const before = (store: EventStore, hook: (stream: string) => Promise<void>): EventStore => {
  class Hooked extends EventStore {
    override async append(stream: string, events: readonly NewEvent[], expected: Expected): Promise<Appended> {
      await hook(stream);
      return store.append(stream, events, expected);
    }

    override readStream(stream: string, options?: object) {
      return store.readStream(stream, options);
    }
  }
  return new Hooked();
};

const codesOfRefusal = async (work: Promise<unknown>): Promise<readonly string[]> => {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(RefusedError);
  return (error as RefusedError).refusals.map((one) => one.code);
};

describe('the command gateway', () => {
  it('says what it would refuse, and records nothing', async () => {
    const { gateway, log } = open();
    await gateway.consider(new RegisterSchool(rows.school()), clerk);
    expect(await all(log.read())).toEqual([]);
    expect(await codesOfRefusal(gateway.consider(new RecordCase(rows.violationCase()), clerk))).toContain(
      'unknown-school',
    );
    await gateway.execute(new RegisterSchool(rows.school()), clerk);
    const nobodys = { ...clerk, actor: { ...clerk.actor, roles: [] } };
    expect(await codesOfRefusal(gateway.consider(new RegisterSchool(rows.school()), nobodys))).toEqual([
      'role-may-not',
    ]);
    const late = { ...clerk, expectedRevision: 7n };
    expect(await codesOfRefusal(gateway.consider(new RegisterSchool(rows.school()), late))).toEqual([
      'revision-mismatch',
    ]);
    expect(await all(log.read())).toHaveLength(1);
  });

  it('records who, why and for which school, and answers where it stands', async () => {
    const { gateway, log } = open();
    const answer = await gateway.execute(new RegisterSchool(rows.school()), {
      ...clerk,
      source: 'workbook',
      workbook: { sha256: 'ab', sheet: '学校名册', row: 7, notes: { 备注: '新校区' } },
    });
    const place = { id: `school-${keys.school}`, revision: 0n, position: 0n };
    const lastEvent = { type: 'SchoolRegistered', data: expect.objectContaining(rows.school()) };
    expect(answer).toEqual({ ...place, outcome: 'recorded', lastEvent });
    const [event] = await all(log.read());
    expect(event?.metadata).toEqual({
      actor: '王科员',
      actorTrust: 'unverified',
      source: 'workbook',
      rulesVersion: expect.any(String),
      sourceFile: 'ab',
      sourceSheet: '学校名册',
      sourceRow: '7',
      sourceNotes: '{"备注":"新校区"}',
      school: keys.school,
    });
  });

  it('answers a repeated command id as the first time and appends nothing', async () => {
    const { gateway, log, desk } = open();
    const command = new RecordCase(rows.violationCase());
    await gateway.execute(new RegisterSchool(rows.school()), clerk);
    const first = await gateway.execute(command, { ...clerk, commandId: 'k-1' });
    const head = await log.head();
    desk.forget(); // as after a restart
    expect(await gateway.execute(command, { ...clerk, commandId: 'k-1' })).toEqual({ ...first, isRepeat: true });
    expect(await log.head()).toBe(head);
  });

  it('records nothing that it could not read again', async () => {
    const { gateway, log } = open();
    const { licenceUntil: _forgotten, ...incomplete } = rows.school();
    const command = new RegisterSchool(incomplete as ReturnType<typeof rows.school>);
    await expect(gateway.execute(command, clerk)).rejects.toMatchObject({ code: 'malformed-fact' });
    expect(await log.head()).toBeUndefined();
    expect((await gateway.execute(new RegisterSchool(rows.school()), clerk)).outcome).toBe('recorded');
  });

  it('refuses a command id that stood for another command', async () => {
    const { gateway } = open();
    await gateway.execute(new RegisterSchool(rows.school()), { ...clerk, commandId: 'k-1' });
    const other = new RegisterSchool(rows.school({ code: keys.otherSchool }));
    expect(await codesOfRefusal(gateway.execute(other, { ...clerk, commandId: 'k-1' }))).toEqual([
      'idempotency-key-reused',
    ]);
  });

  it('gives the same answer to the same command id at the same time', async () => {
    const { gateway, log } = open();
    const send = () => gateway.execute(new RegisterSchool(rows.school()), { ...clerk, commandId: 'k-1' });
    const answers = await Promise.all([send(), send(), send()]);
    expect(new Set(answers.map((answer) => `${answer.position} ${answer.outcome}`))).toEqual(new Set(['0 recorded']));
    expect(await log.head()).toBe(0n);
  });

  it('refuses unless the stream stands where the caller saw it', async () => {
    const { gateway } = open();
    await gateway.execute(new RegisterSchool(rows.school()), clerk);
    const renamed = new RecordSchoolChange(rows.change({ value: '新名' }));
    expect(await codesOfRefusal(gateway.execute(renamed, { ...clerk, expectedRevision: 3n }))).toEqual([
      'revision-mismatch',
    ]);
    expect((await gateway.execute(renamed, { ...clerk, expectedRevision: 0n })).revision).toBe(1n);
  });

  it('judges each command on what the one before recorded, although none is durable yet', async () => {
    const { gateway, log } = open();
    const answers = await Promise.allSettled([
      gateway.execute(new RegisterSchool(rows.school()), clerk),
      gateway.execute(new RecordDecision(rows.decision()), clerk),
      gateway.execute(new RecordFollowUp(rows.followUp()), clerk),
      gateway.execute(new RecordFollowUp(rows.followUp({ number: '另〔2022〕1号', target: '没有〔2022〕1号' })), clerk),
      gateway.execute(new RecordDecision(rows.decision()), clerk),
    ]);
    expect(
      answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.outcome : answer.reason.message)),
    ).toEqual(['recorded', 'recorded', 'recorded', 'target-not-found', 'unchanged']);
    expect(await log.head()).toBe(2n);
  });

  it('forgets what it noted when the append fails, and the same command goes in later', async () => {
    let failing = true;
    const { gateway, log } = open((store) =>
      before(store, async () => {
        if (failing) throw new StoreUnavailable('disk full', true);
      }),
    );
    await expect(gateway.execute(new RegisterSchool(rows.school()), clerk)).rejects.toThrow('disk full');
    failing = false;
    expect(await codesOfRefusal(gateway.execute(new RecordDecision(rows.decision()), clerk))).toContain(
      'unknown-school',
    );
    expect((await gateway.execute(new RegisterSchool(rows.school()), clerk)).outcome).toBe('recorded');
    expect(await log.head()).toBe(0n);
  });

  it('never records what was judged on something that then could not be recorded', async () => {
    const { gateway, log } = open();
    const tooLarge = new RegisterSchool(rows.school({ name: '校'.repeat(20_000) }));
    const answers = await Promise.allSettled([
      gateway.execute(tooLarge, clerk),
      gateway.execute(new RecordDecision(rows.decision()), clerk),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual(['rejected', 'rejected']);
    expect(await log.head()).toBeUndefined();
  });

  it('judges anew after a conflict with another writer, and gives up after the third', async () => {
    let conflicts = 2;
    const { gateway } = open((store) =>
      before(store, async (stream) => {
        conflicts -= 1;
        if (conflicts >= 0) throw new WrongExpectedRevision(stream, 'no_stream', 0n);
      }),
    );
    expect((await gateway.execute(new RegisterSchool(rows.school()), clerk)).outcome).toBe('recorded');
    conflicts = 9;
    const other = new RegisterSchool(rows.school({ code: keys.otherSchool }));
    await expect(gateway.execute(other, clerk)).rejects.toThrow(WrongExpectedRevision);
    expect(conflicts).toBe(5);
  });

  it('takes a case that was recorded for the wrong school out of that school', async () => {
    const { gateway, desk } = open();
    for (const code of [keys.school, keys.otherSchool])
      await gateway.execute(new RegisterSchool(rows.school({ code })), clerk);
    await gateway.execute(new RecordCase(rows.violationCase()), clerk);
    const moved = rows.violationCase({ school: keys.otherSchool });
    expect((await gateway.execute(new RecordCase(moved, '学校写错'), clerk)).outcome).toBe('corrected');
    desk.forget();
    expect((await desk.register.school(keys.school)).cases).toEqual([]);
    expect((await desk.register.school(keys.otherSchool)).cases.map((one) => one.caseNo)).toEqual([keys.caseNo]);
  });

  it('remembers exactly what the log would tell', async () => {
    const commands = fc.array(
      fc.constantFrom(
        () => new RegisterSchool(rows.school({ ownership: 'PRIVATE', licenceUntil: '2030-01-01' }), '更正'),
        () => new RegisterSchool(rows.school(), '更正'),
        () => new RecordCase(rows.violationCase(), '更正'),
        () => new RecordCase(rows.violationCase({ finding: null }), '更正'),
        () => new RecordDecision(rows.decision({ servedOn: null })),
        () => new RecordDecision(rows.decision(), '更正'),
        () =>
          new ServeDecision(
            { number: keys.decision, school: keys.school },
            { servedOn: '2022-05-12', effectiveOn: null },
          ),
        () => new RecordFollowUp(rows.followUp(), '更正'),
        () => new RecordFollowUp(rows.followUp({ number: '全〔2022〕1号', school: null, kind: 'STAY' })),
      ),
      { maxLength: 14 },
    );
    const plain = (facts: unknown): unknown =>
      JSON.parse(
        JSON.stringify(facts, (key, value: unknown) => (key === 'source' || key === 'position' ? undefined : value)),
      );
    await fc.assert(
      fc.asyncProperty(commands, async (made) => {
        const { gateway, desk, log } = open();
        await desk.register.school(keys.school);
        await desk.register.office();
        for (const command of made) await gateway.execute(command(), clerk).catch(() => undefined);
        const fresh = new CommandDesk(openMemoryEventStore().store, log);
        expect(plain(await desk.register.school(keys.school))).toEqual(plain(await fresh.register.school(keys.school)));
        expect(plain(await desk.register.office())).toEqual(plain(await fresh.register.office()));
      }),
      { numRuns: 60 },
    );
  });
});
