import type { LocalDate } from '#kernel';
import type { Campaign, ItemStatus, RedLineCategory } from '#law';

/** A campaign (自查批次): the notice, the day reports are due, and for whom it is. */
export interface CampaignContent extends Campaign {
  readonly name: string;
  readonly enrolmentYear: number;
  readonly noticeOn: LocalDate;
}

/** A signed zero report (零报告): "nothing found" is a statement of the principal, never silence. */
export interface ZeroReportContent {
  readonly batch: string;
  readonly school: string;
  readonly filedOn: LocalDate;
  readonly signedOn: LocalDate;
}

/** One item of a school's ledger (自查台账). Money in fen; absent values are null. */
export interface ItemContent extends ZeroReportContent {
  readonly itemNo: string;
  readonly category: RedLineCategory | null;
  readonly description: string | null;
  readonly studentCount: number | null;
  readonly amountFen: number | null;
  readonly foundOn: LocalDate | null;
  readonly orderedOn: LocalDate | null;
  readonly rectifyBy: LocalDate | null;
  readonly status: ItemStatus | null;
  readonly closedOn: LocalDate | null;
}

interface Corrected {
  readonly correctionReason: string;
}

/** What interactive commands say about a report or an item after it was filed. */
interface About {
  readonly batch: string;
  readonly school: string;
}

type CampaignOpened = { readonly type: 'SelfInspectionCampaignOpened'; readonly data: CampaignContent };
type CampaignCorrected = {
  readonly type: 'SelfInspectionCampaignCorrected';
  readonly data: CampaignContent & Corrected;
};

/** One stream a campaign. */
export type CampaignEvent = CampaignOpened | CampaignCorrected;

type ZeroReportSigned = { readonly type: 'SelfInspectionZeroReportSigned'; readonly data: ZeroReportContent };
type ZeroReportCorrected = {
  readonly type: 'SelfInspectionZeroReportCorrected';
  readonly data: ZeroReportContent & Corrected;
};
type ItemReported = { readonly type: 'SelfInspectionItemReported'; readonly data: ItemContent };
type ItemCorrected = { readonly type: 'SelfInspectionItemCorrected'; readonly data: ItemContent & Corrected };
type Returned = {
  readonly type: 'SelfInspectionReportReturned';
  readonly data: About & { readonly on: LocalDate; readonly reason: string };
};
type Accepted = { readonly type: 'SelfInspectionReportAccepted'; readonly data: About & { readonly on: LocalDate } };
type CorrectionOrdered = {
  readonly type: 'SelfInspectionCorrectionOrdered';
  readonly data: About & { readonly itemNo: string; readonly orderedOn: LocalDate; readonly rectifyBy: LocalDate };
};
type ItemRectified = {
  readonly type: 'SelfInspectionItemRectified';
  readonly data: About & {
    readonly itemNo: string;
    readonly on: LocalDate;
    readonly measure: string;
    readonly by: string;
  };
};
type ItemClosed = {
  readonly type: 'SelfInspectionItemClosed';
  readonly data: About & { readonly itemNo: string; readonly closedOn: LocalDate };
};
type ItemReopened = {
  readonly type: 'SelfInspectionItemReopened';
  readonly data: About & { readonly itemNo: string; readonly on: LocalDate; readonly reason: string };
};

/** One stream a school's report to a campaign. */
export type ReportEvent =
  | ZeroReportSigned
  | ZeroReportCorrected
  | ItemReported
  | ItemCorrected
  | Returned
  | Accepted
  | CorrectionOrdered
  | ItemRectified
  | ItemClosed
  | ItemReopened;
