import fc from 'fast-check';
import { RecordDecision } from '#domain/decisions';
import { RecordSchoolChange, RegisterSchool } from '#domain/schools';
import type { SchoolCommand } from '#domain/schools';
import {
  AcceptReport,
  CloseItem,
  FileReport,
  OpenCampaign,
  OrderCorrection,
  RectifyItem,
  ReopenItem,
  ReportItem,
  ReturnReport,
  SignZeroReport,
} from '#domain/self-inspections';
import type { ReportCommand } from '#domain/self-inspections';
import { CloseCase, ConcludeCase, FileCase, InvestigateCase, RecordCase, RegisterLead } from '#domain/violation-cases';
import type { CaseCommand } from '#domain/violation-cases';
import type { RegisterEvent } from '#facts';
import type { ChangeKind } from '#law';
import { changeTerms } from '#law';
import { anyDay, anyDecision, anyDecisionCommand, anySchool, maybeDay, maybeReason } from './any-paper.ts';
import { happened } from './happened.ts';
import { MemoryRegister } from './memory-register.ts';
import type { AnyCommand } from './memory-register.ts';
import { keys, rows } from './rows.ts';

const anyOwnership = fc.constantFrom('PUBLIC', 'PRIVATE');
const someMajors = fc.subarray(['740101', '770101', '730301']);

const anySchoolCommand: fc.Arbitrary<SchoolCommand> = fc.oneof(
  fc
    .tuple(
      fc.record({ code: anySchool, ownership: anyOwnership, licenceUntil: maybeDay, majors: someMajors }),
      maybeReason,
    )
    .map(([row, reason]) => new RegisterSchool(rows.school(row), reason)),
  fc
    .tuple(
      fc.record({
        code: anySchool,
        kind: fc.constantFrom(...(Object.keys(changeTerms) as ChangeKind[])),
        approvedOn: anyDay,
        effectiveOn: anyDay,
        day: anyDay,
        majors: someMajors,
        private: fc.boolean(),
      }),
      maybeReason,
    )
    .map(([{ day, private: becomes, ...row }, reason]) => {
      const values: Partial<Record<ChangeKind, string>> = {
        LICENCE_RENEWED: day,
        OWNERSHIP_CHANGED: becomes ? 'PRIVATE' : 'PUBLIC',
        MERGED: keys.otherSchool,
      };
      return new RecordSchoolChange(rows.change({ ...row, value: values[row.kind] ?? '' }), reason);
    }),
);

const anyCampaign = fc
  .tuple(
    fc.record({
      batch: fc.constantFrom('批1', '批2'),
      dueOn: anyDay,
      endsOn: maybeDay,
      schools: fc.subarray([keys.school, keys.otherSchool]),
    }),
    maybeReason,
  )
  .map(([row, reason]) => new OpenCampaign(rows.campaign(row), reason));

const reportKey = fc.record({ batch: fc.constantFrom('批1', '批2'), school: anySchool });
const anyItem = fc
  .record({
    key: reportKey,
    itemNo: fc.constantFrom('1', '2'),
    filedOn: anyDay,
    orderedOn: maybeDay,
    closedOn: maybeDay,
  })
  .map(({ key, ...row }) => rows.item({ ...key, ...row, status: row.closedOn === null ? null : 'CLOSED_OFF' }));

const itemKey = anyItem.map(({ batch, school, itemNo }) => ({ batch, school, itemNo }));

