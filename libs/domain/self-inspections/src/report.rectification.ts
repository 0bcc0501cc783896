import { refuse } from '#kernel';
import type { Judgement } from '#kernel';
import type { AskedOfReport, ReportState } from './report.state.ts';
import type { CloseItem, OrderCorrection, RectifyItem, ReopenItem } from './self-inspection.commands.ts';
import type { ReportEvent } from './self-inspection.events.ts';

/** Orders an item to be corrected (责令改正). */
export const orderCorrection = (
  { command }: AskedOfReport<OrderCorrection>,
  state: ReportState,
): Judgement<ReportEvent> => {
  const { key, orderedOn, rectifyBy } = command;
  const item = state.items.get(key.itemNo);
  if (!item) return refuse('item-not-found', 'key', key.itemNo);
  if (item.content.status === 'CLOSED_OFF') return refuse('item-already-closed', 'key', key.itemNo);
  if (rectifyBy < orderedOn) return refuse('deadline-before-order', 'rectifyBy', rectifyBy);
  return [{ type: 'SelfInspectionCorrectionOrdered', data: { ...key, orderedOn, rectifyBy } }];
};

/** Records that an ordered item was put right; closing it is for somebody else. */
export const rectifyItem = (
  { command, actor }: AskedOfReport<RectifyItem>,
  state: ReportState,
): Judgement<ReportEvent> => {
  const { key, on, measure } = command;
  const item = state.items.get(key.itemNo);
  if (!item) return refuse('item-not-found', 'key', key.itemNo);
  if (item.content.status === 'CLOSED_OFF') return refuse('item-already-closed', 'key', key.itemNo);
  if (item.content.orderedOn === null) return refuse('item-not-ordered', 'key', key.itemNo);
  return [{ type: 'SelfInspectionItemRectified', data: { ...key, on, measure, by: actor } }];
};

/** Closes an item off (销号). */
export const closeItem = (
  { command, actor, onPaper }: AskedOfReport<CloseItem>,
  state: ReportState,
): Judgement<ReportEvent> => {
  const { key, closedOn } = command;
  const item = state.items.get(key.itemNo);
  if (!item) return refuse('item-not-found', 'key', key.itemNo);
  if (item.content.status === 'CLOSED_OFF') return refuse('item-already-closed', 'key', key.itemNo);
  if (item.rectifiedBy === null) return refuse('item-not-rectified', 'key', key.itemNo);
  if (item.rectifiedBy === actor && !onPaper) return refuse('same-person-closes', 'actor', actor);
  if (item.content.orderedOn !== null && closedOn < item.content.orderedOn)
    return refuse('closed-before-order', 'closedOn', closedOn);
  return [{ type: 'SelfInspectionItemClosed', data: { ...key, closedOn } }];
};

/** Opens a closed item again; the order to correct stands anew from that day. */
export const reopenItem = ({ command }: AskedOfReport<ReopenItem>, state: ReportState): Judgement<ReportEvent> => {
  const { key, on, reason } = command;
  const item = state.items.get(key.itemNo);
  if (!item) return refuse('item-not-found', 'key', key.itemNo);
  if (item.content.status !== 'CLOSED_OFF') return refuse('item-not-closed', 'key', key.itemNo);
  return [{ type: 'SelfInspectionItemReopened', data: { ...key, on, reason } }];
};
