import { describe, expect, it } from '@jest/globals';
import { happened, keys, verdictOn } from '#testing';

const { registered, decided, followedUp, caseRecorded } = happened;
const dueOn = (servedOn: string, on: string) =>
  verdictOn([registered(), decided({ decidedOn: servedOn, servedOn })], { on }).headline?.reviewDueOn;

const veto = decided({ kind: 'VETO', years: [2022], caseNos: [keys.caseNo] });
const badgesOf = (history: Parameters<typeof verdictOn>[0], on = '2022-06-01') =>
  verdictOn([registered(), ...history], { on }).headline?.badges;

describe('the review of what is open-ended', () => {
  it.each([
    ['2022-05-10', '2022-05-10', '2023-05-10'],
    ['2022-05-10', '2023-05-10', '2023-05-10'],
    ['2022-05-10', '2023-05-11', '2024-05-10'],
    ['2020-02-29', '2020-03-01', '2021-02-28'],
    ['2020-02-29', '2021-03-01', '2022-02-28'],
    ['2020-02-29', '2023-03-01', '2024-02-29'],
  ])('is due for %s, seen on %s, on %s', (servedOn, on, due) => {
    expect(dueOn(servedOn, on)).toBe(due);
  });

  it('is not for what ends by itself', () => {
    expect(verdictOn([registered(), decided({ kind: 'PLAN_CUT', years: [2022] })]).headline?.reviewDueOn).toBeNull();
  });
});

describe('badges', () => {
  it('say that a case behind a veto is not concluded', () => {
    expect(badgesOf([...caseRecorded(), veto])).toStrictEqual(['CASE_NOT_CONCLUDED']);
    const closed = [...caseRecorded({ closedOn: '2022-07-01' }), veto];
    expect(badgesOf(closed, '2022-06-30')).toStrictEqual(['CASE_NOT_CONCLUDED']);
    expect(badgesOf(closed, '2022-07-01')).toStrictEqual([]);
    expect(badgesOf([...caseRecorded(), decided({ caseNos: [keys.caseNo] })])).toStrictEqual([]); // only a veto rests on it
  });

  it.each([
    ['RECONSIDERATION', 'UNDER_RECONSIDERATION'],
    ['LITIGATION', 'UNDER_LITIGATION'],
  ] as const)('say that %s is under way, and change nothing else', (track, badge) => {
    const appeal = followedUp({ kind: `${track}_ACCEPTED`, number: '受理', servedOn: '2022-06-01' });
    expect(badgesOf([decided(), appeal], '2022-05-31')).toStrictEqual([]);
    expect(badgesOf([decided(), appeal])).toStrictEqual([badge]);
    expect(verdictOn([registered(), decided(), appeal]).state).toBe('BANNED');
    for (const kind of [`${track}_UPHELD`, `${track}_CLOSED`] as const) {
      const over = [decided(), appeal, followedUp({ kind, number: '终', servedOn: '2022-08-01' })];
      expect(badgesOf(over, '2022-07-31')).toStrictEqual([badge]);
      expect(badgesOf(over, '2022-08-01')).toStrictEqual([]);
    }
    const annulled = [
      decided(),
      appeal,
      followedUp({ kind: 'ANNUL', number: '撤', target: '受理', servedOn: '2022-08-01' }),
    ];
    expect(badgesOf(annulled, '2022-08-31')).toStrictEqual([]);
  });

  it('come again with an appeal that is accepted after the last one ended', () => {
    const upheld = followedUp({ kind: 'RECONSIDERATION_UPHELD', number: '维持', servedOn: '2022-06-10' });
    const again = followedUp({ kind: 'RECONSIDERATION_ACCEPTED', number: '再受理', servedOn: '2022-06-20' });
    expect(badgesOf([decided(), upheld, again], '2022-06-19')).toStrictEqual([]);
    expect(badgesOf([decided(), upheld, again], '2022-06-20')).toStrictEqual(['UNDER_RECONSIDERATION']);
  });

  it('do not let the end of one track end the other', () => {
    const appeal = followedUp({ kind: 'LITIGATION_ACCEPTED', number: '受理', servedOn: '2022-06-01' });
    const upheld = followedUp({ kind: 'RECONSIDERATION_UPHELD', number: '维持', servedOn: '2022-06-10' });
    expect(badgesOf([decided(), appeal, upheld], '2022-06-20')).toStrictEqual(['UNDER_LITIGATION']);
  });
});
