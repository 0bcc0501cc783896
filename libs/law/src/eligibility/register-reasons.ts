import type { LocalDate } from '#kernel';
import { addDays } from '#kernel';
import type { ChangeKind } from '../decisions/kinds.ts';
import type { SchoolChange, SchoolFacts, Sourced } from '../facts.ts';
import type { Moment } from './moment.ts';
import { wireSource } from './reason.ts';
import type { Reason } from './reason.ts';
import type { Days } from './view.ts';

/** What the school register itself says against enrolment: permit expired, merged away, major not offered. */
export const registerReasons = (facts: SchoolFacts, moment: Moment): readonly Reason[] =>
  [licenceExpired(facts, moment), merged(facts, moment), majorNotOffered(facts, moment)].filter(
    (reason) => reason !== null,
  );

/** False for a change that says nothing about enrolment in the whole school: a name, a number, a place, its majors. */
export const bearsOnSchool = ({ kind }: SchoolChange): boolean =>
  kind === 'LICENCE_RENEWED' || kind === 'OWNERSHIP_CHANGED' || kind === 'MERGED';

/** Changes of one kind that were approved by the day of asking, whenever they take effect. */
const approved = (facts: SchoolFacts, kind: ChangeKind, on: LocalDate): readonly Sourced<SchoolChange>[] =>
  facts.changes.filter((change) => change.kind === kind && change.approvedOn <= on);

/** By the day they take effect, then by first recording. */
const inOrder = (changes: readonly Sourced<SchoolChange>[]): readonly Sourced<SchoolChange>[] =>
  changes.toSorted((a, b) =>
    a.effectiveOn < b.effectiveOn ? -1 : a.effectiveOn > b.effectiveOn ? 1 : a.source.order - b.source.order,
  );

/** Public or private on the day, as the register says and as 办学性质变更 changed it. */
export const ownershipAt = (facts: SchoolFacts, { on, day }: Days): 'PUBLIC' | 'PRIVATE' => {
  const changes = approved(facts, 'OWNERSHIP_CHANGED', on).filter((change) => change.effectiveOn <= day);
  const last = inOrder(changes).at(-1);
  return last ? (last.value === 'PRIVATE' ? 'PRIVATE' : 'PUBLIC') : (facts.register?.ownership ?? 'PRIVATE');
};

/** The majors offered on the day; null when the register names none, so that none is checked. */
export const majorsOfferedAt = (facts: SchoolFacts, { on, day }: Days): ReadonlySet<string> | null => {
  const registered = facts.register?.majors ?? [];
  if (registered.length === 0) return null;
  const offered = new Set(registered);
  const changes = facts.changes.filter(
    (change) =>
      (change.kind === 'MAJORS_ADDED' || change.kind === 'MAJORS_WITHDRAWN') &&
      change.approvedOn <= on &&
      change.effectiveOn <= day,
  );
  for (const change of inOrder(changes))
    for (const major of change.majors)
      if (change.kind === 'MAJORS_ADDED') offered.add(major);
      else offered.delete(major);
  return offered;
};

const plain = {
  scope: 'SCHOOL',
  majors: [],
  until: null,
  years: null,
  endMode: null,
  servedOn: null,
  reviewDueOn: null,
  documentNo: null,
  basis: [],
  caseIds: [],
  badges: [],
} as const;

const licenceExpired = (facts: SchoolFacts, moment: Moment): Reason | null => {
  const permit = facts.register?.licenceUntil ?? null;
  if (facts.register === null || permit === null || moment.day <= permit) return null;
  if (ownershipAt(facts, moment) === 'PUBLIC') return null;
  const renewals = approved(facts, 'LICENCE_RENEWED', moment.on).filter((renewal) => renewal.effectiveOn <= moment.day);
  if (renewals.some((renewal) => moment.day <= renewal.value)) return null;
  const lastCovered = renewals
    .filter((renewal) => renewal.value >= renewal.effectiveOn)
    .reduce((last, renewal) => (renewal.value > last ? renewal.value : last), permit);
  return {
    ...plain,
    kind: 'LICENCE_EXPIRED',
    state: 'UNQUALIFIED',
    from: addDays(lastCovered, 1),
    source: wireSource(facts.register.source),
  };
};

const merged = (facts: SchoolFacts, moment: Moment): Reason | null => {
  if (!facts.changes.some((change) => change.kind === 'MERGED')) return null;
  const merger = inOrder(approved(facts, 'MERGED', moment.on)).find((change) => change.effectiveOn <= moment.day);
  if (!merger) return null;
  return {
    ...plain,
    kind: 'SCHOOL_MERGED',
    state: 'REVOKED',
    from: merger.effectiveOn,
    successor: merger.value,
    source: wireSource(merger.source),
  };
};

const majorNotOffered = (facts: SchoolFacts, moment: Moment): Reason | null => {
  const { major } = moment;
  if (facts.register === null || major === null) return null;
  const offered = majorsOfferedAt(facts, moment);
  if (offered === null || offered.has(major)) return null;
  const withdrawals = approved(facts, 'MAJORS_WITHDRAWN', moment.on).filter(
    (change) => change.effectiveOn <= moment.day && change.majors.includes(major),
  );
  const withdrawn = inOrder(withdrawals).at(-1);
  return {
    ...plain,
    kind: 'MAJOR_NOT_OFFERED',
    state: 'UNQUALIFIED',
    scope: 'MAJOR',
    majors: [major],
    from: withdrawn?.effectiveOn ?? moment.intake.opensOn, // never offered: since the intake that was asked about
    source: wireSource(withdrawn?.source ?? facts.register.source),
  };
};
