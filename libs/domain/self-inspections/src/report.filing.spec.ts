import { describe, expect, it } from '@jest/globals';
import {
  AcceptReport,
  FileReport,
  report,
  ReportItem,
  reportOffences,
  ReturnReport,
  SignZeroReport,
} from '#domain/self-inspections';
import type { ItemContent, ReportCommand, ReportEvent, ZeroReportContent } from '#domain/self-inspections';
import { correctionReason, given, happened, keys, MemoryRegister, ordered, rows } from '#testing';

const { registered, campaignOpened, zeroReported, itemReported } = happened;
type Recorded = ConstructorParameters<typeof MemoryRegister>[0];

const before: Recorded = [registered(), campaignOpened()];
const key = { batch: keys.batch, school: keys.school } as const;
const by = (command: ReportCommand, recorded: Recorded = before) => ordered(command, new MemoryRegister(recorded));
const zero = (over: Partial<ZeroReportContent> = {}, reason: string | null = null, recorded: Recorded = before) =>
  by(new SignZeroReport(rows.zeroReport(over), reason), recorded);
const item = (over: Partial<ItemContent> = {}, reason: string | null = null) =>
  by(new ReportItem(rows.item(over), reason));
const file = (...items: readonly Partial<ItemContent>[]) => by(new FileReport(key, items.map(rows.item)));
const zeroCorrected = (over: Partial<ZeroReportContent> = {}): ReportEvent => ({
  type: 'SelfInspectionZeroReportCorrected',
  data: { ...rows.zeroReport(over), correctionReason },
});
const itemCorrected = (over: Partial<ItemContent> = {}): ReportEvent => ({
  type: 'SelfInspectionItemCorrected',
  data: { ...rows.item(over), correctionReason },
});
const returned: ReportEvent = {
  type: 'SelfInspectionReportReturned',
  data: { ...key, on: '2022-04-01', reason: '缺校长签字页' },
};
const accepted: ReportEvent = { type: 'SelfInspectionReportAccepted', data: { ...key, on: '2022-04-02' } };

describe('a zero report', () => {
  it('is signed once, and corrected with a reason', () => {
    given(report).when(zero()).then([zeroReported()]);
    given(report, [zeroReported()]).when(zero()).then([]);
    given(report, [zeroReported()])
      .when(zero({ filedOn: '2022-03-21' }))
      .refused('row-differs-from-record');
    given(report, [zeroReported()])
      .when(zero({ filedOn: '2022-03-21' }, correctionReason))
      .then([zeroCorrected({ filedOn: '2022-03-21' })]);
  });

  it('stands alone: one school and campaign has one kind of report', () => {
    given(report, [itemReported()]).when(zero()).refused('zero-report-with-items');
    given(report, [zeroReported()]).when(item()).refused('zero-report-with-items');
    given(report, [zeroReported()]).when(file({})).refused('zero-report-with-items');
  });
});

describe('an item', () => {
  it('is reported once, and corrected with a reason', () => {
    given(report).when(item()).then([itemReported()]);
    given(report, [itemReported()]).when(item()).then([]);
    given(report, [itemReported()])
      .when(item({ itemNo: '2' }))
      .then([itemReported({ itemNo: '2' })]);
    given(report, [itemReported()])
      .when(item({ studentCount: 4 }))
      .refused('row-differs-from-record');
    given(report, [itemReported()])
      .when(item({ studentCount: 4 }, correctionReason))
      .then([itemCorrected({ studentCount: 4 })]);
  });

  it('is closed off with a date, and has a closing date only then', () => {
    given(report)
      .when(item({ status: 'CLOSED_OFF' }))
      .refused('closing-date-missing');
    given(report)
      .when(item({ status: 'RECTIFYING', closedOn: '2022-05-01' }))
      .refused('closing-date-without-closing');
    given(report)
      .when(item({ status: null, closedOn: '2022-05-01' }))
      .refused('closing-date-without-closing');
    const closed = { status: 'CLOSED_OFF', closedOn: '2022-05-01' } as const;
    given(report)
      .when(item(closed))
      .then([itemReported(closed)]);
  });

  it('names a known campaign and a registered school', () => {
    given(report)
      .when(item({ batch: '无此批' }))
      .refused('unknown-batch');
    given(report)
      .when(item({ school: keys.otherSchool }))
      .refused('unknown-school');
    given(report)
      .when(item({ school: '海口一职' }))
      .refused('bad-code');
    given(report)
      .when(zero({}, null, []))
      .refused('unknown-batch', 'unknown-school');
    expect(reportOffences({}, new MemoryRegister())).toStrictEqual([]);
  });
});

describe('a whole report', () => {
  it('files all its items or none', () => {
    given(report)
      .when(file({}, { itemNo: '2' }))
      .then([itemReported(), itemReported({ itemNo: '2' })]);
    given(report)
      .when(file({}, { itemNo: '2', status: 'CLOSED_OFF' }))
      .refused('closing-date-missing');
    given(report).when(file()).refused('report-without-items');
  });

  it('lets no item overwrite another of its number', () => {
    given(report)
      .when(file({}, { studentCount: 4 }))
      .refused('row-differs-from-record');
    given(report).when(file({}, {})).then([itemReported()]);
    given(report, [itemReported()])
      .when(file({}, { itemNo: '2' }))
      .then([itemReported({ itemNo: '2' })]);
  });
});

describe('looking at a report', () => {
  const sendBack = by(new ReturnReport(key, '2022-04-01', '缺校长签字页'));
  const accept = by(new AcceptReport(key, '2022-04-02'));

  it('sends it back or accepts it', () => {
    given(report, [zeroReported()]).when(sendBack).then([returned]);
    given(report, [itemReported()]).when(accept).then([accepted]);
  });

  it('needs one that was filed, or filed again after it was sent back', () => {
    given(report).when(sendBack).refused('report-not-filed');
    given(report).when(accept).refused('report-not-filed');
    given(report, [zeroReported(), returned]).when(accept).refused('report-not-filed');
    given(report, [zeroReported(), returned, zeroCorrected()]).when(accept).then([accepted]);
    given(report, [itemReported(), returned, itemCorrected()]).when(accept).then([accepted]);
    given(report, [itemReported(), returned, itemReported({ itemNo: '2' })])
      .when(accept)
      .then([accepted]);
  });

  it('accepts once, and a correction does not undo that', () => {
    given(report, [zeroReported(), accepted]).when(accept).refused('report-already-accepted');
    given(report, [zeroReported(), accepted]).when(sendBack).refused('report-already-accepted');
    given(report, [zeroReported(), accepted, zeroCorrected()]).when(accept).refused('report-already-accepted');
  });
});
