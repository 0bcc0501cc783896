import { RegisterSchool, RecordSchoolChange, schoolChangeOffences, schoolRowOffences } from '#domain/schools';
import type { SchoolChangeContent, SchoolContent } from '#domain/schools';
import type { Draft, Refusal } from '#kernel';
import { refusal } from '#kernel';
import { authorityOf, changeTerms, districtCodeOf, districtTerms, isSchoolCode } from '#law';
import type { ChangeKind } from '#law';
import type { Cell } from '#platform/sheets';
import { codeOr, date, listing, listOf, plain, term, text } from '../cell-values.ts';
import type { Parsed, Parser } from '../cell-values.ts';
import { asDate, asText, column, emptyList, required } from '../sheet-spec.ts';
import type { SheetSpec } from '../sheet-spec.ts';

const authorityTerms = { EDU: '教育', HRSS: '人社', OTHER: '其他' } as const;
const ownershipTerms = { PUBLIC: '公办', PRIVATE: '民办' } as const;

/** A district by its six digits, or by the name of one of the city's four. */
const district: Parser<string> = listing(Object.values(districtTerms), (cell) => {
  const value = plain(cell.text);
  if (/^\d{6}$/.test(value)) return { value };
  const code = districtCodeOf(value);
  return code === null ? { code: 'unknown-type' } : { value: code };
});

/** School codes and majors are checked by the domain, so that every wrong one is named. */
const code = codeOr('bad-code');

/** 学校名册. */
export const schoolRegister: SheetSpec<SchoolContent> = {
  name: '学校名册',
  key: ['学校标识码'],
  columns: [
    column('学校标识码', 'code', { parse: code, ...required, ...asText }),
    column('学校名称', 'name', { parse: text, ...required }),
    column('主管部门', 'authority', { parse: term(authorityTerms) }),
    column('统一社会信用代码', 'creditCode', { parse: codeOr('bad-credit-code'), ...asText }),
    column('行政区划', 'district', { parse: district, ...required, ...asText }),
    column('办学性质', 'ownership', { parse: term(ownershipTerms), ...required }),
    column('学校类型', 'schoolType', { parse: text }),
    column('办学许可证号', 'licenceNo', { parse: codeOr('bad-code'), ...asText }),
    column('许可证有效期至', 'licenceUntil', { parse: date, ...asDate }),
    column('校长', 'principal', { parse: text }),
    column('开设专业', 'majors', { parse: listOf(code), ...emptyList, ...asText }),
  ],
  settle: (draft) => ({
    // 技工学校 belong to the labour authority unless the ledger says otherwise.
    draft: draft.authority === null ? { ...draft, authority: authorityOf(draft.schoolType) } : draft,
    refusals: [],
  }),
  command: (content, reason) => new RegisterSchool(content, reason),
  offences: (draft, _, reason) => schoolRowOffences(draft, reason),
};

type ChangeDraft = Draft<SchoolChangeContent>;

/** 学校变更. What 新值 means depends on 变更类型. */
export const schoolChanges: SheetSpec<SchoolChangeContent> = {
  name: '学校变更',
  key: ['学校标识码', '变更类型', '批准日期'],
  columns: [
    column('学校标识码', 'code', { parse: code, ...required, ...asText }),
    column('变更类型', 'kind', { parse: term<ChangeKind>(changeTerms), ...required }),
    column('批准日期', 'approvedOn', { parse: date, ...required, ...asDate }),
    column('生效日期', 'effectiveOn', { parse: date, ...asDate }),
    column('新值', 'value', { parse: (cell) => ({ value: cell }), ...required, ...asText }),
    column('理由', 'reason', { parse: text }),
  ],
  settle: (draft) => {
    const dated: ChangeDraft =
      draft.effectiveOn === null && draft.approvedOn !== undefined
        ? { ...draft, effectiveOn: draft.approvedOn }
        : draft;
    const cell = draft.value as unknown as Cell | undefined;
    if (cell === undefined || draft.kind === undefined)
      return { draft: { ...dated, value: undefined, majors: undefined }, refusals: [] };
    const parsed = newValue(draft.kind, cell);
    if ('code' in parsed)
      return { draft: { ...dated, value: undefined, majors: undefined }, refusals: [refusal(parsed.code, 'value')] };
    return { draft: { ...dated, ...parsed.value }, refusals: [] };
  },
  command: (content, reason) => new RecordSchoolChange(content, reason),
  offences: (draft, facts): readonly Refusal[] => schoolChangeOffences(draft, facts),
};

type NewValue = Pick<SchoolChangeContent, 'value' | 'majors'>;

const single =
  (parse: Parser<string>): Parser<NewValue> =>
  (cell) => {
    const parsed = parse(cell);
    return 'code' in parsed ? parsed : { value: { value: parsed.value, majors: [] } };
  };

const majors: Parser<NewValue> = (cell) => {
  const parsed = listOf(code)(cell);
  if ('code' in parsed) return parsed;
  // Separators alone name no major.
  return parsed.value.length === 0 ? { code: 'required' } : { value: { value: '', majors: parsed.value } };
};

const newValues: Readonly<Record<ChangeKind, Parser<NewValue>>> = {
  LICENCE_RENEWED: single(date),
  RENAMED: single(text),
  PRINCIPAL_CHANGED: single(text),
  MAJORS_ADDED: majors,
  MAJORS_WITHDRAWN: majors,
  OWNERSHIP_CHANGED: single(term(ownershipTerms)),
  DISTRICT_CHANGED: single(district),
  LICENCE_NUMBER_CHANGED: single(codeOr('bad-code')),
  MERGED: single(codeOr('bad-code', isSchoolCode)),
};

const newValue = (kind: ChangeKind, cell: Cell): Parsed<NewValue> => newValues[kind](cell);
