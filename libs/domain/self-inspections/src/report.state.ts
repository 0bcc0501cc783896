import { without } from '#kernel';
import type { Order } from '#kernel';
import type { RegisterFacts } from '#law';
import type { ItemContent, ReportEvent, ZeroReportContent } from './self-inspection.events.ts';

/** One item: its current version, and what officers did with it since. */
export interface ItemState {
  readonly content: ItemContent;
  /** Who said that it was put right; null when nobody did, or after it was opened again. */
  readonly rectifiedBy: string | null;
}

/** A school's report to one campaign. */
export interface ReportState {
  readonly zero: ZeroReportContent | null;
  readonly items: ReadonlyMap<string, ItemState>;
  readonly standing: 'NOT_FILED' | 'FILED' | 'RETURNED' | 'ACCEPTED';
}

/** What a report command is told. */
export type AskedOfReport<C> = Order<C, RegisterFacts>;

/** Before anything was filed. */
export const noReport: ReportState = { zero: null, items: new Map(), standing: 'NOT_FILED' };

/** Folds one event of a report. */
export const evolveReport = (state: ReportState, event: ReportEvent): ReportState => {
  switch (event.type) {
    case 'SelfInspectionZeroReportSigned':
      return { ...state, zero: event.data, standing: 'FILED' };
    case 'SelfInspectionZeroReportCorrected':
      return { ...state, zero: without(event.data, 'correctionReason'), standing: refiled(state) };
    case 'SelfInspectionItemReported':
      return { ...withItem(state, { content: event.data, rectifiedBy: null }), standing: 'FILED' };
    case 'SelfInspectionItemCorrected': {
      const content = without(event.data, 'correctionReason');
      const rectifiedBy = state.items.get(content.itemNo)?.rectifiedBy ?? null;
      return { ...withItem(state, { content, rectifiedBy }), standing: refiled(state) };
    }
    case 'SelfInspectionReportReturned':
      return { ...state, standing: 'RETURNED' };
    case 'SelfInspectionReportAccepted':
      return { ...state, standing: 'ACCEPTED' };
    default:
      return evolveItem(state, event);
  }
};

/** A correction is how a school answers a report that was sent back. */
const refiled = ({ standing }: ReportState): ReportState['standing'] => (standing === 'RETURNED' ? 'FILED' : standing);

type ItemEvent = Extract<
  ReportEvent,
  {
    type:
      | 'SelfInspectionCorrectionOrdered'
      | 'SelfInspectionItemRectified'
      | 'SelfInspectionItemClosed'
      | 'SelfInspectionItemReopened';
  }
>;

const evolveItem = (state: ReportState, event: ItemEvent): ReportState => {
  const item = state.items.get(event.data.itemNo);
  if (!item) return state;
  const { content } = item;
  switch (event.type) {
    case 'SelfInspectionCorrectionOrdered': {
      const { orderedOn, rectifyBy } = event.data;
      return withItem(state, { ...item, content: { ...content, orderedOn, rectifyBy, status: 'NOT_RECTIFIED' } });
    }
    case 'SelfInspectionItemRectified':
      return withItem(state, { content: { ...content, status: 'RECTIFYING' }, rectifiedBy: event.data.by });
    case 'SelfInspectionItemClosed':
      return withItem(state, { ...item, content: { ...content, status: 'CLOSED_OFF', closedOn: event.data.closedOn } });
    default: // SelfInspectionItemReopened
      return withItem(state, { content: { ...content, status: 'NOT_RECTIFIED', closedOn: null }, rectifiedBy: null });
  }
};

const withItem = (state: ReportState, item: ItemState): ReportState => ({
  ...state,
  items: new Map(state.items).set(item.content.itemNo, item),
});
