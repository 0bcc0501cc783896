import type { SchoolChangeContent, SchoolContent } from '#domain/schools';
import { isLocalDate } from '#kernel';
import { authorityOf } from '#law';
import type { ChangeKind } from '#law';
import { asSet } from '../http/contents.ts';
import { ProblemError } from '../http/problem.ts';
import { schoolCodeShape } from './schools.dto.ts';
import type { SchoolChangeDto, SchoolRowDto } from './schools.dto.ts';

/** The row as the register keeps it. 技工学校 belong to the labour authority unless the row says otherwise. */
export const schoolContentOf = (code: string, { correctionReason: _reason, ...row }: SchoolRowDto): SchoolContent => ({
  ...row,
  code,
  authority: row.authority ?? authorityOf(row.schoolType),
  majors: asSet(row.majors),
});

/** The change as the register keeps it; it takes effect on the day of approval unless it says otherwise. */
export const changeContentOf = (
  code: string,
  { correctionReason: _reason, ...change }: SchoolChangeDto,
): SchoolChangeContent => ({
  ...change,
  code,
  effectiveOn: change.effectiveOn ?? change.approvedOn,
  ...newValueOf(change),
});

interface ValueRule {
  readonly code: string;
  readonly accepts: (value: string) => boolean;
}

const anyText: ValueRule = { code: 'bad-text', accepts: () => true };

/** What the new value of a change must look like; null where a change brings majors instead. */
const valueRules: Readonly<Record<ChangeKind, ValueRule | null>> = {
  LICENCE_RENEWED: { code: 'bad-date', accepts: isLocalDate },
  RENAMED: anyText,
  PRINCIPAL_CHANGED: anyText,
  MAJORS_ADDED: null,
  MAJORS_WITHDRAWN: null,
  OWNERSHIP_CHANGED: { code: 'unknown-type', accepts: (value) => value === 'PUBLIC' || value === 'PRIVATE' },
  DISTRICT_CHANGED: { code: 'bad-code', accepts: (value) => /^\d{6}$/.test(value) },
  LICENCE_NUMBER_CHANGED: anyText,
  MERGED: { code: 'bad-code', accepts: (value) => schoolCodeShape.test(value) },
};

const newValueOf = ({
  kind,
  value,
  majors,
}: Pick<SchoolChangeDto, 'kind' | 'value' | 'majors'>): { value: string; majors: readonly string[] } => {
  const rule = valueRules[kind];
  if (rule === null) {
    if (value !== null) throw wrong('unknown-field', 'value');
    if (majors === null || majors.length === 0) throw wrong('required', 'majors');
    return { value: '', majors: asSet(majors) };
  }
  if (majors !== null && majors.length > 0) throw wrong('unknown-field', 'majors');
  if (value === null) throw wrong('required', 'value');
  if (!rule.accepts(value)) throw wrong(rule.code, 'value');
  return { value, majors: [] };
};

const wrong = (code: string, field: string): ProblemError =>
  new ProblemError('validation-failed', { faults: [{ code, in: 'body', field: [field] }] });
