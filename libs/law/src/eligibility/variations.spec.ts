import { describe, expect, it } from '@jest/globals';
import { happened, verdictOn } from '#testing';

const { registered, decided, followedUp, followUpCorrected } = happened;
type History = Parameters<typeof verdictOn>[0];

const veto = (over: object = {}): History => [
  registered(),
  decided({ kind: 'VETO', endMode: 'FIXED_TERM', closingOn: '2023-03-31', ...over }),
];
const vary = (over: object) => followedUp({ kind: 'VARY', number: '变', servedOn: '2022-09-10', ...over });
const headlineOn = (history: History, on: string, asked: object = {}) => verdictOn(history, { on, ...asked }).headline;

describe('a variation', () => {
  it('uses the old version before its first day and the new one from it on', () => {
    const history = [...veto(), vary({ newClosingOn: '2022-10-31', effectiveOn: '2022-10-08' })];
    expect(headlineOn(history, '2022-10-07')).toMatchObject({ until: '2023-04-01', from: '2022-05-10' });
    expect(headlineOn(history, '2022-10-08')).toMatchObject({ until: '2022-11-01', from: '2022-05-10' });
    expect(headlineOn(history, '2022-11-01')).toBeNull();
  });

  it('counts a new length from its own first day', () => {
    expect(headlineOn([...veto(), vary({ newTermYears: 2 })], '2022-09-10')).toMatchObject({ until: '2024-09-10' });
  });

  it('replaces dates by years and years by dates', () => {
    const toYears = [...veto(), vary({ newYears: [2022, 2023], newClosingOn: '2022-09-30', newTermYears: 1 })];
    expect(headlineOn(toYears, '2022-09-10')).toMatchObject({ years: [2022, 2023], until: null });
    expect(headlineOn(toYears, '2023-09-01', { year: 2023 })).toMatchObject({ state: 'BANNED' });
    const toDates = [...veto({ years: [2022] }), vary({ newClosingOn: '2022-09-30', newTermYears: 3 })];
    expect(headlineOn(toDates, '2022-09-30')).toMatchObject({ years: null, until: '2022-10-01' });
    expect(headlineOn(toDates, '2022-10-01')).toBeNull();
  });
});

describe('a varied decision', () => {
  it('keeps its term where none is stated, and takes the new scope and majors', () => {
    const history = [...veto(), vary({ newScope: 'MAJOR', newMajors: ['740101'] })];
    expect(verdictOn(history, { on: '2022-09-09' }).state).toBe('BANNED');
    expect(verdictOn(history, { on: '2022-09-10' })).toMatchObject({ state: 'ELIGIBLE', majorsBanned: ['740101'] });
    expect(headlineOn(history, '2022-09-10', { major: '740101' })).toMatchObject({
      scope: 'MAJOR',
      until: '2023-04-01',
    });
  });

  it('names no majors once it is widened to the school', () => {
    const history = [...veto({ majors: ['740101'] }), vary({ newScope: 'SCHOOL' })];
    expect(headlineOn(history, '2022-09-10')).toMatchObject({ scope: 'SCHOOL', majors: [] });
  });

  it('can have its majors replaced', () => {
    const history = [...veto({ majors: ['740101'] }), vary({ newMajors: ['770101'] })];
    expect(headlineOn(history, '2022-09-10', { major: '740101' })).toBeNull();
    expect(headlineOn(history, '2022-09-10', { major: '770101' })).toMatchObject({ majors: ['770101'] });
  });

  it('reads as before where the variation is unserved, annulled, or not possible', () => {
    const unserved = vary({ servedOn: null, newClosingOn: '2022-09-30' });
    expect(headlineOn([...veto(), unserved], '2022-10-08')).toMatchObject({ until: '2023-04-01' });
    const annulled = followedUp({ kind: 'ANNUL', number: '撤', target: '变', servedOn: '2022-09-20' });
    const history = [...veto(), vary({ newClosingOn: '2023-05-31' }), annulled];
    expect(headlineOn(history, '2022-09-19')).toMatchObject({ until: '2023-06-01' });
    expect(headlineOn(history, '2022-09-20')).toMatchObject({ until: '2023-04-01' });
    const other = [registered(), decided(), vary({ newClosingOn: '2022-09-30' })];
    expect(headlineOn(other, '2022-10-08')).toMatchObject({ until: null });
  });

  it('holds a school after the term it has by then', () => {
    const history = [...veto({ endMode: 'BOTH' }), vary({ newYears: [2022] })];
    expect(headlineOn(history, '2023-09-01', { year: 2023 })).toMatchObject({ state: 'HELD', from: '2023-09-01' });
    const narrowed = [
      ...history,
      vary({ number: '变二', effectiveOn: '2022-10-01', newScope: 'MAJOR', newMajors: ['740101'] }),
    ];
    expect(headlineOn(narrowed, '2023-09-01', { year: 2023 })).toBeNull();
    expect(headlineOn(narrowed, '2023-09-01', { year: 2023, major: '740101' })).toMatchObject({ majors: ['740101'] });
  });
});

describe('several variations', () => {
  const late = vary({ number: '晚', effectiveOn: '2022-10-08', newClosingOn: '2022-12-31' });
  const early = vary({ number: '早', effectiveOn: '2022-09-20', newScope: 'MAJOR', newMajors: ['740101'] });

  it('apply in the order of their first days, however they were recorded', () => {
    const asked = { major: '740101' };
    for (const history of [
      [...veto(), late, early],
      [...veto(), early, late],
    ]) {
      expect(headlineOn(history, '2022-09-20', asked)).toMatchObject({ scope: 'MAJOR', until: '2023-04-01' });
      expect(headlineOn(history, '2022-10-08', asked)).toMatchObject({ scope: 'MAJOR', until: '2023-01-01' });
    }
  });

  it('of the same day go by first recording, which a correction does not move', () => {
    const one = vary({ number: '一', newClosingOn: '2022-12-31' });
    const two = vary({ number: '二', newClosingOn: '2022-11-30' });
    expect(headlineOn([...veto(), one, two], '2022-09-10')).toMatchObject({ until: '2022-12-01' });
    expect(headlineOn([...veto(), two, one], '2022-09-10')).toMatchObject({ until: '2023-01-01' });
    const again = followUpCorrected({ kind: 'VARY', number: '一', servedOn: '2022-09-10', newClosingOn: '2023-01-31' });
    expect(headlineOn([...veto(), one, two, again], '2022-09-10')).toMatchObject({ until: '2022-12-01' });
  });
});
