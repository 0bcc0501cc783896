import type { SeededRandom } from './random.ts';

/** What happens to a school, before it has a place in the log. */
export interface Happening {
  readonly stream: string;
  readonly type: string;
  readonly data: object;
}

/** When and where an episode begins. */
export interface Setting {
  readonly random: SeededRandom;
  readonly code: string;
  /** Unique in the whole history: numbers of cases and documents are made of it. */
  readonly serial: number;
  /** The business day so many days from now. */
  readonly day: (fromNow: number) => string;
  readonly year: number;
  readonly batch: string;
}

const someMajors = ['740101', '770101', '710201', '660108', '730701'] as const;

/** The school's row in the register. Two in three schools are public; the others have a permit that ends some day. */
export const registered = ({ random, code, day }: Setting): Happening => {
  const isPublic = random.next() < 0.66;
  return {
    stream: `school-${code}`,
    type: 'SchoolRegistered',
    data: {
      code,
      name: `海口第${code.slice(5)}职业学校`,
      authority: 'EDU',
      ownership: isPublic ? 'PUBLIC' : 'PRIVATE',
      licenceUntil: isPublic ? null : day(900 + random.below(1800)),
      majors: random.next() < 0.7 ? someMajors.slice(0, 2 + random.below(4)).toSorted() : [],
      creditCode: null,
      district: '460105',
      schoolType: '中等职业学校',
      licenceNo: null,
      principal: '王某某',
      creditCodeOverride: null,
    },
  };
};

const zeroReport = ({ code, batch, day }: Setting): Happening[] => [
  {
    stream: `selfInspectionReport-${batch}.${code}`,
    type: 'SelfInspectionZeroReportSigned',
    data: { batch, school: code, filedOn: day(0), signedOn: day(-2) },
  },
];

const reportedItem = ({ code, batch, serial, day }: Setting): Happening[] => {
  const about = { batch, school: code, itemNo: String(serial) };
  const stream = `selfInspectionReport-${batch}.${code}`;
  const row = { ...about, filedOn: day(0), signedOn: day(-1), category: 'IMPROPER_INTERNSHIP', studentCount: 3 };
  const rest = { amountFen: null, foundOn: day(-9), orderedOn: null, rectifyBy: null, status: null, closedOn: null };
  return [
    {
      stream,
      type: 'SelfInspectionItemReported',
      data: { ...row, ...rest, description: '实习学生未签订三方协议，补签后复核' },
    },
    { stream, type: 'SelfInspectionCorrectionOrdered', data: { ...about, orderedOn: day(3), rectifyBy: day(33) } },
    { stream, type: 'SelfInspectionItemRectified', data: { ...about, on: day(20), measure: '已补签协议', by: '李某' } },
    { stream, type: 'SelfInspectionItemClosed', data: { ...about, closedOn: day(30) } },
  ];
};

const violationCase = ({ code, serial, day, year }: Setting): Happening[] => {
  const about = { caseNo: `${year}-${serial}`, school: code };
  const lead = { category: 'AFFILIATED_ENROLMENT', leadSource: 'TIP_OFF', actFrom: day(-200), actUntil: day(-20) };
  const more = { studentCount: 12, amountFen: 24_000_000, gradeCohort: `${year}级`, major: '740101' };
  const partner = { partnerName: '某某人力资源有限公司', partnerCreditCode: null, creditCodeOverride: null };
  const stream = `violationCase-${about.caseNo}`;
  return [
    { stream, type: 'ViolationLeadRegistered', data: { ...about, ...lead, ...more, ...partner } },
    { stream, type: 'ViolationCaseFiled', data: { ...about, filedOn: day(5) } },
    {
      stream,
      type: 'ViolationInvestigated',
      data: { ...about, on: day(15), investigators: ['甲', '乙'], summary: '查阅学籍、财务与实习材料并询问当事人' },
    },
    { stream, type: 'ViolationCaseConcluded', data: { ...about, finding: 'ESTABLISHED' } },
    { stream, type: 'ViolationSeverityAssessed', data: { ...about, severity: 'GENERAL', severityReason: '人数较少' } },
    { stream, type: 'ViolationCaseClosed', data: { ...about, closedOn: day(60) } },
  ];
};

