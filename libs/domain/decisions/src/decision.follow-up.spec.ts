import { describe, expect, it } from '@jest/globals';
import { decision, followUpEventTypes, followUpRowOffences, RecordFollowUp, ServeFollowUp } from '#domain/decisions';
import type { DecisionEvent, FollowUpContent, Service } from '#domain/decisions';
import type { FollowUpKind } from '#law';
import { correctionReason, given, happened, keys, MemoryRegister, ordered, rows } from '#testing';

const { registered, decided, followedUp, followUpCorrected } = happened;
type Recorded = NonNullable<ConstructorParameters<typeof MemoryRegister>[0]>;

const before: Recorded = [registered(), registered({ code: keys.otherSchool }), decided()];
const record = (over: Partial<FollowUpContent> = {}, reason: string | null = null, recorded: Recorded = before) =>
  ordered(new RecordFollowUp(rows.followUp(over), reason), new MemoryRegister(recorded));
const after = (...papers: Recorded): Recorded => [...before, ...papers];

describe('recording a follow-up', () => {
  it.each(Object.entries(followUpEventTypes))('of kind %s says %s', (kind, type) => {
    const isOf = (target: Parameters<typeof decided>[0]) =>
      given(decision)
        .when(record({ kind: kind as FollowUpKind }, null, [registered(), decided(target)]))
        .then([{ type, data: rows.followUp({ kind: kind as FollowUpKind }) }]);
    if (kind === 'VARY') isOf({ kind: 'VETO', years: [2022] });
    else isOf(kind === 'RESTORE_ENROLMENT_RIGHT' ? { kind: 'ENROLMENT_RIGHT_WITHDRAWAL' } : {});
    expect(given(decision).state.followUps.size).toBe(0);
  });

  it('keeps rows of one document apart by target and school', () => {
    const history = [followedUp()];
    const recorded = after(decided({ school: keys.otherSchool }), decided({ number: '二' }), ...history);
    given(decision, history)
      .when(record({}, null, recorded))
      .then([]);
    for (const over of [{ school: keys.otherSchool }, { school: null }, { target: '二' }])
      given(decision, history)
        .when(record(over, null, recorded))
        .then([followedUp(over)]);
  });

  it('refuses a row that differs, unless it is a correction that keeps both versions', () => {
    given(decision, [followedUp()])
      .when(record({ reason: '另' }))
      .refused('row-differs-from-record');
    const corrected = followUpCorrected({ reason: '另' });
    given(decision, [followedUp()])
      .when(record({ reason: '另' }, correctionReason))
      .then([corrected]);
    given(decision, [followedUp(), corrected])
      .when(record({ reason: '另' }))
      .then([]);
  });

  it('refuses a number that decisions use', () => {
    const recorded = after(decided({ number: keys.followUp }));
    given(decision)
      .when(record({}, null, recorded))
      .refused('document-number-taken');
  });
});

describe('the target of a follow-up', () => {
  it('is a decision about the named school', () => {
    given(decision)
      .when(record({ target: '无' }))
      .refused('target-not-found');
    given(decision)
      .when(record({ school: keys.otherSchool }))
      .refused('target-not-found');
    given(decision)
      .when(record({ school: '海口一职' }))
      .refused('bad-code');
    given(decision)
      .when(record({ school: '3646012009' }))
      .refused('unknown-school', 'target-not-found');
  });

  it('is every decision of the number where no school is named, and one that fails refuses the row', () => {
    const wide = { school: null } as const;
    given(decision)
      .when(record(wide))
      .then([followedUp(wide)]);
    const recorded = after(decided({ school: keys.otherSchool, servedOn: null }));
    given(decision)
      .when(record(wide, null, recorded))
      .refused('target-not-served');
    const both = after(decided({ school: keys.otherSchool, servedOn: '2022-08-01' }));
    given(decision)
      .when(record({ ...wide, servedOn: '2022-07-10' }, null, both))
      .refused('lift-before-effective');
  });
});

