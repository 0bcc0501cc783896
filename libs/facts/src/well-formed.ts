import { isLocalDate } from '#kernel';
import { changeTerms, decisionRules, findingTerms, followUpTerms } from '#law';
import type {
  Campaign,
  CaseFact,
  DecisionFact,
  EndMode,
  FollowUpFact,
  SchoolChange,
  SchoolRegister,
  Scope,
} from '#law';
import type { CorrectionOrder, ReportFact } from '#law';

/**
 * A known type whose content cannot be a fact: written by a later release, or past this program. A field that is missing
 * reads like one that does not bear on the question, so a ban would pass for none: nothing is answered from it instead.
 */
export class MalformedFact extends Error {
  readonly code = 'malformed-fact';

  constructor(what: string, field: string) {
    super(`the ${field} of a recorded ${what} cannot be read`);
  }
}

type Check = (value: unknown) => boolean;
/** One check for each field that the law reads: a field added there must be added here. */
type Shape<T> = { readonly [Field in keyof T]-?: Check };

const text: Check = (value) => typeof value === 'string' && value !== '';
const anyText: Check = (value) => typeof value === 'string';
const whole: Check = (value) => Number.isSafeInteger(value);
const truth: Check = (value) => typeof value === 'boolean';
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const oneOf =
  (names: object): Check =>
  (value) =>
    typeof value === 'string' && Object.hasOwn(names, value);
const day: Check = isLocalDate;

const authorities: Readonly<Record<SchoolRegister['authority'], true>> = { EDU: true, HRSS: true, OTHER: true };
const ownerships: Readonly<Record<SchoolRegister['ownership'], true>> = { PUBLIC: true, PRIVATE: true };
const scopes: Readonly<Record<Scope, true>> = { SCHOOL: true, MAJOR: true };
const endModes: Readonly<Record<EndMode, true>> = { FIXED_TERM: true, UNTIL_LIFTED: true, BOTH: true };

/** Answers the row as it is. @throws MalformedFact for the first field that cannot be read */
const reader = <T extends object>(what: string, shape: Shape<T>): (<Row extends T>(row: Row) => Row) => {
  const checks = Object.entries<Check>(shape);
  return (row) => {
    for (const [field, isReadable] of checks)
      if (!isReadable((row as Readonly<Record<string, unknown>>)[field])) throw new MalformedFact(what, field);
    return row;
  };
};

export const readRegister = reader<SchoolRegister>('school row', {
  name: text,
  authority: oneOf(authorities),
  ownership: oneOf(ownerships),
  licenceUntil: orNull(day),
  majors: listOf(text),
});

const readAnyChange = reader<SchoolChange>('change of a school', {
  kind: oneOf(changeTerms),
  approvedOn: day,
  effectiveOn: day,
  value: anyText,
  majors: listOf(text),
});

const changeValues: Readonly<Partial<Record<SchoolChange['kind'], Check>>> = {
  LICENCE_RENEWED: day,
  OWNERSHIP_CHANGED: oneOf(ownerships),
  MERGED: text,
};

/** @throws MalformedFact */
export const readChange = <Row extends SchoolChange>(row: Row): Row => {
  const { kind, value } = readAnyChange(row);
  if (changeValues[kind]?.(value) === false) throw new MalformedFact('change of a school', 'value');
  return row;
};

export const readCampaign = reader<Campaign>('campaign', {
  batch: text,
  dueOn: day,
  endsOn: orNull(day),
  schools: listOf(text),
});

export const readReport = reader<ReportFact>('report', { batch: text, filedOn: day, rowKey: anyText });

const readStretch = reader<CorrectionOrder['stretches'][number]>('order to correct', { from: day, until: orNull(day) });

export const readOrder = reader<CorrectionOrder>('order to correct', {
  batch: text,
  itemNo: text,
  stretches: listOf((stretch) => readStretch(stretch as CorrectionOrder['stretches'][number]) === stretch),
});

export const readCase = reader<CaseFact>('violation case', {
  caseNo: text,
  actUntil: orNull(day),
  filedOn: orNull(day),
  closedOn: orNull(day),
  established: truth,
});

export const readFinding = reader<{ readonly finding: string | null }>('violation case', {
  finding: orNull(oneOf(findingTerms)),
});

const readAnyDecision = reader<DecisionFact>('decision', {
  number: text,
  kind: oneOf(decisionRules),
  caseNos: listOf(text),
  basis: listOf(text),
  scope: oneOf(scopes),
  majors: listOf(text),
  years: listOf(whole),
  inspectionYear: orNull(whole),
  decidedOn: day,
  servedOn: orNull(day),
  effectiveOn: orNull(day),
  termYears: orNull(whole),
  closingOn: orNull(day),
  endMode: oneOf(endModes),
  cap: orNull(whole),
});

/** @throws MalformedFact, also for one that is about majors and names none: it would bind nobody */
export const readDecision = <Row extends DecisionFact>(row: Row): Row => {
  const { scope, majors } = readAnyDecision(row);
  if (scope === 'MAJOR' && majors.length === 0) throw new MalformedFact('decision', 'majors');
  return row;
};

export const readFollowUp = reader<FollowUpFact>('follow-up', {
  number: text,
  kind: oneOf(followUpTerms),
  target: text,
  school: orNull(text),
  decidedOn: day,
  servedOn: orNull(day),
  effectiveOn: orNull(day),
  closingOn: orNull(day),
  newScope: orNull(oneOf(scopes)),
  newMajors: listOf(text),
  newYears: listOf(whole),
  newTermYears: orNull(whole),
  newClosingOn: orNull(day),
});
