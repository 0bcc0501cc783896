import type { DecisionContent, FollowUpContent } from '#domain/decisions';
import { decisionRules, followUpTerms, legalBases } from '#law';
import type { DecisionKind, EndMode, FollowUpKind, Scope } from '#law';
import { Code, CodeList, Count, CountList, Day, LongText, OneOf, Text, TextList } from '../http/fields.ts';
import { majorCodeShape, schoolCodeShape } from './schools.dto.ts';
import { enrolmentYears } from './self-inspections.dto.ts';

const decisionTerms = Object.fromEntries(
  Object.entries(decisionRules).map(([kind, { term }]) => [kind, term]),
) as Readonly<Record<DecisionKind, string>>;
const scopeTerms = { SCHOOL: '全校', MAJOR: '专业' } as const;
const endModeTerms = { FIXED_TERM: '到期', UNTIL_LIFTED: '解除', BOTH: '到期且解除' } as const;
const basisCodes = Object.keys(legalBases).join(' ');

/** The document that an address names. */
export class DocumentPathDto {
  @Text({ example: '海教职成〔2022〕7号' })
  number!: string;
}

/** A document's decision about one school. */
export class DecisionPathDto extends DocumentPathDto {
  @Code({ shape: schoolCodeShape, example: '3646012001' })
  school!: string;
}

/** The service of a paper (送达). */
export class ServiceDto {
  @Day({ example: '2022-05-10' })
  servedOn!: string;

  @Day({ example: '2022-05-10', description: 'Left out: the day of service.', optional: true })
  effectiveOn: string | null = null;
}

/** The service of one row of a follow-up. */
export class FollowUpServiceDto extends ServiceDto {
  @Text({ example: '海教职成〔2022〕7号', description: 'The number that the follow-up names.' })
  target!: string;

  @Code({
    shape: schoolCodeShape,
    example: '3646012001',
    description: 'Left out: the row for every school.',
    optional: true,
  })
  school: string | null = null;
}

type Lists = 'caseNos' | 'majors' | 'years' | 'endMode';

/** A decision about one school (处理决定). */
export class RecordDecisionDto extends DecisionPathDto implements Omit<DecisionContent, Lists> {
  @OneOf(decisionTerms, { example: 'VETO' })
  kind!: DecisionKind;

  @TextList({ example: ['2022-003'], optional: true })
  caseNos: readonly string[] | null = null;

  @TextList({ example: ['PLAN-4'], description: `Codes (${basisCodes}), or citations in words.`, least: 1 })
  basis!: readonly string[];

  @OneOf(scopeTerms, { example: 'SCHOOL' })
  scope!: Scope;

  @CodeList({ shape: majorCodeShape, example: [], optional: true })
  majors: readonly string[] | null = null;

  @CountList({ ...enrolmentYears, example: [2022], optional: true })
  years: readonly number[] | null = null;

  @Count({ ...enrolmentYears, example: null, optional: true })
  inspectionYear: number | null = null;

  @Day({ example: '2022-05-08' })
  decidedOn!: string;

  @Day({ example: '2022-05-10', optional: true })
  servedOn: string | null = null;

  @Day({ example: null, optional: true })
  effectiveOn: string | null = null;

  @Count({ least: 1, example: null, optional: true })
  termYears: number | null = null;

  @Day({ example: null, description: 'The last day covered.', optional: true })
  closingOn: string | null = null;

  @OneOf(endModeTerms, { example: 'BOTH', optional: true })
  endMode: EndMode | null = null;

  @Count({ example: null, description: 'The most new students, where a plan was cut.', optional: true })
  cap: number | null = null;

  @LongText({ example: '隐瞒学籍，情节严重' })
  reason!: string;

  @LongText({ example: null, optional: true })
  correctionReason: string | null = null;
}

/** What a later document does to a decision or to another follow-up (后续处理). */
export class RecordFollowUpDto extends DocumentPathDto implements Omit<FollowUpContent, 'newMajors' | 'newYears'> {
  @OneOf(followUpTerms, { example: 'LIFT' })
  kind!: FollowUpKind;

  @Text({ example: '海教职成〔2022〕7号', description: 'The number of the decision or follow-up that it names.' })
  target!: string;

  @Code({
    shape: schoolCodeShape,
    example: '3646012001',
    description: 'Left out: every school of the target.',
    optional: true,
  })
  school: string | null = null;

  @Day({ example: '2023-09-01' })
  decidedOn!: string;

  @Day({ example: '2023-09-05', optional: true })
  servedOn: string | null = null;

  @Day({ example: null, optional: true })
  effectiveOn: string | null = null;

  @Day({ example: null, description: 'The last day of a stay.', optional: true })
  closingOn: string | null = null;

  @OneOf(scopeTerms, { example: null, optional: true })
  newScope: Scope | null = null;

  @CodeList({ shape: majorCodeShape, example: [], optional: true })
  newMajors: readonly string[] | null = null;

  @CountList({ ...enrolmentYears, example: [], optional: true })
  newYears: readonly number[] | null = null;

  @Count({ least: 1, example: null, optional: true })
  newTermYears: number | null = null;

  @Day({ example: null, optional: true })
  newClosingOn: string | null = null;

  @LongText({ example: '整改完成并通过验收' })
  reason!: string;

  @LongText({ example: null, optional: true })
  correctionReason: string | null = null;
}
