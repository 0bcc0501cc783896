import type { RedLineCategory } from './catalogue.ts';
import { redLines } from './catalogue.ts';
import type { FactField, FactType, FactValues } from './fact-fields.ts';
import {
  codeOf,
  codesOf,
  creditCode,
  date,
  flag,
  hours,
  list,
  majorCode,
  money,
  people,
  peopleBy,
  required,
  text,
} from './fact-fields.ts';
import { internshipRules } from './internship-rules.ts';

/** The aids that can be obtained by fraud. */
export const aidProgramTerms = { GRANT: '国家助学金', SCHOLARSHIP: '国家奖学金', FREE_TUITION: '免学费补助' } as const;
/** Who paid for a placement. */
export const feePayerTerms = { STUDENT: '学生', EMPLOYER: '实习单位', AGENCY: '中介机构' } as const;
/** Who took the money. */
export const feeRecipientTerms = { SCHOOL: '学校', PERSON: '个人' } as const;

const cohort = {
  studentCount: people('涉及学生数', required),
  gradeCohort: text('年级'),
  majorCode: majorCode('专业代码'),
  studentRefs: list('学生标识'),
} as const;
const roll = {
  ...cohort,
  academicTerms: list('学期'),
  rollCount: people('在籍人数'),
  actualCount: people('实际在校人数'),
  difference: people('在籍与在校相差人数'),
  planApproved: people('核定招生计划'),
  feesCollectedFen: money('收取费用'),
  subsidyLinked: flag('涉及资助资金'),
} as const;

/**
 * What a case of each category states in figures: names, types, units, and what must not be missing. No name, number or
 * account of a person: students stand here as references. Ratios are computed, never stated.
 */
export const factSchemas = {
  HIDDEN_ENROLMENT: { ...roll, subtypeCounts: peopleBy(redLines.HIDDEN_ENROLMENT.subtypes)('各情形人数', required) },
  AFFILIATED_ENROLMENT: {
    ...roll,
    subtypeCounts: peopleBy(redLines.AFFILIATED_ENROLMENT.subtypes)('各情形人数', required),
    partnerOrgName: text('合作单位'),
    partnerUscc: creditCode('合作单位信用代码'),
    partnerSiteAddress: text('办学地点'),
    feePerStudentFen: money('每生收费'),
    totalFeeFen: money('收费总额'),
    payer: text('付款方'),
    certificatesIssued: people('发证人数'),
  },
  SUBSIDY_FRAUD: {
    ...cohort,
    subtypes: codesOf(redLines.SUBSIDY_FRAUD.subtypes)('情形', required),
    program: codeOf(aidProgramTerms)('资助项目', required),
    termCodes: list('学期'),
    standardFen: money('资助标准'),
    claimedFen: money('申领金额', required),
    entitledFen: money('应得金额', required),
    fraudFen: money('骗取金额', required),
    returnedFen: money('已退回金额'),
    returnDate: date('退回日期'),
    treasuryReceiptNo: text('缴库凭证号'),
    fundSource: text('资金来源'),
  },
  IMPROPER_INTERNSHIP: {
    ...cohort,
    violationCodes: codesOf(internshipRules)('违反条款', required),
    internshipBatchId: text('实习批次'),
    employerName: text('实习单位', required),
    employerUscc: creditCode('实习单位信用代码'),
    employerRegion: text('实习地区'),
    postName: text('岗位'),
    minorCount: people('未成年学生数'),
    startDate: date('实习开始日期', required),
    endDate: date('实习结束日期'),
    hoursPerDay: hours('每日工时'),
    nightShift: flag('上夜班'),
    payFenPerMonth: money('月报酬'),
    samePostPayFen: money('同岗位月工资'),
    agreementSigned: people('已签三方协议'),
    agreementTotal: people('应签三方协议'),
    insuranceInsured: people('已投保'),
    insuranceTotal: people('应投保'),
    consentSigned: people('已签知情同意书'),
    consentTotal: people('应签知情同意书'),
    internTotal: people('实习生总数'),
    staffTotal: people('在岗职工总数'),
  },
  INTERNSHIP_AGENCY_FEE: {
    ...cohort,
    feeItem: codeOf(redLines.INTERNSHIP_AGENCY_FEE.subtypes)('收费名目', required),
    payerType: codeOf(feePayerTerms)('付款方', required),
    agencyName: text('中介机构'),
    agencyUscc: creditCode('中介机构信用代码'),
    agencyHrLicenceNo: text('人力资源服务许可证号'),
    perStudentFen: money('每生金额'),
    totalFen: money('总金额', required),
    periodFrom: date('收费开始日期'),
    periodUntil: date('收费结束日期'),
    recipient: codeOf(feeRecipientTerms)('收款方', required),
    refundedFen: money('已退还金额'),
    account: text('入账账户类别'),
  },
  OTHER_RED_LINE: {
    description: text('行为描述', required),
    studentCount: people('涉及学生数'),
    amountFen: money('涉及金额'),
  },
} as const satisfies Readonly<Record<RedLineCategory, Readonly<Record<string, FactField>>>>;

type Schema<C extends RedLineCategory> = (typeof factSchemas)[C];

/** The facts of a category once they are well typed. What is missing is absent. */
export type FactsOf<C extends RedLineCategory> = {
  readonly [F in keyof Schema<C>]?: Schema<C>[F] extends FactField<infer T extends FactType> ? FactValues[T] : never;
};