const anyReportCommand: fc.Arbitrary<ReportCommand> = fc.oneof(
  fc.tuple(reportKey, anyDay, maybeReason).map(([key, filedOn, reason]) => {
    return new SignZeroReport(rows.zeroReport({ ...key, filedOn }), reason);
  }),
  fc.tuple(anyItem, maybeReason).map(([row, reason]) => new ReportItem(row, reason)),
  fc.tuple(reportKey, fc.array(anyItem, { maxLength: 3 })).map(([key, items]) => {
    const ofReport = items.map(({ itemNo, filedOn }) => rows.item({ ...key, itemNo, filedOn }));
    return new FileReport(key, ofReport);
  }),
  fc.tuple(reportKey, anyDay).map(([key, on]) => new ReturnReport(key, on, '材料不全')),
  fc.tuple(reportKey, anyDay).map(([key, on]) => new AcceptReport(key, on)),
  fc.tuple(itemKey, anyDay, anyDay).map(([key, on, by]) => new OrderCorrection(key, on, by)),
  fc.tuple(itemKey, anyDay).map(([key, on]) => new RectifyItem(key, on, '已退费')),
  fc.tuple(itemKey, anyDay).map(([key, on]) => new CloseItem(key, on)),
  fc.tuple(itemKey, anyDay).map(([key, on]) => new ReopenItem(key, on, '复查未通过')),
);

const anyFinding = fc.constantFrom('ESTABLISHED', 'PARTLY_ESTABLISHED', 'UNFOUNDED');
const caseKey = fc.record({ caseNo: fc.constantFrom('案1', '案2') });

const anyCaseCommand: fc.Arbitrary<CaseCommand> = fc.oneof(
  fc
    .tuple(
      fc.record({
        caseNo: fc.constantFrom('案1', '案2', `${keys.school}-案`),
        school: anySchool,
        filedOn: maybeDay,
        closedOn: maybeDay,
        finding: fc.option(anyFinding),
      }),
      maybeReason,
    )
    .map(([row, reason]) => new RecordCase(rows.violationCase(row), reason)),
  fc.tuple(caseKey, anySchool).map(([key, school]) => new RegisterLead(rows.lead({ ...key, school }))),
  fc.tuple(caseKey, anyDay).map(([key, on]) => new FileCase(key, on)),
  fc.tuple(caseKey, fc.subarray(['甲', '乙'])).map(([key, investigators]) => {
    return new InvestigateCase(key, { on: '2022-06-01', investigators, summary: '走访' });
  }),
  fc
    .tuple(caseKey, anyFinding)
    .map(([key, finding]) => new ConcludeCase(key, { finding, severity: null, severityReason: null })),
  fc.tuple(caseKey, anyDay).map(([key, on]) => new CloseCase(key, on)),
);

const anyCommand: fc.Arbitrary<AnyCommand> = fc.oneof(
  { weight: 2, arbitrary: anySchoolCommand },
  { weight: 1, arbitrary: anyCampaign },
  { weight: 3, arbitrary: anyReportCommand },
  { weight: 2, arbitrary: anyCaseCommand },
  { weight: 8, arbitrary: anyDecisionCommand },
);

/** Random commands about two schools, lawful or not; decisions come first, so that something can follow them. */
export const anyCommands: fc.Arbitrary<readonly AnyCommand[]> = fc
  .tuple(
    fc.array(
      anyDecision.map((row): AnyCommand => new RecordDecision(row)),
      { minLength: 2, maxLength: 5, size: 'max' },
    ),
    fc.array(anyCommand, { minLength: 3, maxLength: 25, size: 'max' }),
  )
  .map(([decisions, others]) => decisions.concat(others));

const begun = (school: string, ownership: 'PUBLIC' | 'PRIVATE'): readonly RegisterEvent[] => [
  happened.registered({ code: school, ownership, licenceUntil: '2023-06-30' }),
  ...happened.caseRecorded({ school, caseNo: `${school}-案` }),
];

/** A register with two schools, an established case for each, and a campaign: what random commands start from. */
export const begunRegister = (): MemoryRegister =>
  new MemoryRegister([
    ...begun(keys.school, 'PRIVATE'),
    ...begun(keys.otherSchool, 'PUBLIC'),
    happened.campaignOpened({ batch: '批1' }),
  ]);

/** A register after random commands: what was refused is not in it, so that its history is a legal one. */
export const anyRegister: fc.Arbitrary<MemoryRegister> = anyCommands.map((commands) => {
  const register = begunRegister();
  for (const command of commands) register.carryOut(command);
  return register;
});
