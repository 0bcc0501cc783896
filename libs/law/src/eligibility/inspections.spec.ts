import { describe, expect, it } from '@jest/globals';
import { happened, verdictOn } from '#testing';

const { registered, decided, followedUp } = happened;
type History = Parameters<typeof verdictOn>[0];

const stateOn = (history: History, on: string) => verdictOn(history, { on }).state;
const inspection = (number: string, kind: 'FAILED' | 'DEFERRED' | 'BASIC' | 'PASSED', over: object) =>
  decided({ number, kind: `INSPECTION_${kind}`, decidedOn: '2022-04-01', servedOn: '2022-04-01', ...over });

describe('inspections of one year', () => {
  const failed = inspection('不合格', 'FAILED', {});
  const again = { decidedOn: '2022-09-10', servedOn: '2022-09-10' } as const;
  const history = [registered(), failed, inspection('基本', 'BASIC', again)];

  it('give way to a later and better one from its first day, which makes its own reason', () => {
    expect(stateOn(history, '2022-09-09')).toBe('BANNED');
    expect(verdictOn(history, { on: '2022-09-10' })).toMatchObject({
      state: 'CONDITIONAL',
      reasons: [{ documentNo: '基本', from: '2022-09-10' }],
    });
    expect(stateOn([registered(), failed, inspection('合格', 'PASSED', again)], '2022-09-10')).toBe('ELIGIBLE');
  });

  it('do not give way to a worse, an earlier, an unserved, an annulled one, or one of another year', () => {
    const against = (over: object, ...more: History) =>
      stateOn([registered(), failed, inspection('合格', 'PASSED', { ...again, ...over }), ...more], '2022-10-01');
    expect(against({ decidedOn: '2022-03-01' })).toBe('BANNED');
    expect(against({ servedOn: null })).toBe('BANNED');
    expect(against({ inspectionYear: 2023 })).toBe('BANNED');
    expect(against({}, followedUp({ kind: 'ANNUL', target: '合格' }))).toBe('BANNED');
    const worse = [registered(), inspection('基本', 'BASIC', {}), inspection('暂缓', 'DEFERRED', again)];
    expect(verdictOn(worse, { on: '2022-10-01' }).reasons.map((one) => one.kind)).toStrictEqual([
      'INSPECTION_DEFERRED',
      'INSPECTION_BASIC',
    ]);
  });

  it('decided on one day go by the order of recording', () => {
    const passed = inspection('合格', 'PASSED', {});
    expect(stateOn([registered(), failed, passed], '2022-10-01')).toBe('ELIGIBLE');
    expect(stateOn([registered(), passed, failed], '2022-10-01')).toBe('BANNED');
  });

  it('come back while the better one is stayed', () => {
    const stayed = [
      ...history,
      followedUp({ kind: 'STAY', target: '基本', servedOn: '2022-09-15', closingOn: '2022-09-30' }),
    ];
    expect(stateOn(stayed, '2022-09-14')).toBe('CONDITIONAL');
    expect(stateOn(stayed, '2022-09-15')).toBe('BANNED');
    expect(stateOn(stayed, '2022-10-01')).toBe('CONDITIONAL');
  });
});
