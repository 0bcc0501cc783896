import { describe, expect, it } from '@jest/globals';
import type { RedLineCategory } from './catalogue.ts';
import { redLines } from './catalogue.ts';
import type { FactField } from './fact-fields.ts';
import type { FactsOf } from './fact-schemas.ts';
import { factSchemas } from './fact-schemas.ts';
import { checkFacts } from './facts.ts';

const hidden = {
  studentCount: 40,
  subtypeCounts: { DUAL_STATUS: 12, ON_ROLL_NOT_ON_CAMPUS: 28 },
  rollCount: 300,
  actualCount: 260,
  difference: 40,
} satisfies FactsOf<'HIDDEN_ENROLMENT'>;
const affiliated = {
  studentCount: 10,
  subtypeCounts: { PAPER_ONLY: 10 },
  feePerStudentFen: 2_000_000,
  totalFeeFen: 20_000_000,
  partnerUscc: '91460100MA5T00010J',
  payer: null, // a field that a form left empty
};
const fraud = {
  studentCount: 15,
  subtypes: ['GHOST_STUDENT'],
  program: 'GRANT',
  claimedFen: 3_000_000,
  entitledFen: 0,
  fraudFen: 3_000_000,
} satisfies FactsOf<'SUBSIDY_FRAUD'>;
const internship = {
  studentCount: 20,
  minorCount: 5,
  gradeCohort: '2020级',
  majorCode: '740101',
  violationCodes: ['N19'],
  employerName: '示例酒店',
  startDate: '2022-02-21',
  endDate: '2022-08-20',
  hoursPerDay: 8,
  nightShift: false,
  payFenPerMonth: 240_000,
  samePostPayFen: 300_000,
  agreementSigned: 20,
  agreementTotal: 20,
  insuranceInsured: 20,
  insuranceTotal: 20,
  consentSigned: 20,
  consentTotal: 20,
  internTotal: 20,
  staffTotal: 200,
} satisfies FactsOf<'IMPROPER_INTERNSHIP'>;
const fee = {
  studentCount: 20,
  feeItem: 'PER_HEAD_FEE',
  payerType: 'EMPLOYER',
  perStudentFen: 50_000,
  totalFen: 1_000_000,
  recipient: 'SCHOOL',
  refundedFen: 0,
  periodFrom: '2022-05-01',
  periodUntil: '2022-06-30',
} satisfies FactsOf<'INTERNSHIP_AGENCY_FEE'>;
const other = { description: '擅自设立校外办学点' } satisfies FactsOf<'OTHER_RED_LINE'>;

const sound: readonly (readonly [RedLineCategory, object])[] = [
  ['HIDDEN_ENROLMENT', hidden],
  ['AFFILIATED_ENROLMENT', affiliated],
  ['SUBSIDY_FRAUD', fraud],
  ['IMPROPER_INTERNSHIP', internship],
  ['INTERNSHIP_AGENCY_FEE', fee],
  ['OTHER_RED_LINE', other],
];

const stranger = (field: string, detail: string): object[] => [{ code: 'fact-not-in-list', field, detail }];

describe('the facts of a case', () => {
  it.each(sound)('%s: sound facts have no fault', (category, facts) => {
    expect(checkFacts(category, { ...facts })).toEqual([]);
  });

  it.each(Object.keys(redLines) as RedLineCategory[])('%s: every required fact is missed', (category) => {
    const required = Object.entries(factSchemas[category] as Readonly<Record<string, FactField>>)
      .filter(([, field]) => field.required)
      .map(([field]) => ({ code: 'fact-missing', field }));
    expect(required.length).toBeGreaterThan(0);
    expect(checkFacts(category, {})).toEqual(required);
  });

  it.each([
    ['studentCount', -1, 'count'],
    ['studentCount', 1.5, 'count'],
    ['studentCount', '20', 'count'],
    ['payFenPerMonth', 2 ** 53, 'fen'],
    ['startDate', '2022-02-30', 'date'],
    ['employerName', '  ', 'text'],
    ['majorCode', '74010', 'majorCode'],
    ['employerUscc', '91350203M0001QAY9B', 'creditCode'],
    ['nightShift', 'no', 'boolean'],
    ['violationCodes', 'N19', 'list'],
    ['studentRefs', ['a', ''], 'list'],
  ])('takes no %s of %p', (field, value, detail) => {
    expect(checkFacts('IMPROPER_INTERNSHIP', { ...internship, [field]: value })).toEqual([
      { code: 'fact-mistyped', field, detail },
    ]);
  });

  it.each([[[1]], ['x'], [{ DUAL_STATUS: -1 }]])('takes no counts of %j', (subtypeCounts) => {
    expect(checkFacts('HIDDEN_ENROLMENT', { ...hidden, subtypeCounts })).toEqual([
      { code: 'fact-mistyped', field: 'subtypeCounts', detail: 'counts' },
    ]);
  });

  it('takes codes from their lists alone', () => {
    expect(checkFacts('SUBSIDY_FRAUD', { ...fraud, program: 'LOAN' })).toEqual(stranger('program', 'LOAN'));
    expect(checkFacts('IMPROPER_INTERNSHIP', { ...internship, violationCodes: ['N19', 'N28'] })).toEqual(
      stranger('violationCodes', 'N28'),
    );
    expect(checkFacts('HIDDEN_ENROLMENT', { ...hidden, subtypeCounts: { GHOST_STUDENT: 1 } })).toEqual(
      stranger('subtypeCounts', 'GHOST_STUDENT'),
    );
    expect(checkFacts('HIDDEN_ENROLMENT', { ...hidden, subtypeCounts: { '': 1 } })).toEqual(
      stranger('subtypeCounts', ''),
    );
  });

  it('knows no facts but those of the schema', () => {
    expect(checkFacts('OTHER_RED_LINE', { ...other, studentName: '张三' })).toEqual([
      { code: 'fact-unknown', field: 'studentName' },
    ]);
  });
});