describe('a follow-up of a follow-up', () => {
  it('annuls any, or resumes a stay', () => {
    const lifted = after(followedUp({ number: '解' }));
    const stayed = after(followedUp({ number: '停', kind: 'STAY' }));
    given(decision)
      .when(record({ kind: 'ANNUL', target: '解' }, null, lifted))
      .then([followedUp({ kind: 'ANNUL', target: '解' })]);
    given(decision)
      .when(record({ kind: 'RESUME', target: '停' }, null, stayed))
      .then([followedUp({ kind: 'RESUME', target: '停' })]);
    given(decision)
      .when(record({ kind: 'RESUME', target: '解' }, null, lifted))
      .refused('target-not-found');
    given(decision)
      .when(record({ kind: 'LIFT', target: '停' }, null, stayed))
      .refused('target-not-found');
    given(decision)
      .when(record({ kind: 'STAY', target: '解' }, null, lifted))
      .refused('target-not-found');
  });

  it('never names its own document, nor a row that does not reach the school', () => {
    const history = [followedUp()];
    const annul = { kind: 'ANNUL', target: keys.followUp } as const;
    given(decision, history)
      .when(record(annul, null, after(...history)))
      .refused('target-not-found');
    const lifted = after(followedUp({ number: '解' }));
    given(decision)
      .when(record({ kind: 'ANNUL', target: '解', school: keys.otherSchool }, null, lifted))
      .refused('target-not-found');
    const wide = after(decided({ school: keys.otherSchool }), followedUp({ number: '解', school: null }));
    given(decision)
      .when(record({ kind: 'ANNUL', target: '解', school: keys.otherSchool }, null, wide))
      .then([followedUp({ kind: 'ANNUL', target: '解', school: keys.otherSchool })]);
  });

  it('is found out also where documents name each other in a ring', () => {
    const wide = { kind: 'ANNUL', school: null } as const;
    const ring = after(
      followedUp({ ...wide, number: '甲' }),
      followedUp({ ...wide, number: '乙', target: '甲' }),
      followedUp({ ...wide, number: '甲', target: '乙' }),
    );
    const annul = { kind: 'ANNUL', target: '甲' } as const;
    given(decision)
      .when(record(annul, null, ring))
      .then([followedUp(annul)]);
    given(decision)
      .when(record({ ...annul, school: keys.otherSchool }, null, ring))
      .refused('target-not-found');
  });
});

describe('an unlawful follow-up', () => {
  const unserved = { servedOn: null, decidedOn: '2022-05-05' } as const;

  it.each<[code: string, row: Partial<FollowUpContent>, target: Parameters<typeof decided>[0]]>([
    ['lift-not-allowed', {}, { kind: 'SCHOOL_CLOSURE_ORDER' }],
    ['lift-not-allowed', { kind: 'RESTORE_ENROLMENT_RIGHT' }, {}],
    ['variation-not-allowed', { kind: 'VARY' }, {}],
    ['target-not-served', {}, unserved],
    ['lift-before-effective', { decidedOn: '2022-05-01', servedOn: '2022-05-09' }, {}],
    ['term-with-until-lifted', { kind: 'VARY', newTermYears: 1 }, { kind: 'VETO', endMode: 'UNTIL_LIFTED' }],
    ['term-too-long', { kind: 'VARY', newTermYears: 6 }, { kind: 'VETO', years: [2022] }],
    ['majors-missing', { kind: 'VARY', newScope: 'MAJOR' }, { kind: 'VETO', years: [2022] }],
    ['bad-code', { kind: 'VARY', newMajors: ['7401'] }, { kind: 'VETO', years: [2022] }],
    ['service-before-decision', { servedOn: '2022-06-30' }, {}],
    ['effective-before-service', { effectiveOn: '2022-07-09' }, {}],
  ])('is refused for %s', (code, row, target) => {
    given(decision)
      .when(record(row, null, [registered(), decided(target)]))
      .refused(code);
  });

  it('is not what annuls a decision as of before its service, but what annuls a lift so', () => {
    const back = { kind: 'ANNUL', effectiveOn: '2022-05-05' } as const;
    given(decision)
      .when(record(back))
      .then([followedUp(back)]);
    const ofLift = { ...back, target: '解' } as const;
    given(decision)
      .when(record(ofLift, null, after(followedUp({ number: '解' }))))
      .refused('effective-before-service');
  });

  it('is judged as far as a draft says', () => {
    expect(followUpRowOffences({}, new MemoryRegister())).toStrictEqual([]);
    const draft = { servedOn: '2022-01-01', decidedOn: '2022-02-01' };
    expect(followUpRowOffences(draft, new MemoryRegister()).map(({ code }) => code)).toStrictEqual([
      'service-before-decision',
    ]);
  });
});

