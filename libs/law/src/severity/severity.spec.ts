import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SeverityFacts, SeverityRule } from './severity.ts';
import { severityTerms, severityThresholds, suggestSeverity } from './severity.ts';

const foundOn = '2022-06-01';
const ranks = Object.keys(severityTerms);
const rankOf = (facts: Partial<SeverityFacts>): number =>
  ranks.indexOf(suggestSeverity({ foundOn, ...facts }).severity);

describe('the suggested severity', () => {
  it('is general when nothing speaks', () => {
    expect(suggestSeverity({ foundOn })).toEqual({ severity: 'GENERAL', hits: [], thresholdsVersion: '2022-1' });
  });

  it.each<[SeverityRule, Partial<SeverityFacts>, unknown]>([
    ['REPEATED', { earlierFindings: ['2018-01-01', '2019-06-01'] }, '2019-06-01'],
    ['FALSE_SELF_INSPECTION', { falseSelfInspection: true }, true],
    ['OBSTRUCTED', { obstructed: true }, true],
    ['FRAUD_AMOUNT', { fraudFen: 3_000_000 }, 3_000_000],
    ['STUDENT_COUNT', { studentCount: 30 }, 30],
    ['COHORT_SHARE', { studentCount: 3, cohortSize: 10 }, 30],
    ['UNDER_16_PLACED', { under16Count: 1 }, 1],
    ['UNDER_16_PLACED', { internshipRules: ['N08'] }, 'N08'],
    ['GRAVE_INTERNSHIP_RULE', { internshipRules: ['N19', 'N11'] }, 'N11'],
    ['PAID_AGENCY', { internshipRules: ['N12'], illegalGainFen: 1 }, 1],
    ['INJURY', { injuredCount: 2 }, 2],
    ['NOT_CORRECTED', { notCorrectedInTime: true }, true],
    ['LED_BY_SCHOOL_LEADER', { ledBySchoolLeader: true }, true],
  ])('is serious by %s for %j', (rule, facts, value) => {
    expect(suggestSeverity({ foundOn, ...facts })).toMatchObject({ severity: 'SERIOUS', hits: [{ rule, value }] });
  });

  it.each<Partial<SeverityFacts>>([
    { earlierFindings: ['2019-05-31', '2022-06-01'] },
    { fraudFen: 2_999_999 },
    { studentCount: 29, cohortSize: 97 },
    { internshipRules: ['N12', 'N19'] },
    { illegalGainFen: 5_000_000 },
    { under16Count: 0, injuredCount: 0, deathCount: 0, obstructed: false },
  ])('stays general just below the lines: %j', (facts) => {
    expect(suggestSeverity({ foundOn, ...facts })).toMatchObject({ severity: 'GENERAL', hits: [] });
  });

  it('is especially serious for a death, a very large fraud, or three serious hits', () => {
    expect(suggestSeverity({ foundOn, deathCount: 1 }).severity).toBe('ESPECIALLY_SERIOUS');
    expect(suggestSeverity({ foundOn, fraudFen: 50_000_000 }).hits.map(({ rule }) => rule)).toEqual([
      'FRAUD_VERY_LARGE',
      'FRAUD_AMOUNT',
    ]);
    expect(suggestSeverity({ foundOn, obstructed: true, studentCount: 30 }).severity).toBe('SERIOUS');
    expect(suggestSeverity({ foundOn, obstructed: true, studentCount: 30, injuredCount: 1 }).severity).toBe(
      'ESPECIALLY_SERIOUS',
    );
  });

  it('is minor for what was reported and corrected, and nothing else spoke', () => {
    expect(suggestSeverity({ foundOn, selfReported: true }).severity).toBe('GENERAL');
    expect(suggestSeverity({ foundOn, selfReported: true, corrected: true }).severity).toBe('MINOR');
    const both = suggestSeverity({ foundOn, selfReported: true, corrected: true, studentCount: 31 });
    expect(both.severity).toBe('SERIOUS');
    expect(both.hits.map(({ rule }) => rule)).toEqual(['STUDENT_COUNT', 'SELF_REPORTED_AND_CORRECTED']);
  });
});

describe('the lines of the suggestion', () => {
  it("are an office's own if it wishes, and are named by version", () => {
    const own = { ...severityThresholds, version: 'haikou-1', seriousStudents: 5 };
    expect(suggestSeverity({ foundOn, studentCount: 5 }, own)).toMatchObject({
      severity: 'SERIOUS',
      thresholdsVersion: 'haikou-1',
    });
  });

  it('never let it fall when a figure grows', () => {
    const figures = fc.record({
      fraudFen: fc.nat(60_000_000),
      studentCount: fc.nat(60),
      injuredCount: fc.nat(2),
      deathCount: fc.nat(1),
    });
    fc.assert(
      fc.property(figures, figures, (one, more) => {
        const sum = {
          fraudFen: one.fraudFen + more.fraudFen,
          studentCount: one.studentCount + more.studentCount,
          injuredCount: one.injuredCount + more.injuredCount,
          deathCount: one.deathCount + more.deathCount,
        };
        expect(rankOf(sum)).toBeGreaterThanOrEqual(rankOf(one));
      }),
    );
  });
});
