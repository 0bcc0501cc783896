import { describe, expect, it } from '@jest/globals';
import { happened, verdictOn } from '#testing';

const { registered, decided, followedUp } = happened;
const hold = (over: object = {}) => [registered(), decided({ kind: 'INTERIM_HOLD', servedOn: '2022-09-10', ...over })];
const stateOn = (on: string, asked: object = {}) => verdictOn(hold(), { on, ...asked }).state;

describe('an interim hold', () => {
  it('lasts sixty days where the row names no end, and looks at the day of asking', () => {
    expect(stateOn('2022-09-09')).toBe('ELIGIBLE');
    expect(stateOn('2022-09-10')).toBe('HELD');
    expect(stateOn('2022-11-08')).toBe('HELD');
    expect(stateOn('2022-11-09')).toBe('ELIGIBLE');
    expect(verdictOn(hold(), { on: '2022-10-01' }).headline).toMatchObject({ until: '2022-11-09', reviewDueOn: null });
  });

  it('ends on its closing day where the row names one', () => {
    expect(verdictOn(hold({ closingOn: '2022-10-08' }), { on: '2022-10-08' }).state).toBe('HELD');
    expect(verdictOn(hold({ closingOn: '2022-10-08' }), { on: '2022-10-09' }).state).toBe('ELIGIBLE');
  });

  it('holds the first intake that is still open and no other', () => {
    expect(stateOn('2022-10-01', { season: 'SPRING' })).toBe('ELIGIBLE');
    expect(stateOn('2022-10-01', { year: 2023 })).toBe('ELIGIBLE');
    const late = hold({ servedOn: '2022-11-01' });
    expect(verdictOn(late, { on: '2022-11-20' }).state).toBe('HELD');
    expect(verdictOn(late, { on: '2022-11-21' }).state).toBe('ELIGIBLE');
    expect(verdictOn(late, { on: '2022-11-20', season: 'SPRING' }).state).toBe('ELIGIBLE');
    expect(verdictOn(late, { on: '2022-11-21', season: 'SPRING' }).state).toBe('HELD');
  });

  it('is stayed, annulled and lifted by the day of asking too', () => {
    const stayed = [...hold(), followedUp({ kind: 'STAY', servedOn: '2022-09-20', closingOn: '2022-09-30' })];
    expect(verdictOn(stayed, { on: '2022-09-19' }).state).toBe('HELD');
    expect(verdictOn(stayed, { on: '2022-09-30' })).toMatchObject({
      state: 'ELIGIBLE',
      stayed: [{ returnsOn: '2022-10-01' }],
    });
    expect(verdictOn(stayed, { on: '2022-10-01' }).state).toBe('HELD');
    const lifted = [...hold(), followedUp({ servedOn: '2022-09-20', effectiveOn: '2022-09-25' })];
    expect(verdictOn(lifted, { on: '2022-09-24' }).state).toBe('HELD');
    expect(verdictOn(lifted, { on: '2022-09-25' }).state).toBe('ELIGIBLE');
  });
});
