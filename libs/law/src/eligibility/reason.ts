import type { LocalDate } from '#kernel';
import { rankOf } from '../decisions/kinds.ts';
import type { EligibilityState, EndMode, ReasonKind, Scope } from '../decisions/kinds.ts';
import type { Source } from '../facts.ts';
import { intakeOf } from './intakes.ts';

export type Badge = 'CASE_NOT_CONCLUDED' | 'UNDER_RECONSIDERATION' | 'UNDER_LITIGATION';

/** One recorded fact that bears on a verdict. Days are half-open: `until` is the first day no longer covered. */
export interface Reason {
  readonly kind: ReasonKind;
  readonly state: EligibilityState;
  readonly scope: Scope;
  readonly majors: readonly string[];
  readonly from: LocalDate;
  readonly until: LocalDate | null;
  readonly years: readonly number[] | null;
  readonly endMode: EndMode | null;
  readonly servedOn: LocalDate | null;
  /** The next day on which the office must look at an open-ended decision again. */
  readonly reviewDueOn: LocalDate | null;
  readonly documentNo: string | null;
  readonly basis: readonly string[] | null;
  readonly caseIds: readonly string[];
  readonly badges: readonly Badge[];
  readonly source: { readonly stream: string; readonly revision: string; readonly position: string };
  /** Case number, `batch#item` or batch: what a reason without a document is known by. */
  readonly id?: string;
  /** The largest number of new students, where a plan was cut. */
  readonly cap?: number;
  /** Set when a lift is known, also one that lies ahead. */
  readonly liftedFrom?: LocalDate;
  /** The school code into which a merged school went. */
  readonly successor?: string;
}

/** A source as answers write it: positions and revisions are decimal strings on the wire. */
export const wireSource = ({ stream, revision, position }: Source): Reason['source'] => ({
  stream,
  revision: String(revision),
  position: String(position),
});

const never = '9999-99-99'; // sorts after every day: an end that nobody knows

/** The end by which headlines compare: lift, else term, else the closing of the last named year's spring, else never. */
const endOf = (reason: Reason): string => {
  if (reason.liftedFrom !== undefined) return reason.liftedFrom;
  if (reason.endMode === 'BOTH' || reason.kind === 'TERM_OVER_NOT_ACCEPTED') return never;
  if (reason.until !== null) return reason.until;
  if (reason.years !== null && reason.years.length > 0)
    return nextDay(intakeOf(Math.max(...reason.years), 'SPRING').closesOn);
  return never;
};

const nextDay = (closesOn: LocalDate): LocalDate => `${closesOn.slice(0, 8)}${Number(closesOn.slice(8)) + 1}`; // closings never end a month

const name = (reason: Reason): string => reason.documentNo ?? reason.id ?? '\uffff';

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0); // by code unit, not by locale

/** Sorts the reason that speaks for all to the front: rank, latest end, earliest beginning, smallest number. */
export const byHeadline = (a: Reason, b: Reason): number =>
  rankOf[b.state] - rankOf[a.state] ||
  compare(endOf(b), endOf(a)) ||
  compare(a.from, b.from) ||
  compare(name(a), name(b));