const change = ({ random, code, day, serial }: Setting): Happening[] => {
  const [kind, type] = random.pick([
    ['PRINCIPAL_CHANGED', 'SchoolPrincipalChanged'],
    ['RENAMED', 'SchoolRenamed'],
    ['LICENCE_RENEWED', 'SchoolLicenceRenewed'],
  ] as const);
  const value = kind === 'LICENCE_RENEWED' ? day(1500) : kind === 'RENAMED' ? `新名职业学校${serial}` : '赵某某';
  const row = { code, kind, approvedOn: day(0), effectiveOn: day(10), value, majors: [], reason: null };
  return [{ stream: `school-${code}`, type, data: row }];
};

const terms = (setting: Setting) => {
  const { random, year, day } = setting;
  return random.pick([
    { kind: 'VETO', years: [year], endMode: 'BOTH' },
    { kind: 'ENROLMENT_STOP', termYears: 1, endMode: 'FIXED_TERM' },
    { kind: 'REGISTRATION_SUSPENSION', endMode: 'UNTIL_LIFTED' },
    { kind: 'MAJOR_INTAKE_SUSPENSION', scope: 'MAJOR', majors: ['740101'], endMode: 'UNTIL_LIFTED' },
    { kind: 'PLAN_CUT', years: [year], endMode: 'FIXED_TERM', cap: 120 },
    { kind: 'INTERIM_HOLD', closingOn: day(45), endMode: 'FIXED_TERM' },
    { kind: 'INSPECTION_BASIC', inspectionYear: year, endMode: 'FIXED_TERM' },
    { kind: 'INSPECTION_PASSED', inspectionYear: year, endMode: 'FIXED_TERM' },
  ]);
};

const decisionAndAfter = (setting: Setting): Happening[] => {
  const { random, code, serial, day, year } = setting;
  const number = `教职成〔${year}〕${serial}号`;
  const nothing = { caseNos: [], scope: 'SCHOOL', majors: [], years: [], inspectionYear: null, termYears: null };
  const paper = { decidedOn: day(0), servedOn: day(4), effectiveOn: null, closingOn: null, cap: null };
  const made = { ...nothing, ...paper, number, school: code, basis: ['PLAN-4'], reason: '经查属实', ...terms(setting) };
  const happened: Happening[] = [{ stream: `decision-${year}.${serial}`, type: 'DecisionMade', data: made }];
  const changes = { newScope: null, newMajors: [], newYears: [], newTermYears: null, newClosingOn: null };
  const follow = (after: number, kind: string, type: string): void => {
    const days = { decidedOn: day(after), servedOn: day(after + 5), effectiveOn: null, closingOn: null };
    const row = {
      number: `${number}-${after}`,
      kind,
      target: number,
      school: code,
      reason: '整改验收合格',
      ...changes,
    };
    happened.push({ stream: `decision-${year}.${serial}.${after}`, type, data: { ...row, ...days } });
  };
  if (random.next() < 0.2) {
    follow(30, 'RECONSIDERATION_ACCEPTED', 'ReconsiderationAccepted');
    follow(90, 'RECONSIDERATION_UPHELD', 'ReconsiderationUpheld');
  }
  const lifts = made.kind === 'VETO' || made.endMode === 'UNTIL_LIFTED';
  if (lifts && random.next() < 0.8) follow(180, 'LIFT', 'DecisionLifted');
  return happened;
};

const episodes = [
  [0.5, zeroReport],
  [0.64, reportedItem],
  [0.78, violationCase],
  [0.89, change],
  [1, decisionAndAfter],
] as const;

/** The next thing that happens to a school, from its first event to its last. */
export const nextEpisode = (setting: Setting): Happening[] => {
  const drawn = setting.random.next();
  const [, episode] = episodes.find(([upTo]) => drawn < upTo) ?? episodes[0];
  return episode(setting);
};
