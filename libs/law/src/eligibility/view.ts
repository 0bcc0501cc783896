import type { LocalDate } from '#kernel';
import { firstDayOf } from '../decisions/terms.ts';
import { annuls } from '../decisions/kinds.ts';
import type { FollowUpKind } from '../decisions/kinds.ts';
import type { DecisionFact, FollowUpFact, OfficeFacts, SchoolFacts, Sourced } from '../facts.ts';

type FollowUp = Sourced<FollowUpFact>;

/** A school's facts, with every follow-up found by the number it names. Built once, asked many times. */
export interface SchoolView {
  readonly facts: SchoolFacts;
  readonly office: OfficeFacts;
  /** Follow-ups that name this number and reach this school, in order of first recording. */
  followUpsOf(number: string): readonly FollowUp[];
}

const none: readonly FollowUp[] = [];

/** Joins what was recorded about the school with what the office recorded for all. */
export const viewOf = (office: OfficeFacts, facts: SchoolFacts): SchoolView => {
  const byTarget = new Map<string, FollowUp[]>();
  for (const followUp of [...facts.followUps, ...reaching(office, facts)]) {
    const known = byTarget.get(followUp.target);
    if (known) known.push(followUp);
    else byTarget.set(followUp.target, [followUp]);
  }
  for (const list of byTarget.values()) list.sort((a, b) => a.source.order - b.source.order);
  return { facts, office, followUpsOf: (number) => byTarget.get(number) ?? none };
};

/** The all-school follow-ups that name a paper of this school, or a follow-up of such a paper, and so on. */
const reaching = (office: OfficeFacts, facts: SchoolFacts): readonly FollowUp[] => {
  if (office.followUps.length === 0) return none;
  const numbers = new Set([...facts.decisions, ...facts.followUps].map((paper) => paper.number));
  const reached = new Set<FollowUp>();
  let before = -1;
  while (reached.size > before) {
    before = reached.size;
    for (const followUp of office.followUps)
      if (!reached.has(followUp) && numbers.has(followUp.target)) {
        reached.add(followUp);
        numbers.add(followUp.number);
      }
  }
  return [...reached];
};

/** Served on or before the day of asking: before that, no paper has any effect. */
export const isServed = (paper: { readonly servedOn: LocalDate | null }, on: LocalDate): boolean =>
  paper.servedOn !== null && paper.servedOn <= on;

/** The two days at which a paper is judged: the day of asking, and the day that counts. */
export interface Days {
  readonly on: LocalDate;
  readonly day: LocalDate;
}

/**
 * True when an annulment of the decision stands. It counts from its recording whatever its dates, served or not: the
 * corrected history says that the decision never stood.
 */
export const isDecisionAnnulled = (view: SchoolView, decision: DecisionFact, days: Days): boolean =>
  view
    .followUpsOf(decision.number)
    .some((followUp) => annuls(followUp.kind) && !isFollowUpAnnulled(view, followUp, days));

/**
 * True when an annulment of the follow-up stands. It may burden the school, so it counts only when served, and from its
 * own first day on. `seen` stops at documents that annul each other in a ring, which then annul nothing.
 */
export const isFollowUpAnnulled = (
  view: SchoolView,
  followUp: FollowUpFact,
  days: Days & { readonly seen?: readonly string[] },
): boolean => {
  const seen = days.seen ?? [];
  if (seen.includes(followUp.number)) return false;
  const within = { on: days.on, day: days.day, seen: [...seen, followUp.number] };
  return view
    .followUpsOf(followUp.number)
    .some(
      (by) =>
        annuls(by.kind) &&
        isServed(by, days.on) &&
        (firstDayOf(by) ?? '') <= days.day &&
        !isFollowUpAnnulled(view, by, within),
    );
};

/** The served, unannulled follow-ups of one kind that name this number, each with its first day. */
export const standing = (
  view: SchoolView,
  wanted: { readonly number: string; readonly kind: FollowUpKind },
  days: Days,
): readonly Standing[] => {
  const followUps = view.followUpsOf(wanted.number);
  if (followUps.length === 0) return noneStanding; // most decisions, asked again and again
  return followUps.flatMap((followUp) => {
    const from = firstDayOf(followUp);
    return followUp.kind === wanted.kind &&
      from !== null &&
      isServed(followUp, days.on) &&
      !isFollowUpAnnulled(view, followUp, days)
      ? [{ followUp, from }]
      : [];
  });
};

/** A follow-up that stands, and its first day. */
interface Standing {
  readonly followUp: FollowUp;
  readonly from: LocalDate;
}

const noneStanding: readonly Standing[] = [];
