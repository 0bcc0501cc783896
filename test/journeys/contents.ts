// What officers send in these journeys: the smallest content that is complete.

export const publicSchool = (code: string) => ({
  code,
  name: `海口示例职业学校${code.slice(-2)}`,
  district: '460105',
  ownership: 'PUBLIC',
  schoolType: '普通中专',
  majors: ['740101', '700206'],
});

export const campaign = (batch: string) => ({
  batch,
  name: '2022年底线红线自查',
  enrolmentYear: 2022,
  noticeOn: '2022-03-01',
  dueOn: '2022-03-18',
});

export const lead = (caseNo: string, school: string) => ({
  caseNo,
  school,
  category: 'HIDDEN_ENROLMENT',
  leadSource: 'TIP_OFF',
  actFrom: '2021-09-01',
  actUntil: '2022-02-28',
});

export const provenCase = (caseNo: string, school: string) => ({
  ...lead(caseNo, school),
  filedOn: '2022-03-05',
  finding: 'ESTABLISHED',
  severity: 'SERIOUS',
  severityReason: '人数较多',
});

export const veto = (number: string, school: string, caseNo: string) => ({
  number,
  school,
  kind: 'VETO',
  caseNos: [caseNo],
  basis: ['PLAN-4'],
  scope: 'SCHOOL',
  years: [2022],
  decidedOn: '2022-05-08',
  endMode: 'BOTH',
  reason: '隐瞒学籍，情节严重',
});

export const followUp = (number: string, target: string, more: object) => ({
  number,
  target,
  decidedOn: '2022-06-01',
  servedOn: '2022-06-02',
  reason: '依法处理',
  ...more,
});
