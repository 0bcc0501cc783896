import { describe, expect, it } from '@jest/globals';
import { addDays } from '#kernel';
import type { DecisionFact, DecisionKind } from '#law';
import { brokenDecisions, decisionOffences, decisionRules, groundOf } from '#law';
import { happened, keys, MemoryRegister, rows } from '#testing';

const { registered, amended, changed, caseRecorded, caseCorrected, decided } = happened;
type History = ConstructorParameters<typeof MemoryRegister>[0];

const standing: History = [registered(), ...caseRecorded()];
/** The codes and fields that speak against a decision; by default one on a measure against a public school. */
const against = (over: Partial<DecisionFact>, history: History = standing) => {
  const row = rows.decision(over);
  const found = decisionOffences(row, groundOf(new MemoryRegister(history).school(keys.school), row.caseNos));
  return found.map(({ code, field }) => `${code} ${field}`);
};
const veto = (over: Partial<DecisionFact>) =>
  against({ kind: 'VETO', endMode: 'BOTH', years: [2022], caseNos: [keys.caseNo], ...over });
const about = { caseNo: keys.caseNo, school: keys.school } as const;
const lawful: readonly string[] = [];
const onCase = (basis: string, actUntil: string | null, decidedOn = '2022-05-05') =>
  against({ basis: [basis], caseNos: [keys.caseNo], decidedOn }, [registered(), ...caseRecorded({ actUntil })]);

describe('a decision on the school and its cases', () => {
  it('of revocation needs a private school on the day of decision', () => {
    const row = { kind: 'LICENCE_REVOCATION', decidedOn: '2022-05-05' } as const;
    expect(against(row)).toStrictEqual(['licence-revocation-needs-private-school kind']);
    expect(against(row, [registered({ ownership: 'PRIVATE' })])).toStrictEqual(lawful);
    const became = (approvedOn: string, effectiveOn: string) =>
      against(row, [registered(), changed({ kind: 'OWNERSHIP_CHANGED', value: 'PRIVATE', approvedOn, effectiveOn })]);
    expect(became('2022-05-05', '2022-05-05')).toStrictEqual(lawful);
    expect(became('2022-05-06', '2022-05-05')).toHaveLength(1);
    expect(became('2022-05-05', '2022-05-06')).toHaveLength(1);
  });

  it('of veto needs an established case', () => {
    expect(veto({})).toStrictEqual(lawful);
    expect(veto({ caseNos: [] })).toStrictEqual(['veto-needs-established-case caseNos']);
    for (const [finding, says] of [
      ['PARTLY_ESTABLISHED', lawful],
      ['UNFOUNDED', ['veto-needs-established-case caseNos']],
      [null, ['veto-needs-established-case caseNos']],
    ] as const) {
      const row = { kind: 'VETO', years: [2022], caseNos: [keys.caseNo] } as const;
      expect(against(row, [registered(), ...caseRecorded({ finding })])).toStrictEqual(says);
    }
  });

  it('cannot rest on what binds private schools alone, where the school is public', () => {
    expect(against({ basis: ['PEL-62', 'PER-63', 'EDU-76'] })).toStrictEqual([
      'basis-needs-private-school basis',
      'basis-needs-private-school basis',
    ]);
    expect(against({ basis: ['PEL-62'] }, [registered({ ownership: 'PRIVATE' })])).toStrictEqual(lawful);
  });
});

describe('the basis of a decision', () => {
  it.each([
    ['VEL-65', '2022-05-01'],
    ['VEL-66', '2022-05-01'],
    ['PLAN-3', '2022-01-01'],
    ['PLAN-4', '2022-01-01'],
    ['PLAN-5', '2022-01-01'],
    ['MOE21', '2021-09-22'],
  ])('%s must have been in force when the act ended: from %s', (basis, first) => {
    expect(onCase(basis, first)).toStrictEqual(lawful);
    expect(onCase(basis, addDays(first, -1))).toStrictEqual(['basis-not-in-force basis']);
  });

  it('is judged by the day of decision where no case is named or one has not ended', () => {
    expect(onCase('VEL-65', null)).toStrictEqual(lawful);
    expect(onCase('VEL-65', null, '2022-04-30')).toStrictEqual(['basis-not-in-force basis']);
    expect(against({ basis: ['VEL-65'], decidedOn: '2022-04-30' })).toStrictEqual(['basis-not-in-force basis']);
  });

  it('is judged by the latest end among several cases', () => {
    const several: History = [
      registered(),
      ...caseRecorded({ caseNo: '一', actUntil: '2022-04-30' }),
      ...caseRecorded({ caseNo: '二', actUntil: '2022-05-01' }),
    ];
    expect(against({ basis: ['VEL-65'], caseNos: ['一', '二'] }, several)).toStrictEqual(lawful);
    expect(against({ basis: ['VEL-65'], caseNos: ['一'] }, several)).toStrictEqual(['basis-not-in-force basis']);
  });

  it.each(['EDU-76', 'EDU-82', 'FIN-6', 'FIN-14', '海南省某办法第三条'])('%s has no first day to check', (basis) => {
    expect(onCase(basis, '1999-01-01')).toStrictEqual(lawful);
  });

  it('is not judged while a named case is not known', () => {
    expect(against({ basis: ['VEL-65'], caseNos: ['无'], decidedOn: '2000-01-01', servedOn: null })).toStrictEqual(
      lawful,
    );
  });
});

