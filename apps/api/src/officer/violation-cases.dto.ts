import type { CaseContent } from '#domain/violation-cases';
import { findingTerms, leadSourceTerms, severityTerms } from '#law';
import type { Finding, LeadSource, RedLineCategory, Severity } from '#law';
import { Code, Count, Day, LongText, OneOf, Text, TextList } from '../http/fields.ts';
import { majorCodeShape, schoolCodeShape } from './schools.dto.ts';
import { redLineTerms } from './self-inspections.dto.ts';

/** The case that an address names. */
export class CasePathDto {
  @Text({ example: '2022-003' })
  caseNo!: string;
}

/** A lead without its number. */
export class LeadRowDto {
  @Code({ shape: schoolCodeShape, example: '3646012001' })
  school!: string;

  @OneOf(redLineTerms, { example: 'HIDDEN_ENROLMENT' })
  category!: RedLineCategory;

  @OneOf(leadSourceTerms, { example: 'TIP_OFF' })
  leadSource!: LeadSource;

  @Day({ example: '2021-09-01' })
  actFrom!: string;

  @Day({ example: '2022-02-28', optional: true })
  actUntil: string | null = null;

  @Count({ example: 12, optional: true })
  studentCount: number | null = null;

  @Count({ example: 1_200_000, description: 'In fen.', optional: true })
  amountFen: number | null = null;

  @Text({ example: '2021级', optional: true })
  gradeCohort: string | null = null;

  @Code({ shape: majorCodeShape, example: '740101', optional: true })
  major: string | null = null;

  @Text({ example: '示例人力资源公司', optional: true })
  partnerName: string | null = null;

  @Code({ shape: /^[0-9A-Z]{18}$/, example: '91460100MA5RC8GL8P', optional: true })
  partnerCreditCode: string | null = null;
}

/** A lead to register (线索登记). */
export class RegisterLeadDto extends LeadRowDto {
  @Text({ example: '2022-003' })
  caseNo!: string;
}

/** A case as its papers stand, without its number: what can be corrected. */
export class CaseRowDto extends LeadRowDto implements Omit<CaseContent, 'caseNo'> {
  @Day({ example: '2022-03-05', optional: true })
  filedOn: string | null = null;

  @Day({ example: '2022-06-01', optional: true })
  closedOn: string | null = null;

  @OneOf(findingTerms, { example: 'ESTABLISHED', optional: true })
  finding: Finding | null = null;

  @OneOf(severityTerms, { example: 'SERIOUS', optional: true })
  severity: Severity | null = null;

  @LongText({ example: '人数较多', optional: true })
  severityReason: string | null = null;

  @LongText({ example: '登记有误', optional: true })
  correctionReason: string | null = null;
}

/** A case as its papers stand. */
export class RecordCaseDto extends CaseRowDto {
  @Text({ example: '2022-003' })
  caseNo!: string;
}

/** 立案. */
export class FileCaseDto {
  @Day({ example: '2022-03-05' })
  filedOn!: string;
}

/** What was done to find out, and by whom. */
export class InvestigateCaseDto {
  @Day({ example: '2022-03-20' })
  on!: string;

  @TextList({ example: ['王芳', '李明'], description: 'At least two (行政处罚法 42).' })
  investigators!: readonly string[];

  @LongText({ example: '调取学籍系统数据并询问学生' })
  summary!: string;
}

/** What was found. */
export class ConcludeCaseDto {
  @OneOf(findingTerms, { example: 'ESTABLISHED' })
  finding!: Finding;

  @OneOf(severityTerms, { example: 'SERIOUS', optional: true })
  severity: Severity | null = null;

  @LongText({ example: '人数较多', optional: true })
  severityReason: string | null = null;
}
