// Hot path of a rebuild: evaluating every intake before and after every event was nine tenths of it.
import type { LocalDate } from '#kernel';
import { hasOpenCase, hasSituation, hasStandingOrder, headlineAt, isReportOverdue, momentOf } from '#law';
import { situationHeadlineAt, stateWith, viewOf } from '#law';
import type { EligibilityState, Intake, Reason } from '#law';
import { isSameGround } from './ground-outlooks.ts';
import type { GroundOutlooks, Known } from './ground-outlooks.ts';

/** An intake whose verdict an event changed; null where the school gets no answer. */
export interface VerdictChange {
  readonly intake: Intake;
  readonly from: EligibilityState | null;
  readonly to: EligibilityState | null;
  readonly headline: Reason | null;
}

/** What is known of a school before and after an event, and the day of its recording. */
export interface Step {
  readonly before: Known;
  readonly after: Known;
  readonly day: LocalDate;
}

/**
 * The intakes whose verdict differs before and after an event, on the same day (`eligibility.md` §5). Most events touch
 * nothing that a verdict stands on, or leave it as it was; only what is left is evaluated.
 */
export const changesIn = (outlooks: GroundOutlooks, step: Step): readonly VerdictChange[] => {
  const { before, after, day } = step;
  const groundsHold = isSameGround(before, after);
  if (groundsHold && !isAnyTurned(step)) return [];
  const was = hasSituation(before, day);
  const is = hasSituation(after, day);
  if (groundsHold && was === is) return [];
  const { states: old, intakes } = outlooks.on(before, day);
  const { states } = groundsHold ? { states: old } : outlooks.on(after, day);
  const headlines = headlinesOf(step);
  return intakes.flatMap((intake, i) => {
    const from = withSituation(old[i] ?? null, was);
    const to = withSituation(states[i] ?? null, is);
    return from === to ? [] : [{ intake, from, to, headline: headlines(to, intake) }];
  });
};

/** Looks only at the kinds of situation whose rows were replaced. */
const isAnyTurned = ({ before, after, day }: Step): boolean => {
  const [old, now] = [before.facts, after.facts];
  const isTurned = (has: typeof hasSituation): boolean => has(before, day) !== has(after, day);
  return (
    (old.cases !== now.cases && isTurned(hasOpenCase)) ||
    (old.orders !== now.orders && isTurned(hasStandingOrder)) ||
    ((old.reports !== now.reports || before.office.campaigns !== after.office.campaigns) && isTurned(isReportOverdue))
  );
};

const withSituation = (ground: EligibilityState | null, situation: boolean): EligibilityState | null =>
  ground === null ? null : stateWith(ground, situation);

/** WATCH stands on the situation alone, which is the same for every intake; where nothing speaks there is no headline. */
const headlinesOf = ({ after, day }: Step): ((state: EligibilityState | null, intake: Intake) => Reason | null) => {
  let watching: Reason | null = null;
  return (state, intake) => {
    if (state === null || state === 'ELIGIBLE') return null;
    if (state !== 'WATCH') return headlineOf(after, intake, day);
    watching ??= situationHeadlineAt(after, day);
    return watching;
  };
};

const headlineOf = ({ office, facts }: Known, intake: Intake, day: LocalDate): Reason | null =>
  headlineAt(viewOf(office, facts), momentOf({ intake, major: null, on: day })).headline;
