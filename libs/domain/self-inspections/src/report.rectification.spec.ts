import { describe, expect, it } from '@jest/globals';
import { CloseItem, OrderCorrection, RectifyItem, ReopenItem, report } from '#domain/self-inspections';
import type { ReportCommand, ReportEvent } from '#domain/self-inspections';
import { given, happened, keys, MemoryRegister, ordered } from '#testing';

const key = { batch: keys.batch, school: keys.school, itemNo: '1' } as const;
const facts = new MemoryRegister([happened.registered(), happened.campaignOpened()]);
const officer = { actor: '王科员' } as const;
const colleague = { actor: '李科员' } as const;
const by = (command: ReportCommand, who: { readonly actor: string; readonly onPaper?: boolean } = officer) =>
  ordered(command, facts, who);

const reported = happened.itemReported();
const toldTo: ReportEvent = {
  type: 'SelfInspectionCorrectionOrdered',
  data: { ...key, orderedOn: '2022-04-01', rectifyBy: '2022-04-30' },
};
const rectified: ReportEvent = {
  type: 'SelfInspectionItemRectified',
  data: { ...key, on: '2022-04-20', measure: '补签协议', by: officer.actor },
};
const byColleague: ReportEvent = {
  type: 'SelfInspectionItemRectified',
  data: { ...key, on: '2022-04-25', measure: '补签协议', by: colleague.actor },
};
const closed: ReportEvent = { type: 'SelfInspectionItemClosed', data: { ...key, closedOn: '2022-05-01' } };
const reopened: ReportEvent = {
  type: 'SelfInspectionItemReopened',
  data: { ...key, on: '2022-06-01', reason: '复查未通过' },
};
const order = (rectifyBy = '2022-04-30') => by(new OrderCorrection(key, '2022-04-01', rectifyBy));
const rectify = by(new RectifyItem(key, '2022-04-20', '补签协议'));
const close = (who: { readonly actor: string; readonly onPaper?: boolean } = colleague, closedOn = '2022-05-01') =>
  by(new CloseItem(key, closedOn), who);
const reopen = by(new ReopenItem(key, '2022-06-01', '复查未通过'));

describe('an item that is put right', () => {
  it('is ordered, rectified, closed off and opened again', () => {
    given(report, [reported]).when(order()).then([toldTo]);
    given(report, [reported, toldTo]).when(rectify).then([rectified]);
    given(report, [reported, toldTo, rectified]).when(close()).then([closed]);
    given(report, [reported, toldTo, rectified, closed]).when(reopen).then([reopened]);
  });

  it('must have been reported', () => {
    for (const command of [order(), rectify, close(), reopen]) given(report).when(command).refused('item-not-found');
  });

  it('is ordered with a day that does not lie before the order', () => {
    given(report, [reported]).when(order('2022-03-31')).refused('deadline-before-order');
    given(report, [reported])
      .when(order('2022-04-01'))
      .then([
        { type: 'SelfInspectionCorrectionOrdered', data: { ...key, orderedOn: '2022-04-01', rectifyBy: '2022-04-01' } },
      ]);
  });

  it('goes through the steps in their order', () => {
    given(report, [reported]).when(rectify).refused('item-not-ordered');
    given(report, [reported, toldTo]).when(close()).refused('item-not-rectified');
    given(report, [reported, toldTo, rectified]).when(close(colleague, '2022-03-31')).refused('closed-before-order');
    given(report, [reported, toldTo, rectified]).when(reopen).refused('item-not-closed');
    const all = [reported, toldTo, rectified, closed];
    for (const command of [order(), rectify, close()]) given(report, all).when(command).refused('item-already-closed');
  });
});

describe('closing an item off', () => {
  const history = [reported, toldTo, rectified];

  it('is for another person than the one who rectified it', () => {
    given(report, history).when(close(officer)).refused('same-person-closes');
    given(report, history).when(close(colleague)).then([closed]);
  });

  it('may be recorded by the same person where it was done on paper', () => {
    given(report, history)
      .when(close({ ...officer, onPaper: true }))
      .then([closed]);
  });

  it('is for another person than the last who rectified it', () => {
    given(report, [...history, byColleague])
      .when(close(colleague))
      .refused('same-person-closes');
    given(report, [...history, byColleague])
      .when(close(officer))
      .then([closed]);
  });

  it('needs a new rectification after it was opened again', () => {
    given(report, [...history, closed, reopened])
      .when(close(colleague))
      .refused('item-not-rectified');
    given(report, [...history, closed, reopened, rectified])
      .when(close(colleague))
      .then([closed]);
  });
});

const statusAfter = (...events: readonly ReportEvent[]) => given(report, events).state.items.get('1')?.content;

describe('the state of an item', () => {
  it('is told by its ledger row', () => {
    expect(statusAfter(reported, toldTo)).toMatchObject({ status: 'NOT_RECTIFIED', orderedOn: '2022-04-01' });
    expect(statusAfter(reported, toldTo, rectified)).toMatchObject({ status: 'RECTIFYING' });
    expect(statusAfter(reported, toldTo, rectified, closed)).toMatchObject({
      status: 'CLOSED_OFF',
      closedOn: '2022-05-01',
    });
    expect(statusAfter(reported, toldTo, rectified, closed, reopened)).toMatchObject({
      status: 'NOT_RECTIFIED',
      closedOn: null,
    });
  });

  it('is not made by events about an item that is not there', () => {
    expect(statusAfter(toldTo, rectified, closed, reopened)).toBeUndefined();
  });
});
