import { describe, expect, it } from '@jest/globals';
import type { DecisionFact, DecisionKind } from '#law';
import { decisionOffences, decisionRules, groundOf } from '#law';
import { happened, keys, MemoryRegister, rows } from '#testing';

const school = new MemoryRegister([happened.registered({ ownership: 'PRIVATE' }), ...happened.caseRecorded()]).school(
  keys.school,
);
const against = (over: Partial<DecisionFact>) => {
  const row = rows.decision({ caseNos: [keys.caseNo], servedOn: '2022-05-10', ...over });
  return decisionOffences(row, groundOf(school, row.caseNos)).map(({ code, field }) => `${code} ${field}`);
};
const stop = (over: Partial<DecisionFact>) => against({ kind: 'ENROLMENT_STOP', endMode: 'FIXED_TERM', ...over });
const veto = (over: Partial<DecisionFact>) => against({ kind: 'VETO', endMode: 'BOTH', ...over });
const hold = (over: Partial<DecisionFact>) => against({ kind: 'INTERIM_HOLD', ...over });
const lawful: readonly string[] = [];

describe('the end of a decision', () => {
  const stated = (Object.keys(decisionRules) as DecisionKind[]).filter((kind) => decisionRules[kind].endMode === null);

  it('is stated by two kinds alone', () => {
    expect(stated).toStrictEqual(['ENROLMENT_STOP', 'VETO']);
    expect(against({ kind: 'ENROLMENT_SUSPENSION', endMode: 'FIXED_TERM' })).toStrictEqual([
      'end-mode-not-allowed endMode',
    ]);
    expect(against({ kind: 'PLAN_CUT', years: [2022], endMode: 'BOTH' })).toStrictEqual([
      'end-mode-not-allowed endMode',
    ]);
    expect(against({ kind: 'INSPECTION_FAILED', endMode: 'UNTIL_LIFTED' })).toStrictEqual([
      'end-mode-not-allowed endMode',
    ]);
  });

  it.each([
    ['FIXED_TERM', {}, ['term-missing endMode']],
    ['BOTH', {}, ['term-missing endMode']],
    ['UNTIL_LIFTED', {}, []],
    ['BOTH', { years: [2022] }, []],
    ['FIXED_TERM', { termYears: 1 }, []],
    ['FIXED_TERM', { closingOn: '2022-12-31' }, []],
    ['UNTIL_LIFTED', { years: [2022] }, ['term-with-until-lifted endMode']],
    ['UNTIL_LIFTED', { termYears: 1 }, ['term-with-until-lifted endMode']],
    ['UNTIL_LIFTED', { closingOn: '2022-12-31' }, ['term-with-until-lifted endMode']],
  ] as const)('%s with %j says %j', (endMode, term, says) => {
    expect(stop({ endMode, ...term })).toStrictEqual(says);
    expect(veto({ endMode, ...term })).toStrictEqual(says);
  });

  it('of what stands until lifted bears no term, and a plan cut names its years', () => {
    expect(against({ kind: 'REGISTRATION_SUSPENSION', termYears: 1 })).toStrictEqual([
      'term-with-until-lifted endMode',
    ]);
    expect(against({ kind: 'PLAN_CUT', closingOn: '2022-12-31' })).toStrictEqual(['term-missing years']);
    expect(against({ kind: 'YELLOW_CARD' })).toStrictEqual(['term-missing years']);
    expect(against({ kind: 'PLAN_CUT', years: [2022] })).toStrictEqual(lawful);
  });
});

describe('the length of a term', () => {
  it.each([
    { kind: 'ENROLMENT_STOP', most: 3, lastDay: '2025-05-09', tooLate: '2025-05-10' },
    { kind: 'VETO', most: 5, lastDay: '2027-05-09', tooLate: '2027-05-10' },
  ] as const)('of $kind is at most $most years', ({ kind, most, lastDay, tooLate }) => {
    const of = (over: Partial<DecisionFact>) => against({ kind, endMode: 'FIXED_TERM', ...over });
    const years = Array.from({ length: most }, (_, i) => 2022 + i);
    expect(of({ termYears: most })).toStrictEqual(lawful);
    expect(of({ termYears: most + 1 })).toStrictEqual(['term-too-long termYears']);
    expect(of({ years })).toStrictEqual(lawful);
    expect(of({ years: [...years, 2040] })).toStrictEqual(['term-too-long years']);
    expect(of({ closingOn: lastDay })).toStrictEqual(lawful);
    expect(of({ closingOn: tooLate })).toStrictEqual(['term-too-long closingOn']);
    expect(of({ closingOn: '9999-12-31' })).toStrictEqual(['term-too-long closingOn']);
  });

  it('counts from the effective day, and is not known before service', () => {
    expect(stop({ closingOn: '2025-05-10', effectiveOn: '2022-05-11' })).toStrictEqual(lawful);
    expect(stop({ closingOn: '2030-01-01', servedOn: null })).toStrictEqual(lawful);
  });

  it('is not checked in columns that mean nothing', () => {
    expect(stop({ years: [2022], termYears: 9, closingOn: '2040-01-01' })).toStrictEqual(lawful);
    expect(stop({ closingOn: '2022-12-31', termYears: 9 })).toStrictEqual(lawful);
  });
});

describe('an interim hold', () => {
  it('lasts at most sixty days from its first day', () => {
    expect(hold({})).toStrictEqual(lawful);
    expect(hold({ closingOn: '2022-07-08' })).toStrictEqual(lawful); // 10 May is the first, 8 July the sixtieth day
    expect(hold({ closingOn: '2022-07-09' })).toStrictEqual(['interim-hold-too-long closingOn']);
    expect(hold({ closingOn: '2022-07-09', effectiveOn: '2022-05-11' })).toStrictEqual(lawful);
  });

  it('bears no years and no length', () => {
    expect(hold({ years: [2022] })).toStrictEqual(['interim-hold-too-long years']);
    expect(hold({ termYears: 1 })).toStrictEqual(['interim-hold-too-long termYears']);
  });
});