describe('correcting a stay that was resumed by name', () => {
  const stay = { number: keys.followUp, kind: 'STAY' } as const;
  const history = [followedUp(stay)];
  const recorded = after(...history, followedUp({ number: '恢', kind: 'RESUME', target: keys.followUp }));

  it('leaves it a stay', () => {
    given(decision, history)
      .when(record({}, correctionReason, recorded))
      .refused('correction-breaks-follow-up');
    given(decision, history)
      .when(record({ ...stay, closingOn: '2022-12-31' }, correctionReason, recorded))
      .then([followUpCorrected({ ...stay, closingOn: '2022-12-31' })]);
  });

  it('leaves it a stay for a school that is named only by the resumption', () => {
    const wide = { ...stay, school: null } as const;
    const resumed = after(followedUp(wide), followedUp({ number: '恢', kind: 'RESUME', target: keys.followUp }));
    given(decision, [followedUp(wide)])
      .when(record({ school: null }, correctionReason, resumed))
      .refused('correction-breaks-follow-up');
  });

  it('is free where another row of the document is the stay that is resumed', () => {
    const other = { ...stay, target: '二' } as const;
    const lift = { number: keys.followUp, kind: 'LIFT' } as const;
    const both = [...recorded, decided({ number: '二' }), followedUp(other)];
    for (const content of [lift, { ...lift, reason: '另' }])
      given(decision, [...history, followedUp(other)])
        .when(record(content, correctionReason, both))
        .then([followUpCorrected(content)]);
  });
});

describe('serving a follow-up', () => {
  const key = { number: keys.followUp, target: keys.decision, school: keys.school } as const;
  const service: Service = { servedOn: '2022-07-10', effectiveOn: null };
  const served: DecisionEvent = { type: 'FollowUpServed', data: { ...key, ...service } };
  const history = [followedUp({ servedOn: null })];
  const serve = (over: Partial<Service> = {}) =>
    ordered(new ServeFollowUp(key, { ...service, ...over }), new MemoryRegister(after(...history)));

  it('makes it work', () => {
    given(decision, history).when(serve()).then([served]);
    const { state } = given(decision, [...history, served]);
    expect([...state.followUps.values()]).toStrictEqual([rows.followUp(service)]);
  });

  it('is for another person than the one who recorded it', () => {
    const atScreen = given(decision, history, { actor: '王科员', onPaper: false });
    atScreen.when(serve()).refused('same-person-serves');
    atScreen.when({ ...serve(), actor: '李科员' }).then([served]);
  });

  it('happens once, of what is recorded, and judges the row anew', () => {
    const servedAlready = given(decision, [...history, served]);
    servedAlready.when(serve()).then([]);
    given(decision, [...history, served])
      .when(serve({ servedOn: '2022-07-11' }))
      .refused('already-served');
    given(decision).when(serve()).refused('target-not-found');
    given(decision, history)
      .when(serve({ servedOn: '2022-06-30' }))
      .refused('service-before-decision');
  });
});
