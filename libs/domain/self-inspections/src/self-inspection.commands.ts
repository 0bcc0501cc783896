import type { LocalDate } from '#kernel';
import type { CampaignContent, ItemContent, ZeroReportContent } from './self-inspection.events.ts';

/** Opens a campaign, or corrects it when a reason is given. */
export class OpenCampaign {
  constructor(
    readonly content: CampaignContent,
    readonly correctionReason: string | null = null,
  ) {}
}

/** Files a signed zero report. */
export class SignZeroReport {
  constructor(
    readonly content: ZeroReportContent,
    readonly correctionReason: string | null = null,
  ) {}
}

/** Adds one item to a school's report; the first item files the report. */
export class ReportItem {
  constructor(
    readonly content: ItemContent,
    readonly correctionReason: string | null = null,
  ) {}
}

/** Names the report that a command is about. */
export interface ReportKey {
  readonly batch: string;
  readonly school: string;
}

/** Names one item of a report. */
export interface ItemKey extends ReportKey {
  readonly itemNo: string;
}

/** Files a report with all its items at once; each item is judged, one refused item refuses the report. */
export class FileReport {
  constructor(
    readonly key: ReportKey,
    readonly items: readonly ItemContent[],
  ) {}
}

/** Sends a report back to the school. */
export class ReturnReport {
  constructor(
    readonly key: ReportKey,
    readonly on: LocalDate,
    readonly reason: string,
  ) {}
}

/** Accepts a report as complete. */
export class AcceptReport {
  constructor(
    readonly key: ReportKey,
    readonly on: LocalDate,
  ) {}
}

/** Orders an item to be corrected by a day (责令改正). */
export class OrderCorrection {
  constructor(
    readonly key: ItemKey,
    readonly orderedOn: LocalDate,
    readonly rectifyBy: LocalDate,
  ) {}
}

/** Says that an item was put right and how. */
export class RectifyItem {
  constructor(
    readonly key: ItemKey,
    readonly on: LocalDate,
    readonly measure: string,
  ) {}
}

/** Closes an item off (销号): by a second person, never by the one who rectified it. */
export class CloseItem {
  constructor(
    readonly key: ItemKey,
    readonly closedOn: LocalDate,
  ) {}
}

/** Opens a closed item again. */
export class ReopenItem {
  constructor(
    readonly key: ItemKey,
    readonly on: LocalDate,
    readonly reason: string,
  ) {}
}

export type ReportCommand =
  | SignZeroReport
  | ReportItem
  | FileReport
  | ReturnReport
  | AcceptReport
  | OrderCorrection
  | RectifyItem
  | CloseItem
  | ReopenItem;