describe('scope and days of a decision', () => {
  it('fit an inspection only as the whole school, with its year', () => {
    expect(against({ kind: 'INSPECTION_FAILED', majors: ['740101'], scope: 'MAJOR' })).toStrictEqual([
      'scope-not-allowed scope',
    ]);
    expect(against({ kind: 'INSPECTION_BASIC', inspectionYear: null })).toStrictEqual([
      'inspection-year-missing inspectionYear',
    ]);
    expect(against({ kind: 'INSPECTION_PASSED' })).toStrictEqual(lawful);
  });

  it.each<DecisionKind>(['MAJOR_CLOSURE', 'MAJOR_INTAKE_SUSPENSION'])('fit %s only with majors', (kind) => {
    expect(against({ kind })).toStrictEqual(['majors-missing majors']);
    expect(against({ kind, scope: 'MAJOR' })).toStrictEqual(['majors-missing majors']);
    expect(against({ kind, majors: ['740101'], scope: 'MAJOR' })).toStrictEqual(lawful);
  });

  it('name majors where they say majors', () => {
    expect(against({ scope: 'MAJOR' })).toStrictEqual(['majors-missing majors']);
  });

  it('go from decision to service to effect, each on the day of the one before at the earliest', () => {
    expect(against({ decidedOn: '2022-05-10', servedOn: '2022-05-10', effectiveOn: '2022-05-10' })).toStrictEqual(
      lawful,
    );
    expect(against({ decidedOn: '2022-05-11', servedOn: '2022-05-10' })).toStrictEqual([
      'service-before-decision servedOn',
    ]);
    expect(against({ servedOn: '2022-05-10', effectiveOn: '2022-05-09' })).toStrictEqual([
      'effective-before-service effectiveOn',
    ]);
    expect(against({ servedOn: null, effectiveOn: '2022-01-01' })).toStrictEqual(lawful);
  });
});

describe('a draft', () => {
  it('of which nothing could be read is not judged', () => {
    const school = new MemoryRegister(standing).school(keys.school);
    expect(decisionOffences({}, groundOf(school, []))).toStrictEqual([]);
    for (const kind of Object.keys(decisionRules) as DecisionKind[])
      expect(decisionOffences({ kind }, groundOf(school, []))).toStrictEqual([]);
  });

  it('is told everything that speaks against it, at once', () => {
    const all = against({ kind: 'VETO', endMode: 'BOTH', basis: ['PEL-62'], servedOn: '2022-05-01', scope: 'MAJOR' });
    expect(all).toStrictEqual([
      'veto-needs-established-case caseNos',
      'majors-missing majors',
      'service-before-decision servedOn',
      'term-missing endMode',
      'basis-needs-private-school basis',
    ]);
  });
});

describe('recorded decisions', () => {
  const history: History = [...(standing ?? []), decided({ kind: 'VETO', years: [2022], caseNos: [keys.caseNo] })];
  const broken = (...more: NonNullable<History>) =>
    brokenDecisions(new MemoryRegister([...(history ?? []), ...more]).school(keys.school));

  it('are broken by facts on which they could not stand', () => {
    expect(broken()).toStrictEqual([]);
    expect(broken(caseCorrected({ finding: 'UNFOUNDED' }))).toStrictEqual([keys.decision]);
    expect(broken({ type: 'ViolationCaseWithdrawn', data: { ...about, correctionReason: '误' } })).toStrictEqual([
      keys.decision,
    ]);
    expect(broken(decided({ number: '吊', basis: ['PEL-62'] }), amended())).toStrictEqual(['吊']);
  });
});
