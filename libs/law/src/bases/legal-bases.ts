import type { LocalDate } from '#kernel';

/** A provision on which a decision can rest, as documents name it (依据). */
export type LegalBasisCode =
  | 'EDU-76'
  | 'EDU-82'
  | 'VEL-65'
  | 'VEL-66'
  | 'PEL-62'
  | 'PER-63'
  | 'FIN-6'
  | 'FIN-14'
  | 'MOE21'
  | 'PLAN-3'
  | 'PLAN-4'
  | 'PLAN-5';

/** What a provision is called, since when it can be cited, and against whom. */
export interface LegalBasis {
  readonly citation: string;
  /** First day in force; null where the day is not checked. */
  readonly inForceFrom: LocalDate | null;
  /** PRIVATE: it binds private schools (民办) alone. */
  readonly binds: 'ANY' | 'PRIVATE';
}

const basis = (citation: string, inForceFrom: LocalDate | null, binds: LegalBasis['binds'] = 'ANY'): LegalBasis => ({
  citation,
  inForceFrom,
  binds,
});
const workPlan = (part: string): LegalBasis => basis(`职业教育与成人教育科2022年工作计划 二${part}`, '2022-01-01');

/** Every provision with a code. The work plan founds measures of management, never a penalty (行政处罚法 16). */
export const legalBases: Readonly<Record<LegalBasisCode, LegalBasis>> = {
  'EDU-76': basis('中华人民共和国教育法 第七十六条', null),
  'EDU-82': basis('中华人民共和国教育法 第八十二条', null),
  'VEL-65': basis('中华人民共和国职业教育法 第六十五条', '2022-05-01'),
  'VEL-66': basis('中华人民共和国职业教育法 第六十六条', '2022-05-01'),
  'PEL-62': basis('中华人民共和国民办教育促进法 第六十二条', null, 'PRIVATE'),
  'PER-63': basis('中华人民共和国民办教育促进法实施条例 第六十三条', '2021-09-01', 'PRIVATE'),
  'FIN-6': basis('财政违法行为处罚处分条例 第六条', null),
  'FIN-14': basis('财政违法行为处罚处分条例 第十四条', null),
  MOE21: basis('教育部办公厅关于严格规范中等职业学校招生、学籍和资助管理工作的通知', '2021-09-22'),
  'PLAN-3': workPlan('(三) 年检'),
  'PLAN-4': workPlan('(四) 底线警示与一票否定'),
  'PLAN-5': workPlan('(五) 招生计划审批'),
};

/** The provision with this code; null for any other text, which then is a citation that nobody checks. */
export const basisOf = (code: string): LegalBasis | null =>
  Object.hasOwn(legalBases, code) ? legalBases[code as LegalBasisCode] : null;

/** False only where the provision's first day is known and `date` lies before it (行政处罚法 37). */
export const isBasisInForce = (code: string, date: LocalDate): boolean => date >= (basisOf(code)?.inForceFrom ?? date);
