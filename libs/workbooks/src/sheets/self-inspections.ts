import { campaignOffences, OpenCampaign, ReportItem, reportOffences, SignZeroReport } from '#domain/self-inspections';
import type { CampaignContent, ItemContent } from '#domain/self-inspections';
import type { Draft, Refusal } from '#kernel';
import { refusal } from '#kernel';
import { itemStatusTerms, redLineOf, redLines } from '#law';
import type { RedLineCategory } from '#law';
import { codeOr, count, date, listing, listOf, money, plain, term, text, yesNo } from '../cell-values.ts';
import type { Parser } from '../cell-values.ts';
import { asDate, asText, column, emptyList, nothingToSettle, required } from '../sheet-spec.ts';
import type { SheetSpec } from '../sheet-spec.ts';

const code = codeOr('bad-code');

/** Enrolment years that a question can ask about. */
export const enrolmentYear = count(2000, 2100);

/** A red line by its official term or one of the words that notices use for it. */
export const redLine: Parser<RedLineCategory> = listing(
  Object.values(redLines).map((line) => line.term),
  (cell) => {
    const category = redLineOf(plain(cell.text));
    return category === null ? { code: 'unknown-type' } : { value: category };
  },
);

/** 自查批次. */
export const campaigns: SheetSpec<CampaignContent> = {
  name: '自查批次',
  key: ['批次号'],
  columns: [
    column('批次号', 'batch', { parse: code, ...required, ...asText }),
    column('名称', 'name', { parse: text, ...required }),
    column('招生年度', 'enrolmentYear', { parse: enrolmentYear, ...required }),
    column('发文日期', 'noticeOn', { parse: date, ...required, ...asDate }),
    column('报送截止日期', 'dueOn', { parse: date, ...required, ...asDate }),
    column('结束日期', 'endsOn', { parse: date, ...asDate }),
    column('适用学校', 'schools', { parse: listOf(code), ...emptyList, ...asText }),
  ],
  settle: nothingToSettle,
  command: (content, reason) => new OpenCampaign(content, reason),
  offences: (draft, facts) => campaignOffences(draft, facts),
};

/** A row of the ledger: one item, or the statement that there is none. */
interface LedgerRow extends ItemContent {
  readonly zeroReport: boolean;
}

const itemFields = [
  'itemNo',
  'category',
  'description',
  'studentCount',
  'amountFen',
  'foundOn',
  'orderedOn',
  'rectifyBy',
  'status',
  'closedOn',
] as const satisfies readonly (keyof ItemContent)[];

/** 自查台账. */
export const selfInspectionLedger: SheetSpec<LedgerRow> = {
  name: '自查台账',
  key: ['批次号', '学校标识码', '序号'],
  columns: [
    column('批次号', 'batch', { parse: code, ...required, ...asText }),
    column('学校标识码', 'school', { parse: code, ...required, ...asText }),
    column('报送日期', 'filedOn', { parse: date, ...required, ...asDate }),
    column('校长签字日期', 'signedOn', { parse: date, ...asDate }),
    column('是否零报告', 'zeroReport', { parse: yesNo, ...required }),
    column('序号', 'itemNo', { parse: code, ...asText }),
    column('红线类别', 'category', { parse: redLine }),
    column('问题描述', 'description', { parse: text }),
    column('涉及人数', 'studentCount', { parse: count() }),
    column('涉及金额(元)', 'amountFen', { parse: money }),
    column('发现日期', 'foundOn', { parse: date, ...asDate }),
    column('责令改正日期', 'orderedOn', { parse: date, ...asDate }),
    column('整改期限', 'rectifyBy', { parse: date, ...asDate }),
    column('整改状态', 'status', { parse: term(itemStatusTerms) }),
    column('销号日期', 'closedOn', { parse: date, ...asDate }),
  ],
  settle: (draft) => {
    const refusals: Refusal[] = [];
    if (draft.signedOn === null) refusals.push(refusal('principal-signature-missing', 'signedOn'));
    if (draft.zeroReport === false && draft.itemNo === null) refusals.push(refusal('required', 'itemNo'));
    if (draft.zeroReport === true && itemFields.some((field) => draft[field] !== null))
      refusals.push(refusal('zero-report-with-items', 'zeroReport'));
    return { draft, refusals };
  },
  command: ({ zeroReport, ...item }, reason) => {
    const { batch, school, filedOn, signedOn } = item;
    return zeroReport ? new SignZeroReport({ batch, school, filedOn, signedOn }, reason) : new ReportItem(item, reason);
  },
  offences: (draft: Draft<LedgerRow>, facts) => reportOffences(draft, facts),
};
