import type { CorrectionOrder, ReportFact, SchoolFacts } from '#law';
import { UnknownFact } from './fact-event.ts';
import type { FactEvent } from './fact-event.ts';
import { put } from './lists.ts';
import { readOrder, readReport } from './well-formed.ts';

/** Reports and the orders to correct that stand in them. */
export const foldReport = (facts: SchoolFacts, event: FactEvent): SchoolFacts => {
  switch (event.type) {
    case 'SelfInspectionZeroReportSigned':
    case 'SelfInspectionZeroReportCorrected':
      return withReport(facts, event, { key: '', row: event.data });
    case 'SelfInspectionItemReported':
    case 'SelfInspectionItemCorrected': {
      const { batch, itemNo, orderedOn, closedOn } = event.data;
      const stretches = orderedOn === null ? [] : [{ from: orderedOn, until: closedOn }];
      return withOrder(withReport(facts, event, { key: itemNo, row: event.data }), event, { batch, itemNo, stretches });
    }
    case 'SelfInspectionCorrectionOrdered':
      return ordered(facts, event, event.data.orderedOn);
    case 'SelfInspectionItemReopened':
      return ordered(facts, event, event.data.on);
    case 'SelfInspectionItemClosed':
      return closed(facts, event);
    case 'SelfInspectionReportReturned':
    case 'SelfInspectionReportAccepted':
    case 'SelfInspectionItemRectified':
      return facts;
    default:
      throw new UnknownFact(event.type);
  }
};

/** One fact for each filed row: being late is judged by the earliest of them, and a correction moves only its own. */
const withReport = (
  facts: SchoolFacts,
  event: FactEvent,
  { key, row }: { readonly key: string; readonly row: Omit<ReportFact, 'rowKey'> },
): SchoolFacts => {
  const read = readReport({ batch: row.batch, filedOn: row.filedOn, rowKey: key });
  const same = (known: ReportFact): boolean => known.batch === row.batch && known.rowKey === key;
  return {
    ...facts,
    reports: put(facts.reports, same, { row: read, event }),
  };
};

const withOrder = (facts: SchoolFacts, event: FactEvent, row: CorrectionOrder): SchoolFacts => ({
  ...facts,
  orders: put(facts.orders, isOrder(row), { row: readOrder(row), event }),
});

interface ItemKey {
  readonly batch: string;
  readonly itemNo: string;
}

const isOrder =
  (key: ItemKey) =>
  (known: CorrectionOrder): boolean =>
    known.batch === key.batch && known.itemNo === key.itemNo;

type ItemEvent = Extract<FactEvent, { readonly data: { readonly itemNo: string } }>;

/** A new order, or the same one anew after it was closed; an order that still stands is dated afresh. */
const ordered = (facts: SchoolFacts, event: ItemEvent, from: string): SchoolFacts => {
  const stretches = facts.orders.find(isOrder(event.data))?.stretches ?? [];
  const past = stretches.filter((stretch) => stretch.until !== null);
  const { batch, itemNo } = event.data;
  return withOrder(facts, event, { batch, itemNo, stretches: [...past, { from, until: null }] });
};

const closed = (
  facts: SchoolFacts,
  event: Extract<FactEvent, { readonly type: 'SelfInspectionItemClosed' }>,
): SchoolFacts => {
  const order = facts.orders.find(isOrder(event.data));
  if (!order) return facts;
  const { batch, itemNo, closedOn } = event.data;
  const stretches = order.stretches.map(({ from, until }) => ({ from, until: until ?? closedOn }));
  return withOrder(facts, event, { batch, itemNo, stretches });
};
