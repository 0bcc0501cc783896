import { isRefused, recordOrCorrect, refusal, refuse } from '#kernel';
import type { Judgement, Refusal } from '#kernel';
import { reportOffences } from './report.offences.ts';
import { evolveReport } from './report.state.ts';
import type { AskedOfReport, ReportState } from './report.state.ts';
import type { AcceptReport, FileReport, ReportItem, ReturnReport, SignZeroReport } from './self-inspection.commands.ts';
import type { ItemContent, ReportEvent, ZeroReportContent } from './self-inspection.events.ts';

/** A report either lists items or says that there are none: one school, one campaign, one kind. */
const otherKind = (stands: boolean, field: string): readonly Refusal[] =>
  stands ? [refusal('zero-report-with-items', field)] : [];

/** A signed zero report. */
export const signZeroReport = (
  { command, facts }: AskedOfReport<SignZeroReport>,
  state: ReportState,
): Judgement<ReportEvent> => {
  const { content, correctionReason } = command;
  return recordOrCorrect<ZeroReportContent, ReportEvent>({
    recorded: state.zero,
    content,
    correctionReason,
    keyField: 'batch',
    offences: [...reportOffences(content, facts), ...otherKind(state.items.size > 0, 'zeroReport')],
    record: () => [{ type: 'SelfInspectionZeroReportSigned', data: content }],
    correct: (reason) => [
      { type: 'SelfInspectionZeroReportCorrected', data: { ...content, correctionReason: reason } },
    ],
  });
};

/** One item of a report with findings. */
export const reportItem = (
  { command, facts }: AskedOfReport<ReportItem>,
  state: ReportState,
): Judgement<ReportEvent> => {
  const { content, correctionReason } = command;
  return recordOrCorrect<ItemContent, ReportEvent>({
    recorded: state.items.get(content.itemNo)?.content,
    content,
    correctionReason,
    keyField: 'itemNo',
    offences: [...reportOffences(content, facts), ...otherKind(state.zero !== null, 'zeroReport')],
    record: () => [{ type: 'SelfInspectionItemReported', data: content }],
    correct: (reason) => [{ type: 'SelfInspectionItemCorrected', data: { ...content, correctionReason: reason } }],
  });
};

/** All items in one append: all or none. Each is judged after those before it, so that none can overwrite another. */
export const fileReport = (order: AskedOfReport<FileReport>, before: ReportState): Judgement<ReportEvent> => {
  if (order.command.items.length === 0) return refuse('report-without-items', 'items');
  const events: ReportEvent[] = [];
  let state = before;
  for (const content of order.command.items) {
    const judged = reportItem({ ...order, command: { content, correctionReason: null } }, state);
    if (isRefused(judged)) return judged;
    events.push(...judged);
    state = judged.reduce(evolveReport, state);
  }
  return events;
};

/** Sends the report back; it stays filed on its first day, for being late is about that day. */
export const returnReport = ({ command }: AskedOfReport<ReturnReport>, state: ReportState): Judgement<ReportEvent> => {
  if (state.standing === 'NOT_FILED') return refuse('report-not-filed', 'key');
  if (state.standing === 'ACCEPTED') return refuse('report-already-accepted', 'key');
  const { key, on, reason } = command;
  return [{ type: 'SelfInspectionReportReturned', data: { ...key, on, reason } }];
};

/** Accepts what was filed. */
export const acceptReport = ({ command }: AskedOfReport<AcceptReport>, state: ReportState): Judgement<ReportEvent> => {
  if (state.standing === 'NOT_FILED' || state.standing === 'RETURNED') return refuse('report-not-filed', 'key');
  if (state.standing === 'ACCEPTED') return refuse('report-already-accepted', 'key');
  return [{ type: 'SelfInspectionReportAccepted', data: { ...command.key, on: command.on } }];
};
