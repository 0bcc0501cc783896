import type { Decider } from '#kernel';
import { acceptReport, fileReport, reportItem, returnReport, signZeroReport } from './report.filing.ts';
import { closeItem, orderCorrection, rectifyItem, reopenItem } from './report.rectification.ts';
import { evolveReport, noReport } from './report.state.ts';
import type { AskedOfReport, ReportState } from './report.state.ts';
import {
  AcceptReport,
  CloseItem,
  FileReport,
  OrderCorrection,
  RectifyItem,
  ReportItem,
  ReturnReport,
  SignZeroReport,
} from './self-inspection.commands.ts';
import type { ReportCommand } from './self-inspection.commands.ts';
import type { ReportEvent } from './self-inspection.events.ts';

/** A school's report (自查台账): filed, returned, accepted; its items ordered, rectified, closed off, reopened. */
export const report: Decider<ReportState, AskedOfReport<ReportCommand>, ReportEvent> = {
  subject: 'selfInspectionReport',
  initialState: noReport,
  evolve: evolveReport,
  decide: (order, state) => {
    const { command } = order;
    if (command instanceof SignZeroReport) return signZeroReport({ ...order, command }, state);
    if (command instanceof ReportItem) return reportItem({ ...order, command }, state);
    if (command instanceof FileReport) return fileReport({ ...order, command }, state);
    if (command instanceof ReturnReport) return returnReport({ ...order, command }, state);
    if (command instanceof AcceptReport) return acceptReport({ ...order, command }, state);
    if (command instanceof OrderCorrection) return orderCorrection({ ...order, command }, state);
    if (command instanceof RectifyItem) return rectifyItem({ ...order, command }, state);
    if (command instanceof CloseItem) return closeItem({ ...order, command }, state);
    return reopenItem({ ...order, command }, state);
  },
};
