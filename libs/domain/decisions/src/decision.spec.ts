import { describe, expect, it } from '@jest/globals';
import { decision, decisionRowOffences, followUpRowOffences, RecordDecision, ServeDecision } from '#domain/decisions';
import type { DecisionContent, DecisionEvent, Service } from '#domain/decisions';
import { correctionReason, given, happened, keys, MemoryRegister, ordered, rows } from '#testing';

const { registered, caseRecorded, decided, decisionCorrected, followedUp } = happened;
type Recorded = NonNullable<ConstructorParameters<typeof MemoryRegister>[0]>;

const before: Recorded = [registered(), registered({ code: keys.otherSchool }), ...caseRecorded()];
const record = (over: Partial<DecisionContent> = {}, reason: string | null = null, recorded: Recorded = before) =>
  ordered(new RecordDecision(rows.decision(over), reason), new MemoryRegister(recorded));
const veto = { kind: 'VETO', years: [2022], caseNos: [keys.caseNo] } as const;

describe('recording a decision', () => {
  it('says who decided what about which school', () => {
    given(decision)
      .when(record(veto))
      .then([decided(veto)]);
    given(decision, [decided(veto)])
      .when(record({ ...veto, school: keys.otherSchool, caseNos: [] }))
      .refused('veto-needs-established-case');
    const many = [decided(), decided({ school: keys.otherSchool })];
    given(decision, many.slice(0, 1))
      .when(record({ school: keys.otherSchool }))
      .then(many.slice(1));
  });

  it('records nothing when the same row comes again, whatever follows it', () => {
    const recorded = [...before, decided(), followedUp()];
    given(decision, [decided()])
      .when(record({}, null, recorded))
      .then([]);
    given(decision, [decided()])
      .when(record({}, correctionReason, recorded))
      .then([]);
  });

  it('refuses a row that differs, unless it is a correction that keeps both versions', () => {
    given(decision, [decided()])
      .when(record({ reason: '另' }))
      .refused('row-differs-from-record');
    given(decision, [decided()])
      .when(record({ reason: '另' }, correctionReason))
      .then([decisionCorrected({ reason: '另' })]);
    given(decision, [decided(), decisionCorrected({ reason: '另' })])
      .when(record({ reason: '另' }))
      .then([]);
  });

  it('refuses a number that follow-ups use', () => {
    const recorded = [...before, decided({ number: '甲' }), followedUp({ number: keys.decision, target: '甲' })];
    given(decision)
      .when(record({}, null, recorded))
      .refused('document-number-taken');
  });
});

describe('what a decision names', () => {
  it('is a registered school', () => {
    given(decision)
      .when(record({ school: '海口一职' }))
      .refused('bad-code');
    given(decision)
      .when(record({ school: '3646012009' }))
      .refused('unknown-school');
  });

  it('are majors of six digits', () => {
    given(decision)
      .when(record({ majors: ['7401'], scope: 'MAJOR' }))
      .refused('bad-code');
  });

  it('are recorded cases of that school', () => {
    given(decision)
      .when(record({ caseNos: ['2022-009'] }))
      .refused('unknown-case');
    given(decision)
      .when(record({ school: keys.otherSchool, caseNos: [keys.caseNo] }))
      .refused('case-of-other-school');
  });

  it('is judged as far as a draft says', () => {
    expect(decisionRowOffences({}, new MemoryRegister())).toStrictEqual([]);
    const draft = { number: keys.decision, caseNos: ['2022-009'], majors: ['7'] };
    expect(decisionRowOffences(draft, new MemoryRegister()).map(({ code }) => code)).toStrictEqual([
      'bad-code',
      'unknown-case',
    ]);
  });

  it('hides no other refusal behind a school that cannot be read', () => {
    const wrong = { kind: 'VETO', years: [], endMode: 'BOTH', caseNos: [keys.caseNo], servedOn: '2022-05-04' } as const;
    const codes = (school: string | undefined) =>
      decisionRowOffences({ ...rows.decision(wrong), school }, new MemoryRegister(before)).map(({ code }) => code);
    expect(codes(undefined)).toStrictEqual(['service-before-decision', 'term-missing']);
    expect(codes('36460110O1')).toStrictEqual(['bad-code', 'service-before-decision', 'term-missing']);
    const lift = rows.followUp({ school: '36460110O1', servedOn: '2022-06-30' });
    expect(followUpRowOffences(lift, new MemoryRegister(before)).map(({ code }) => code)).toStrictEqual([
      'bad-code',
      'service-before-decision',
    ]);
  });
});

