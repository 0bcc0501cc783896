import { describe, expect, it } from '@jest/globals';
import {
  CloseCase,
  ConcludeCase,
  FileCase,
  InvestigateCase,
  RecordCase,
  RegisterLead,
  violationCase,
} from '#domain/violation-cases';
import type { CaseCommand, CaseContent, CaseEvent } from '#domain/violation-cases';
import { correctionReason, given, happened, keys, MemoryRegister, ordered, rows } from '#testing';

const { registered, leadRegistered, caseRecorded, caseCorrected, decided } = happened;
type Recorded = ConstructorParameters<typeof MemoryRegister>[0];

const schools = [registered(), registered({ code: keys.otherSchool })];
const by = (command: CaseCommand, recorded: Recorded = schools) => ordered(command, new MemoryRegister(recorded));
const record = (over: Partial<CaseContent> = {}, reason: string | null = null, recorded: Recorded = schools) =>
  by(new RecordCase(rows.violationCase(over), reason), recorded);
const lead = (over: object = {}) => by(new RegisterLead(rows.lead(over)));
const key = { caseNo: keys.caseNo } as const;
const about = { caseNo: keys.caseNo, school: keys.school } as const;

describe('recording a case as its papers stand', () => {
  it('records the steps that the row names, and only those', () => {
    given(violationCase).when(record()).then(caseRecorded());
    given(violationCase)
      .when(record({ filedOn: null, finding: null }))
      .then([leadRegistered()]);
    const whole: Partial<CaseContent> = { severity: 'SERIOUS', severityReason: '两次以上', closedOn: '2022-07-01' };
    given(violationCase)
      .when(record(whole))
      .then([
        leadRegistered(),
        { type: 'ViolationCaseFiled', data: { ...about, filedOn: '2022-04-01' } },
        { type: 'ViolationCaseConcluded', data: { ...about, finding: 'ESTABLISHED' } },
        { type: 'ViolationSeverityAssessed', data: { ...about, severity: 'SERIOUS', severityReason: '两次以上' } },
        { type: 'ViolationCaseClosed', data: { ...about, closedOn: '2022-07-01' } },
      ]);
  });

  it('records nothing when the same row comes again', () => {
    given(violationCase, caseRecorded()).when(record()).then([]);
    given(violationCase, [leadRegistered(), caseCorrected()]).when(record()).then([]);
  });

  it('refuses a row that differs, unless it is a correction that keeps both versions', () => {
    given(violationCase, caseRecorded())
      .when(record({ studentCount: 13 }))
      .refused('row-differs-from-record');
    given(violationCase, caseRecorded())
      .when(record({ studentCount: 13 }, correctionReason))
      .then([caseCorrected({ studentCount: 13 })]);
  });

  it('refuses unknown schools and codes of another shape', () => {
    given(violationCase)
      .when(record({}, null, []))
      .refused('unknown-school');
    given(violationCase)
      .when(record({ school: '海口一职' }))
      .refused('bad-code');
    given(violationCase)
      .when(record({ major: '7401' }))
      .refused('bad-code');
  });

  it("refuses a partner's credit code that fails its check, unless a reason overrules it, which is recorded", () => {
    const row = { partnerCreditCode: '91350203M0001QAY9B', filedOn: null, finding: null } as const;
    given(violationCase).when(record(row)).refused('bad-credit-code');
    given(violationCase)
      .when(record(row, '证照如此'))
      .then([
        {
          type: 'ViolationLeadRegistered',
          data: { ...rows.lead({ partnerCreditCode: row.partnerCreditCode }), creditCodeOverride: '证照如此' },
        },
      ]);
  });
});

describe('correcting a case', () => {
  const veto = decided({ kind: 'VETO', years: [2022], caseNos: [keys.caseNo] });
  const recorded = [...schools, ...caseRecorded(), veto];

  it('must leave the decisions that name it lawful', () => {
    given(violationCase, caseRecorded())
      .when(record({ finding: 'UNFOUNDED' }, correctionReason, recorded))
      .refused('correction-breaks-follow-up');
    given(violationCase, caseRecorded())
      .when(record({ finding: 'PARTLY_ESTABLISHED' }, correctionReason, recorded))
      .then([caseCorrected({ finding: 'PARTLY_ESTABLISHED' })]);
    given(violationCase, caseRecorded())
      .when(record({ school: keys.otherSchool }, correctionReason, recorded))
      .refused('correction-breaks-follow-up');
  });

  it('to another school takes it from the first, so that each event is about one school', () => {
    const moved = caseCorrected({ school: keys.otherSchool });
    given(violationCase, caseRecorded())
      .when(record({ school: keys.otherSchool }, correctionReason, [...schools, ...caseRecorded()]))
      .then([{ type: 'ViolationCaseWithdrawn', data: { ...about, correctionReason } }, moved]);
    const facts = new MemoryRegister([
      ...schools,
      ...caseRecorded(),
      { type: 'ViolationCaseWithdrawn', data: { ...about, correctionReason } },
      moved,
    ]);
    expect(facts.school(keys.school).cases).toStrictEqual([]);
    expect(facts.school(keys.otherSchool).cases).toHaveLength(1);
    expect(facts.caseByNo(keys.caseNo)?.school).toBe(keys.otherSchool);
  });
});

