import { describe, expect, it } from '@jest/globals';
import type { DecisionFact, DecisionKind, FollowUpFact, FollowUpKind } from '#law';
import { decisionRules, followUpOffences, followUpTerms, ownFollowUpOffences } from '#law';
import { rows } from '#testing';

const against = (over: Partial<FollowUpFact>, target: Partial<DecisionFact> = {}) =>
  followUpOffences(rows.followUp(over), rows.decision(target)).map(({ code, field }) => `${code} ${field}`);
const own = (over: Partial<FollowUpFact>, ofDecision = true) =>
  ownFollowUpOffences(rows.followUp(over), ofDecision).map(({ code, field }) => `${code} ${field}`);
const vary = (over: Partial<FollowUpFact>, target: Partial<DecisionFact> = {}) =>
  against(
    { kind: 'VARY', servedOn: '2022-07-10', ...over },
    { kind: 'VETO', endMode: 'BOTH', years: [2022], ...target },
  );
const kinds = Object.keys(decisionRules) as DecisionKind[];
const lawful: readonly string[] = [];

describe('a lift', () => {
  it.each(kinds)('of %s is the one that the table allows', (kind) => {
    const { liftedBy } = decisionRules[kind];
    const says = (lift: FollowUpKind) => (liftedBy === lift ? lawful : ['lift-not-allowed kind']);
    expect(against({ kind: 'LIFT' }, { kind })).toStrictEqual(says('LIFT'));
    expect(against({ kind: 'RESTORE_ENROLMENT_RIGHT' }, { kind })).toStrictEqual(says('RESTORE_ENROLMENT_RIGHT'));
  });

  it('is not possible of what is revoked, closed, withdrawn or an inspection', () => {
    expect(kinds.filter((kind) => decisionRules[kind].liftedBy === null)).toStrictEqual([
      'LICENCE_REVOCATION',
      'SCHOOL_CLOSURE_ORDER',
      'LICENCE_WITHDRAWAL',
      'LICENCE_DEREGISTRATION',
      'SCHOOL_TERMINATION',
      'INSPECTION_PASSED',
      'INSPECTION_BASIC',
      'INSPECTION_DEFERRED',
      'INSPECTION_FAILED',
    ]);
    expect(decisionRules.ENROLMENT_RIGHT_WITHDRAWAL.liftedBy).toBe('RESTORE_ENROLMENT_RIGHT');
  });
});

describe('a target', () => {
  const working: readonly FollowUpKind[] = ['LIFT', 'STAY'];

  it.each(working)('must be served and have begun before %s', (kind) => {
    expect(against({ kind }, { servedOn: null })).toStrictEqual(['target-not-served target']);
    expect(against({ kind, servedOn: '2022-05-10' })).toStrictEqual(lawful);
    expect(against({ kind, servedOn: '2022-05-09' })).toStrictEqual(['lift-before-effective servedOn']);
    expect(against({ kind, servedOn: '2022-05-10' }, { effectiveOn: '2022-06-01' })).toStrictEqual([
      'lift-before-effective servedOn',
    ]);
    expect(against({ kind, servedOn: '2022-05-01', effectiveOn: '2022-05-09' })).toStrictEqual([
      'lift-before-effective effectiveOn',
    ]);
    expect(against({ kind, servedOn: null })).toStrictEqual(lawful);
  });

  it('must be served and have begun before a variation and a restored right', () => {
    expect(vary({}, { servedOn: null })).toStrictEqual(['target-not-served target']);
    expect(vary({ servedOn: '2022-05-09' })).toStrictEqual(['lift-before-effective servedOn']);
    const withdrawal = { kind: 'ENROLMENT_RIGHT_WITHDRAWAL', servedOn: null } as const;
    expect(against({ kind: 'RESTORE_ENROLMENT_RIGHT' }, withdrawal)).toStrictEqual(['target-not-served target']);
  });

  it('may be unserved for everything else', () => {
    const others = (Object.keys(followUpTerms) as FollowUpKind[]).filter(
      (kind) => !['LIFT', 'STAY', 'VARY', 'RESTORE_ENROLMENT_RIGHT'].includes(kind),
    );
    expect(others).toHaveLength(9);
    for (const kind of others) expect(against({ kind }, { servedOn: null })).toStrictEqual(lawful);
  });
});

describe('a variation', () => {
  it.each(kinds)('of %s is possible where the table allows', (kind) => {
    const says = ['VETO', 'ENROLMENT_STOP'].includes(kind) ? lawful : ['variation-not-allowed kind'];
    expect(against({ kind: 'VARY' }, { kind })).toStrictEqual(says);
  });

  it('gives no term to what stands until lifted', () => {
    const open = { endMode: 'UNTIL_LIFTED', years: [] } as const;
    expect(vary({ newYears: [2022] }, open)).toStrictEqual(['term-with-until-lifted newYears']);
    expect(vary({ newTermYears: 1 }, open)).toStrictEqual(['term-with-until-lifted newTermYears']);
    expect(vary({ newClosingOn: '2022-12-31' }, open)).toStrictEqual(['term-with-until-lifted newClosingOn']);
    expect(vary({ newScope: 'MAJOR', newMajors: ['740101'] }, open)).toStrictEqual(lawful);
  });

  it('is held to the limit of its target, from its own first day', () => {
    const stop = { kind: 'ENROLMENT_STOP', years: [2022] } as const;
    expect(vary({ newTermYears: 3 }, stop)).toStrictEqual(lawful);
    expect(vary({ newTermYears: 4 }, stop)).toStrictEqual(['term-too-long newTermYears']);
    expect(vary({ newTermYears: 5 })).toStrictEqual(lawful);
    expect(vary({ newYears: [2022, 2023, 2024, 2025] }, stop)).toStrictEqual(['term-too-long newYears']);
    expect(vary({ newClosingOn: '2025-07-09' }, stop)).toStrictEqual(lawful);
    expect(vary({ newClosingOn: '2025-07-10' }, stop)).toStrictEqual(['term-too-long newClosingOn']);
    expect(vary({ newYears: [2022], newTermYears: 9, newClosingOn: '2040-01-01' }, stop)).toStrictEqual(lawful);
  });
});

describe('a follow-up by itself', () => {
  it('goes from decision to service to effect', () => {
    expect(own({ decidedOn: '2022-07-10', servedOn: '2022-07-10', effectiveOn: '2022-07-10' })).toStrictEqual(lawful);
    expect(own({ servedOn: '2022-06-30' })).toStrictEqual(['service-before-decision servedOn']);
    expect(own({ effectiveOn: '2022-07-09' })).toStrictEqual(['effective-before-service effectiveOn']);
  });

  it.each<FollowUpKind>(['ANNUL', 'DECLARE_VOID'])('may reach back as %s of a decision alone', (kind) => {
    expect(own({ kind, effectiveOn: '2022-01-01' })).toStrictEqual(lawful);
    expect(own({ kind, effectiveOn: '2022-01-01' }, false)).toStrictEqual(['effective-before-service effectiveOn']);
  });

  it('that varies to majors names them', () => {
    expect(own({ kind: 'VARY', newScope: 'MAJOR' })).toStrictEqual(['majors-missing newMajors']);
    expect(own({ kind: 'VARY', newScope: 'MAJOR', newMajors: ['740101'] })).toStrictEqual(lawful);
    expect(own({ kind: 'VARY', newScope: 'SCHOOL' })).toStrictEqual(lawful);
  });

  it('of which nothing could be read is not judged', () => {
    expect(ownFollowUpOffences({}, true)).toStrictEqual([]);
    expect(followUpOffences({}, rows.decision())).toStrictEqual([]);
  });
});
