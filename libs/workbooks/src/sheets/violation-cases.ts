import { caseOffences, RecordCase } from '#domain/violation-cases';
import type { CaseContent } from '#domain/violation-cases';
import { findingTerms, leadSourceTerms, severityTerms } from '#law';
import { codeOr, count, date, money, term, text } from '../cell-values.ts';
import { asDate, asText, column, nothingToSettle, required } from '../sheet-spec.ts';
import type { SheetSpec } from '../sheet-spec.ts';
import { redLine } from './self-inspections.ts';

const code = codeOr('bad-code');

/** 违规案件. */
export const violationCases: SheetSpec<CaseContent> = {
  name: '违规案件',
  key: ['案件编号'],
  columns: [
    column('案件编号', 'caseNo', { parse: code, ...required, ...asText }),
    column('学校标识码', 'school', { parse: code, ...required, ...asText }),
    column('红线类别', 'category', { parse: redLine, ...required }),
    column('线索来源', 'leadSource', { parse: term(leadSourceTerms), ...required }),
    column('行为开始日期', 'actFrom', { parse: date, ...required, ...asDate }),
    column('行为结束日期', 'actUntil', { parse: date, ...asDate }),
    column('涉及人数', 'studentCount', { parse: count() }),
    column('涉及金额(元)', 'amountFen', { parse: money }),
    column('年级', 'gradeCohort', { parse: text }),
    column('专业代码', 'major', { parse: code, ...asText }),
    column('涉及单位', 'partnerName', { parse: text }),
    column('单位信用代码', 'partnerCreditCode', { parse: codeOr('bad-credit-code'), ...asText }),
    column('立案日期', 'filedOn', { parse: date, ...asDate }),
    column('结案日期', 'closedOn', { parse: date, ...asDate }),
    column('调查结论', 'finding', { parse: term(findingTerms) }),
    column('情节', 'severity', { parse: term(severityTerms) }),
    column('情节理由', 'severityReason', { parse: text }),
  ],
  settle: nothingToSettle,
  command: (content, reason) => new RecordCase(content, reason),
  offences: (draft, facts, reason) => caseOffences(draft, facts, reason),
};