const filed: CaseEvent = { type: 'ViolationCaseFiled', data: { ...about, filedOn: '2022-04-01' } };
const concluded: CaseEvent = { type: 'ViolationCaseConcluded', data: { ...about, finding: 'ESTABLISHED' } };
const closed: CaseEvent = { type: 'ViolationCaseClosed', data: { ...about, closedOn: '2022-07-01' } };
const history = [leadRegistered(), filed, concluded, closed] as const;
const after = (stages: number) => history.slice(0, stages);

const file = by(new FileCase(key, '2022-04-01'));
const investigate = (...investigators: string[]) =>
  by(new InvestigateCase(key, { on: '2022-04-10', investigators, summary: '走访三个班' }));
const conclude = (severityReason: string | null = '首次') =>
  by(new ConcludeCase(key, { finding: 'ESTABLISHED', severity: 'GENERAL', severityReason }));
const close = (closedOn = '2022-07-01') => by(new CloseCase(key, closedOn));

describe('the stages of a case', () => {
  it('begin with one lead', () => {
    given(violationCase, after(0)).when(lead()).then([leadRegistered()]);
    given(violationCase, after(1)).when(lead()).refused('case-already-registered');
    given(violationCase, after(0))
      .when(lead({ school: '海口一职' }))
      .refused('bad-code');
    given(violationCase, after(0))
      .when(lead({ school: '3646012009' }))
      .refused('unknown-school');
    given(violationCase, after(0))
      .when(lead({ partnerCreditCode: '1' }))
      .refused('bad-credit-code');
  });

  it('need a case', () => {
    for (const order of [file, investigate('甲', '乙'), conclude(), close()])
      given(violationCase, after(0)).when(order).refused('unknown-case');
  });

  it('file once', () => {
    given(violationCase, after(1)).when(file).then([filed]);
    given(violationCase, after(2)).when(file).refused('case-already-filed');
  });

  it('are investigated by two different officers while the case is open', () => {
    const done = { on: '2022-04-10', investigators: ['甲', '乙'], summary: '走访三个班' };
    given(violationCase, after(2))
      .when(investigate('甲', '乙'))
      .then([{ type: 'ViolationInvestigated', data: { ...about, ...done } }]);
    given(violationCase, after(2)).when(investigate('甲')).refused('two-investigators-needed');
    given(violationCase, after(2)).when(investigate('甲', '甲')).refused('two-investigators-needed');
    given(violationCase, after(1)).when(investigate('甲', '乙')).refused('case-not-filed');
    given(violationCase, after(4)).when(investigate('甲', '乙')).refused('case-already-closed');
  });
});

describe('the end of a case', () => {
  it('is concluded once, with a severity that somebody justified', () => {
    const assessed = { ...about, severity: 'GENERAL', severityReason: '首次' } as const;
    given(violationCase, after(2))
      .when(conclude())
      .then([concluded, { type: 'ViolationSeverityAssessed', data: assessed }]);
    given(violationCase, after(2)).when(conclude(null)).refused('severity-reason-missing');
    given(violationCase, after(1)).when(conclude()).refused('case-not-filed');
    given(violationCase, after(3)).when(conclude()).refused('case-already-concluded');
  });

  it('is closed after its conclusion, not before it was filed', () => {
    given(violationCase, after(3)).when(close()).then([closed]);
    given(violationCase, after(3))
      .when(close('2022-04-01'))
      .then([{ type: 'ViolationCaseClosed', data: { ...about, closedOn: '2022-04-01' } }]);
    given(violationCase, after(3)).when(close('2022-03-31')).refused('closed-before-filed');
    given(violationCase, after(1)).when(close()).refused('case-not-filed');
    given(violationCase, after(2)).when(close()).refused('case-not-concluded');
    given(violationCase, after(4)).when(close()).refused('case-already-closed');
  });

  it('leaves it as its papers then stand: recording that row again is nothing', () => {
    const investigated: CaseEvent = {
      type: 'ViolationInvestigated',
      data: { ...about, on: '2022-04-10', investigators: ['甲', '乙'], summary: '走访' },
    };
    given(violationCase, [...history, investigated])
      .when(record({ closedOn: '2022-07-01' }))
      .then([]);
  });
});