describe('an unlawful decision', () => {
  it.each<[code: string, row: Partial<DecisionContent>]>([
    ['licence-revocation-needs-private-school', { kind: 'LICENCE_REVOCATION' }],
    ['veto-needs-established-case', { kind: 'VETO', years: [2022] }],
    ['basis-not-in-force', { basis: ['VEL-65'], decidedOn: '2022-04-30' }],
    ['basis-needs-private-school', { basis: ['PEL-62'] }],
    ['scope-not-allowed', { kind: 'INSPECTION_FAILED', scope: 'MAJOR', majors: ['740101'] }],
    ['majors-missing', { scope: 'MAJOR' }],
    ['inspection-year-missing', { kind: 'INSPECTION_FAILED', inspectionYear: null }],
    ['end-mode-not-allowed', { endMode: 'BOTH' }],
    ['term-missing', { kind: 'ENROLMENT_STOP' }],
    ['term-with-until-lifted', { years: [2022] }],
    ['term-too-long', { kind: 'ENROLMENT_STOP', termYears: 4 }],
    ['interim-hold-too-long', { kind: 'INTERIM_HOLD', closingOn: '2022-12-31' }],
    ['service-before-decision', { servedOn: '2022-05-04' }],
    ['effective-before-service', { effectiveOn: '2022-05-09' }],
  ])('is refused for %s', (code, row) => {
    given(decision).when(record(row)).refused(code);
  });
});

describe('a decision and what was recorded after it', () => {
  const recorded = [...before, decided(), followedUp({ servedOn: '2022-07-10' })];

  it('cannot be corrected so that a follow-up could not stand', () => {
    given(decision, [decided()])
      .when(record({ effectiveOn: '2022-07-11' }, correctionReason, recorded))
      .refused('correction-breaks-follow-up');
    given(decision, [decided()])
      .when(record({ servedOn: null }, correctionReason, recorded))
      .refused('correction-breaks-follow-up');
    given(decision, [decided()])
      .when(record({ kind: 'SCHOOL_CLOSURE_ORDER' }, correctionReason, recorded))
      .refused('correction-breaks-follow-up');
    given(decision, [decided()])
      .when(record({ effectiveOn: '2022-07-10' }, correctionReason, recorded))
      .then([decisionCorrected({ effectiveOn: '2022-07-10' })]);
  });

  it('cannot come later and make a follow-up of every school unlawful', () => {
    const wide = [...before, decided(), followedUp({ school: null })];
    const late = { school: keys.otherSchool, servedOn: '2022-08-01' } as const;
    given(decision, [decided()])
      .when(record(late, null, wide))
      .refused('correction-breaks-follow-up');
    given(decision, [decided()])
      .when(record({ school: keys.otherSchool }, null, wide))
      .then([decided({ school: keys.otherSchool })]);
  });
});

describe('serving a decision', () => {
  const key = { number: keys.decision, school: keys.school } as const;
  const service: Service = { servedOn: '2022-05-10', effectiveOn: '2022-05-20' };
  const served: DecisionEvent = { type: 'DecisionServed', data: { ...key, ...service } };
  const unserved = decided({ servedOn: null });
  const serve = (over: Partial<Service> = {}, recorded: Recorded = [...before, unserved]) =>
    ordered(new ServeDecision(key, { ...service, ...over }), new MemoryRegister(recorded));

  it('makes it work from the day stated, else from the day of service', () => {
    given(decision, [unserved]).when(serve()).then([served]);
    const { state } = given(decision, [unserved, served]);
    expect(state.decisions.get(keys.school)).toStrictEqual(rows.decision(service));
  });

  it('happens once', () => {
    given(decision, [unserved, served]).when(serve()).then([]);
    given(decision, [unserved, served])
      .when(serve({ servedOn: '2022-05-11' }))
      .refused('already-served');
    given(decision, [unserved, served])
      .when(serve({ effectiveOn: null }))
      .refused('already-served');
  });

  it('is for another person than the one who recorded it, unless it was done on paper', () => {
    const atScreen = given(decision, [unserved], { actor: '王科员', onPaper: false });
    atScreen.when(serve()).refused('same-person-serves');
    atScreen.when({ ...serve(), actor: '李科员' }).then([served]);
    given(decision, [unserved], { actor: '王科员', onPaper: true }).when(serve()).then([served]);
  });

  it('needs a recorded decision about the school', () => {
    given(decision).when(serve()).refused('target-not-found');
    given(decision, [decided({ school: keys.otherSchool })])
      .when(serve())
      .refused('target-not-found');
  });

  it('judges the whole row anew', () => {
    given(decision, [unserved])
      .when(serve({ servedOn: '2022-05-04' }))
      .refused('service-before-decision');
    given(decision, [unserved])
      .when(serve({ effectiveOn: '2022-05-09' }))
      .refused('effective-before-service');
    const hold = decided({ kind: 'INTERIM_HOLD', servedOn: null, closingOn: '2022-07-31' });
    given(decision, [hold])
      .when(serve({ effectiveOn: null }, [...before, hold]))
      .refused('interim-hold-too-long');
    const annulled = [...before, unserved, followedUp({ kind: 'ANNUL' })];
    given(decision, [unserved]).when(serve({}, annulled)).then([served]);
  });
});
