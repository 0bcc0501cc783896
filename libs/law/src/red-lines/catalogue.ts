import type { LegalBasisCode } from '../bases/legal-bases.ts';

/** The acts for which enrolment is forbidden (一律禁止招生): five of the 2022 work plan, and its open end (等等行为). */
export type RedLineCategory =
  | 'HIDDEN_ENROLMENT'
  | 'AFFILIATED_ENROLMENT'
  | 'SUBSIDY_FRAUD'
  | 'IMPROPER_INTERNSHIP'
  | 'INTERNSHIP_AGENCY_FEE'
  | 'OTHER_RED_LINE';

/** One category of the catalogue. */
export interface RedLine {
  /** The official term, as workbooks write it (红线类别). */
  readonly term: string;
  /** What else the act is called in plans, reports and letters. */
  readonly aliases: readonly string[];
  /** Forms that the act takes, code to official wording. Internships have the rule codes of `internshipRules` instead. */
  readonly subtypes: Readonly<Record<string, string>>;
  /** Provisions that a decision about it usually rests on; which of them binds the school is asked of the basis. */
  readonly bases: readonly LegalBasisCode[];
}

/** The catalogue (2022 work plan 二(四)). */
export const redLines = {
  HIDDEN_ENROLMENT: {
    term: '隐瞒学籍',
    aliases: ['隐瞒学生学籍'],
    subtypes: {
      UNREGISTERED_ON_CAMPUS: '在校无籍',
      ON_ROLL_NOT_ON_CAMPUS: '在籍不在校',
      STATUS_CHANGE_NOT_REPORTED: '异动不报、迟报',
      DUAL_STATUS: '双重学籍',
      FALSE_IDENTITY: '虚假信息注册',
    },
    bases: ['EDU-76', 'PER-63', 'VEL-65', 'MOE21', 'PLAN-4'],
  },
  AFFILIATED_ENROLMENT: {
    term: '挂靠学籍',
    aliases: ['挂靠学生学籍', '空挂学籍', '人籍分离', '代注册', '借读'],
    subtypes: {
      LENT_TO_SCHOOL: '为其他学校代注册',
      LENT_TO_TRAINING_ORG: '为培训机构代注册',
      PAPER_ONLY: '空挂学籍',
      UNAPPROVED_SITE: '未经审批的异地分校、办学点',
    },
    bases: ['EDU-76', 'EDU-82', 'PEL-62', 'PER-63', 'MOE21', 'PLAN-4'],
  },
  SUBSIDY_FRAUD: {
    term: '骗取资助',
    aliases: [
      '骗取国家助学金、奖学金',
      '骗取国家助学金',
      '骗取国家奖学金',
      '骗取助学金',
      '骗取奖学金',
      '骗取免学费补助资金',
    ],
    subtypes: {
      GHOST_STUDENT: '虚报人数',
      DUAL_CLAIM: '重复申报',
      INELIGIBLE_CLAIM: '不符合条件',
      WITHHELD: '截留、克扣、挪用',
      FALSE_AWARD: '奖学金评审作假',
      CARD_HELD: '资助卡由学校代管',
    },
    bases: ['FIN-6', 'FIN-14', 'MOE21', 'PLAN-4'],
  },
  IMPROPER_INTERNSHIP: {
    term: '违规实习',
    aliases: ['不按照要求安排学生实习', '不按要求安排学生实习', '违规安排学生实习', '违规组织实习'],
    subtypes: {},
    bases: ['VEL-66', 'PER-63', 'PLAN-4'],
  },
  INTERNSHIP_AGENCY_FEE: {
    term: '收取实习中介费',
    aliases: ['收取实习中介费用', '收取学生实习中介费', '收取学生实习中介费用'],
    subtypes: {
      PER_HEAD_FEE: '人头费',
      WAGE_CUT: '管理费、实习报酬提成',
      PLACEMENT_FEE: '就业服务费',
      DEPOSIT: '押金',
      CHARGED_COSTS: '车费、体检费等实习费用',
      REBATE: '返费',
    },
    bases: ['VEL-66', 'PER-63', 'PLAN-4'],
  },
  OTHER_RED_LINE: { term: '其他红线', aliases: ['其它红线'], subtypes: {}, bases: ['PLAN-4'] },
} as const satisfies Readonly<Record<RedLineCategory, RedLine>>;

const bare = (text: string): string => text.normalize('NFKC').replaceAll(/[\s\p{P}]/gu, '');

const categories: ReadonlyMap<string, RedLineCategory> = new Map(
  (Object.entries(redLines) as [RedLineCategory, RedLine][]).flatMap(([category, { term, aliases }]) =>
    [term, ...aliases].map((name) => [bare(name), category] as const),
  ),
);

/** The category that a term or an alias names, whatever its spaces and punctuation; null for any other text. */
export const redLineOf = (text: string): RedLineCategory | null => categories.get(bare(text)) ?? null;
