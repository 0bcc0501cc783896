import { describe, expect, it } from '@jest/globals';
import type { RegisterEvent } from '#facts';
import { correctionReason, happened, keys, MemoryRegister, rows } from '#testing';

const { zeroReported, itemReported } = happened;
const key = { batch: keys.batch, school: keys.school, itemNo: '1' } as const;
const factsAfter = (...events: readonly RegisterEvent[]) => new MemoryRegister(events).school(keys.school);
const stretchesAfter = (...events: readonly RegisterEvent[]) =>
  factsAfter(...events).orders.map((one) => one.stretches);

const ordered = (orderedOn: string): RegisterEvent => ({
  type: 'SelfInspectionCorrectionOrdered',
  data: { ...key, orderedOn, rectifyBy: '2022-12-31' },
});
const closed = (closedOn: string): RegisterEvent => ({ type: 'SelfInspectionItemClosed', data: { ...key, closedOn } });
const reopened = (on: string): RegisterEvent => ({
  type: 'SelfInspectionItemReopened',
  data: { ...key, on, reason: '复查' },
});
const corrected = (over: object): RegisterEvent => ({
  type: 'SelfInspectionItemCorrected',
  data: { ...rows.item(over), correctionReason },
});

describe('reports', () => {
  it('are one fact for each row, and a correction moves only its own', () => {
    const { reports } = factsAfter(
      itemReported({ filedOn: '2022-03-20' }),
      itemReported({ itemNo: '2', filedOn: '2022-03-25' }),
      corrected({ filedOn: '2022-03-28' }),
    );
    expect(reports.map(({ rowKey, filedOn }) => [rowKey, filedOn])).toStrictEqual([
      ['1', '2022-03-28'],
      ['2', '2022-03-25'],
    ]);
  });

  it('say of a zero report when it was filed, as corrected', () => {
    const correction: RegisterEvent = {
      type: 'SelfInspectionZeroReportCorrected',
      data: { ...rows.zeroReport({ filedOn: '2022-03-22' }), correctionReason },
    };
    expect(factsAfter(zeroReported(), correction).reports).toMatchObject([{ rowKey: '', filedOn: '2022-03-22' }]);
  });

  it('are not changed by being looked at or put right', () => {
    const reported = itemReported();
    const looked: readonly RegisterEvent[] = [
      { type: 'SelfInspectionReportReturned', data: { ...key, on: '2022-04-01', reason: '缺页' } },
      { type: 'SelfInspectionReportAccepted', data: { ...key, on: '2022-04-02' } },
      { type: 'SelfInspectionItemRectified', data: { ...key, on: '2022-04-03', measure: '退费', by: '王科员' } },
    ];
    const { position: _, ...before } = factsAfter(reported);
    expect(factsAfter(reported, ...looked)).toMatchObject(before);
  });
});

describe('orders to correct', () => {
  it('stand from the order to the closing off, as rows or as officers say', () => {
    expect(stretchesAfter(itemReported())).toStrictEqual([[]]);
    const row = { orderedOn: '2022-04-01', closedOn: '2022-05-01', status: 'CLOSED_OFF' } as const;
    expect(stretchesAfter(itemReported(row))).toStrictEqual([[{ from: '2022-04-01', until: '2022-05-01' }]]);
    expect(stretchesAfter(itemReported(), ordered('2022-04-01'))).toStrictEqual([
      [{ from: '2022-04-01', until: null }],
    ]);
    expect(stretchesAfter(itemReported(), ordered('2022-04-01'), closed('2022-05-01'))).toStrictEqual([
      [{ from: '2022-04-01', until: '2022-05-01' }],
    ]);
  });

  it('that still stand are dated afresh, and stand anew after they were closed', () => {
    expect(stretchesAfter(itemReported(), ordered('2022-04-01'), ordered('2022-04-10'))).toStrictEqual([
      [{ from: '2022-04-10', until: null }],
    ]);
    const history = [itemReported(), ordered('2022-04-01'), closed('2022-05-01'), reopened('2022-06-01')];
    expect(stretchesAfter(...history, closed('2022-07-01'))).toStrictEqual([
      [
        { from: '2022-04-01', until: '2022-05-01' },
        { from: '2022-06-01', until: '2022-07-01' },
      ],
    ]);
  });

  it('read as corrected', () => {
    const history = [itemReported({ orderedOn: '2022-04-01' }), corrected({ orderedOn: '2022-04-15' })];
    expect(stretchesAfter(...history)).toStrictEqual([[{ from: '2022-04-15', until: null }]]);
    expect(stretchesAfter(...history, corrected({ orderedOn: null }))).toStrictEqual([[]]);
  });

  it('are not closed where none is', () => {
    expect(stretchesAfter(closed('2022-05-01'))).toStrictEqual([]);
  });
});
