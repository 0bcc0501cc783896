export { campaign, campaignOffences } from './campaign.ts';
export type { CampaignState } from './campaign.ts';
export { reportOffences } from './report.offences.ts';
export type { ReportState } from './report.state.ts';
export { report } from './report.ts';
export {
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
} from './self-inspection.commands.ts';
export type { ItemKey, ReportCommand, ReportKey } from './self-inspection.commands.ts';
export type {
  CampaignContent,
  CampaignEvent,
  ItemContent,
  ReportEvent,
  ZeroReportContent,
} from './self-inspection.events.ts';
export { selfInspectionRefusals } from './self-inspection.refusals.ts';
