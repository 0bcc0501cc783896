import type { Sending } from './service.ts';

const row = (name: string) => ({
  name,
  district: '460105',
  ownership: 'PUBLIC',
  schoolType: '普通中专',
  majors: ['740101', '700206'],
});

/** The n-th school of a trial. */
export const schoolCode = (n: number): string => String(3_646_000_000 + n);

export const registering = (code: string): Sending => ({
  method: 'POST',
  path: '/api/v1/schools',
  body: { code, ...row(`海口示例职业学校${code}`) },
});

/** `principal` tells one correction from another. */
export const correcting = (code: string, principal: string): Sending => ({
  method: 'PUT',
  path: `/api/v1/schools/${code}`,
  body: { ...row(`海口示例职业学校${code}`), principal, correctionReason: '登记有误' },
});

export const filingCase = (caseNo: string, school: string): Sending => ({
  method: 'POST',
  path: '/api/v1/violation-cases',
  body: {
    caseNo,
    school,
    category: 'HIDDEN_ENROLMENT',
    leadSource: 'TIP_OFF',
    filedOn: '2022-03-05',
    actFrom: '2021-09-01',
    actUntil: '2022-02-28',
    finding: 'ESTABLISHED',
    severity: 'SERIOUS',
    severityReason: '人数较多',
  },
});

export const vetoing = (number: string, school: string, caseNo: string): Sending => ({
  method: 'POST',
  path: '/api/v1/decisions',
  body: {
    number,
    school,
    kind: 'VETO',
    caseNos: [caseNo],
    basis: ['PLAN-4'],
    scope: 'SCHOOL',
    years: [2022],
    decidedOn: '2022-05-08',
    servedOn: '2022-05-10',
    endMode: 'BOTH',
    reason: '隐瞒学籍，情节严重',
  },
});