const contradictions = [
  ['HIDDEN_ENROLMENT', { ...hidden, difference: 41 }, 'figures-disagree difference 40'],
  ['HIDDEN_ENROLMENT', { ...hidden, studentCount: 27 }, 'part-exceeds-whole subtypeCounts 27'],
  ['AFFILIATED_ENROLMENT', { ...affiliated, totalFeeFen: 1 }, 'figures-disagree totalFeeFen 20000000'],
  ['SUBSIDY_FRAUD', { ...fraud, entitledFen: 1 }, 'figures-disagree fraudFen 2999999'],
  ['IMPROPER_INTERNSHIP', { ...internship, minorCount: 21 }, 'part-exceeds-whole minorCount 20'],
  ['IMPROPER_INTERNSHIP', { ...internship, endDate: '2022-02-20' }, 'period-reversed endDate 2022-02-21'],
  ['IMPROPER_INTERNSHIP', { ...internship, agreementSigned: 21 }, 'part-exceeds-whole agreementSigned 20'],
  ['IMPROPER_INTERNSHIP', { ...internship, insuranceInsured: 21 }, 'part-exceeds-whole insuranceInsured 20'],
  ['IMPROPER_INTERNSHIP', { ...internship, consentSigned: 21 }, 'part-exceeds-whole consentSigned 20'],
  ['INTERNSHIP_AGENCY_FEE', { ...fee, totalFen: 1_000_001 }, 'figures-disagree totalFen 1000000'],
  ['INTERNSHIP_AGENCY_FEE', { ...fee, refundedFen: 1_000_001 }, 'part-exceeds-whole refundedFen 1000000'],
  ['INTERNSHIP_AGENCY_FEE', { ...fee, periodUntil: '2022-04-30' }, 'period-reversed periodUntil 2022-05-01'],
] as const;

/** How many findings there are when interns of a cohort begin on this day. */
const began = (startDate: string, gradeCohort = '2021级'): number =>
  checkFacts('IMPROPER_INTERNSHIP', { ...internship, startDate, endDate: '2023-06-30', gradeCohort }).length;

describe('figures against each other', () => {
  it.each(contradictions)('%s: %j', (category, facts, finding) => {
    expect(checkFacts(category, facts).map(({ code, field, detail }) => `${code} ${field} ${detail}`)).toEqual([
      finding,
    ]);
  });

  it.each([
    ['N05', { agreementSigned: 19 }],
    ['N07', { gradeCohort: '2021级' }],
    ['N16', { hoursPerDay: 9 }],
    ['N16', { nightShift: true }],
    ['D1', { consentSigned: 19 }],
    ['D3', { payFenPerMonth: 239_999 }],
    ['D4', { staffTotal: 199 }],
    ['D6', { insuranceInsured: 0 }],
  ])('show that %s is broken by %j, unless it is named', (rule, change) => {
    const facts = { ...internship, ...change };
    expect(checkFacts('IMPROPER_INTERNSHIP', facts)).toEqual([
      { code: 'breach-not-named', field: 'violationCodes', detail: rule },
    ]);
    expect(checkFacts('IMPROPER_INTERNSHIP', { ...facts, violationCodes: [rule] })).toEqual([]);
  });

  it('count the first year of a cohort to 31 August', () => {
    expect([began('2021-09-01'), began('2022-08-31')]).toEqual([1, 1]);
    expect([began('2022-09-01'), began('2020-12-31'), began('2022-03-01', '二年级')]).toEqual([0, 0, 0]);
  });
});
