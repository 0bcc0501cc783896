import { decisionRowOffences, followUpRowOffences, RecordDecision, RecordFollowUp } from '#domain/decisions';
import type { DecisionContent, FollowUpContent } from '#domain/decisions';
import type { Refusal } from '#kernel';
import { refusal } from '#kernel';
import { decisionRules, followUpTerms } from '#law';
import type { DecisionKind } from '#law';
import { codeOr, count, date, listOf, term, text } from '../cell-values.ts';
import { asDate, asText, column, emptyList, nothingToSettle, required } from '../sheet-spec.ts';
import type { SheetSpec } from '../sheet-spec.ts';
import { enrolmentYear } from './self-inspections.ts';

const code = codeOr('bad-code');
const scopeTerms = { SCHOOL: '全校', MAJOR: '专业' } as const;
const endModeTerms = { FIXED_TERM: '到期', UNTIL_LIFTED: '解除', BOTH: '到期且解除' } as const;
const decisionTerms = Object.fromEntries(
  Object.entries(decisionRules).map(([kind, rule]) => [kind, rule.term]),
) as Readonly<Record<DecisionKind, string>>;

/** 处理决定. An empty 结束方式 is the table's, where the table knows one; a blank cell never makes a ban endless. */
export const decisions: SheetSpec<DecisionContent> = {
  name: '处理决定',
  key: ['决定文号', '学校标识码'],
  columns: [
    column('决定文号', 'number', { parse: code, ...required, ...asText }),
    column('决定类型', 'kind', { parse: term(decisionTerms), ...required }),
    column('学校标识码', 'school', { parse: code, ...required, ...asText }),
    column('案件编号', 'caseNos', { parse: listOf(code), ...emptyList, ...asText }),
    column('依据', 'basis', { parse: listOf(text), ...required, ...emptyList }),
    column('范围', 'scope', { parse: term(scopeTerms), ...required }),
    column('专业代码', 'majors', { parse: listOf(code), ...emptyList, ...asText }),
    column('招生年度', 'years', { parse: listOf(enrolmentYear), ...emptyList, ...asText }),
    column('年检年度', 'inspectionYear', { parse: enrolmentYear }),
    column('决定日期', 'decidedOn', { parse: date, ...required, ...asDate }),
    column('送达日期', 'servedOn', { parse: date, ...asDate }),
    column('生效日期', 'effectiveOn', { parse: date, ...asDate }),
    column('期限(年)', 'termYears', { parse: count(1) }),
    column('截止日期', 'closingOn', { parse: date, ...asDate }),
    column('结束方式', 'endMode', { parse: term(endModeTerms) }),
    column('核定上限(人)', 'cap', { parse: count() }),
    column('理由', 'reason', { parse: text, ...required }),
  ],
  settle: (draft) => {
    if (draft.kind === undefined || draft.endMode !== null) return { draft, refusals: [] };
    const { endMode } = decisionRules[draft.kind];
    const refusals: readonly Refusal[] = endMode === null ? [refusal('required', 'endMode')] : [];
    return { draft: { ...draft, endMode: endMode ?? undefined }, refusals };
  },
  command: (content, reason) => new RecordDecision(content, reason),
  offences: (draft, facts) => decisionRowOffences(draft, facts),
};

/** 后续处理. */
export const followUps: SheetSpec<FollowUpContent> = {
  name: '后续处理',
  key: ['文号', '针对文号', '学校标识码'],
  columns: [
    column('文号', 'number', { parse: code, ...required, ...asText }),
    column('类型', 'kind', { parse: term(followUpTerms), ...required }),
    column('针对文号', 'target', { parse: code, ...required, ...asText }),
    column('学校标识码', 'school', { parse: code, ...asText }),
    column('决定日期', 'decidedOn', { parse: date, ...required, ...asDate }),
    column('送达日期', 'servedOn', { parse: date, ...asDate }),
    column('生效日期', 'effectiveOn', { parse: date, ...asDate }),
    column('截止日期', 'closingOn', { parse: date, ...asDate }),
    column('变更后范围', 'newScope', { parse: term(scopeTerms) }),
    column('变更后专业代码', 'newMajors', { parse: listOf(code), ...emptyList, ...asText }),
    column('变更后招生年度', 'newYears', { parse: listOf(enrolmentYear), ...emptyList, ...asText }),
    column('变更后期限(年)', 'newTermYears', { parse: count(1) }),
    column('变更后截止日期', 'newClosingOn', { parse: date, ...asDate }),
    column('理由', 'reason', { parse: text, ...required }),
  ],
  settle: nothingToSettle,
  command: (content, reason) => new RecordFollowUp(content, reason),
  offences: (draft, facts) => followUpRowOffences(draft, facts),
};
