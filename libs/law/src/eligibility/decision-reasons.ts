import type { LocalDate } from '#kernel';
import { addYears } from '#kernel';
import { decisionRules } from '../decisions/kinds.ts';
import type { EligibilityState, FollowUpKind } from '../decisions/kinds.ts';
import { firstDayOf } from '../decisions/terms.ts';
import type { Version } from '../decisions/terms.ts';
import type { DecisionFact, Sourced } from '../facts.ts';
import { firstIntakeClosingFrom, intakeOf } from './intakes.ts';
import { isStayed, liftedFrom, versionAt } from './life.ts';
import { wireSource } from './reason.ts';
import type { Badge, Reason } from './reason.ts';
import type { Moment } from './moment.ts';
import { turningDays } from './turning-days.ts';
import { isDecisionAnnulled, isFollowUpAnnulled, isServed } from './view.ts';
import type { Days, SchoolView } from './view.ts';

type Decision = Sourced<DecisionFact>;

/** How a decision bears on a question: in force, suspended by a stay, or decided and not yet served. */
export type Bearing =
  | { readonly as: 'reason' | 'pending'; readonly reason: Reason }
  | { readonly as: 'stayed'; readonly reason: Reason; readonly returnsOn: LocalDate | null };

/** Applies rules 1 to 8 of `eligibility.md` §2 to one decision; null when it does not bear on the question. */
export const bearingOf = (view: SchoolView, decision: Decision, moment: Moment): Bearing | null => {
  const effect = effectOf(view, decision, moment);
  if (effect === null) return null;
  const reason = effect.isOver ? heldAfterTerm(effect) : reasonOf(effect);
  if (effect.as === 'stayed') return { as: 'stayed', reason, returnsOn: effect.returnsOn };
  return { as: effect.as, reason };
};

/** The state that the decision gives, where it is in force: what `bearingOf` says, without the reason's words. */
export const stateOfDecision = (view: SchoolView, decision: Decision, moment: Moment): EligibilityState | null => {
  const effect = effectOf(view, decision, moment);
  if (effect?.as !== 'reason') return null;
  return effect.isOver ? 'HELD' : decisionRules[decision.kind].state;
};

/** Whether and how a decision bears on a question, before anything is said about why. */
interface Effect extends Case {
  readonly as: Bearing['as'];
  /** The term is over and nobody accepted the rectification (rule 8). */
  readonly isOver: boolean;
  readonly returnsOn: LocalDate | null;
}

const effectOf = (view: SchoolView, decision: Decision, moment: Moment): Effect | null => {
  if (decisionRules[decision.kind].reason === null) return null;
  const days = daysFor(decision, moment);
  if (isDecisionAnnulled(view, decision, days)) return null;
  const from = firstDayOf(decision);
  if (!isServed(decision, moment.on) || from === null) return pendingOf(view, decision, moment);
  const version = versionAt(view, decision, days);
  if (!fits(version, moment)) return null;
  const it = { view, decision, version, moment, days, from };
  const coverage = coverageOf(it);
  if (coverage === null) return null;
  const isOver = coverage === 'over';
  const stayed = isStayed(view, decision, days);
  // Spelled out: spreading `it` here was a tenth of all evaluating.
  return {
    view,
    decision,
    version,
    moment,
    days,
    from,
    as: stayed ? 'stayed' : 'reason',
    isOver,
    returnsOn: stayed ? returnOf(it) : null,
  };
};

/** The first later day on which the decision covers and no stay suspends it any more, as known on the day of asking. */
const returnOf = (it: Case): LocalDate | null =>
  turningDays(it.view).find((day) => {
    if (day <= it.days.day) return false;
    const days = { on: it.days.on, day };
    const version = versionAt(it.view, it.decision, days);
    return (
      !isStayed(it.view, it.decision, days) && fits(version, it.moment) && coverageOf({ ...it, version, days }) !== null
    );
  }) ?? null;

/** An interim hold looks at the day of asking, every other decision at the day that counts. */
const daysFor = (decision: DecisionFact, moment: Moment): Days =>
  decision.kind === 'INTERIM_HOLD' ? { on: moment.on, day: moment.on } : moment;

const fits = (version: Pick<Version, 'scope' | 'majors'>, moment: Moment): boolean =>
  version.scope === 'SCHOOL' || (moment.major !== null && version.majors.includes(moment.major));

const pendingOf = (view: SchoolView, decision: Decision, moment: Moment): Effect | null => {
  if (decision.decidedOn > moment.on || !fits(decision, moment)) return null;
  const from = firstDayOf(decision) ?? decision.decidedOn;
  const version = versionAt(view, { ...decision, effectiveOn: from }, moment);
  return { view, decision, version, moment, days: moment, from, as: 'pending', isOver: false, returnsOn: null };
};

interface Case {
  readonly view: SchoolView;
  readonly decision: Decision;
  readonly version: Version;
  readonly moment: Moment;
  readonly days: Days;
  readonly from: LocalDate;
}

const coverageOf = (it: Case): 'covered' | 'over' | null => {
  const { decision, version, moment, days, from } = it;
  if (from > days.day) return null;
  if (decision.kind === 'INTERIM_HOLD' && firstIntakeClosingFrom(moment.on) !== moment.intake) return null;
  const lift = liftedFrom(it.view, decision, days);
  if (lift !== null && days.day >= lift) return null;
  const { term } = version;
  const covered = term.years ? term.years.includes(moment.intake.year) : term.until === null || days.day < term.until;
  if (covered) return 'covered';
  return decision.endMode === 'BOTH' && isTermOver(it) ? 'over' : null;
};

const isTermOver = ({ version: { term }, moment, days }: Case): boolean =>
  term.years ? moment.intake.year > Math.max(...term.years) : term.until !== null && days.day >= term.until;

/** The term is over and nobody accepted the rectification: held until lifted (rule 8). */
const heldAfterTerm = (it: Case): Reason => {
  const { term } = it.version;
  const from = term.years ? intakeOf(Math.max(...term.years) + 1, 'AUTUMN').opensOn : (term.until ?? it.from);
  return { ...reasonOf(it), kind: 'TERM_OVER_NOT_ACCEPTED', state: 'HELD', from, until: null, years: null };
};

const reasonOf = ({ view, decision, version, moment, days, from }: Case): Reason => {
  const rule = decisionRules[decision.kind];
  const lift = liftedFrom(view, decision, days);
  return {
    kind: rule.reason ?? 'VETO',
    state: rule.state,
    scope: version.scope,
    majors: version.majors,
    from,
    until: version.term.years ? null : version.term.until,
    years: version.term.years,
    endMode: decision.endMode,
    servedOn: decision.servedOn,
    reviewDueOn: reviewDueOn(decision, from, moment.on),
    documentNo: decision.number,
    basis: decision.basis,
    caseIds: decision.caseNos,
    badges: badgesOf(view, decision, moment),
    source: wireSource(decision.source),
    ...(decision.cap === null ? {} : { cap: decision.cap }),
    ...(lift === null ? {} : { liftedFrom: lift }),
  };
};

/** The first anniversary of the decision's own first day that is on or after the day of asking, and later than it. */
const reviewDueOn = (decision: DecisionFact, from: LocalDate, on: LocalDate): LocalDate | null => {
  if (decision.endMode === 'FIXED_TERM') return null;
  let years = Math.max(1, Number(on.slice(0, 4)) - Number(from.slice(0, 4)));
  if (addYears(from, years) < on) years += 1;
  return addYears(from, years);
};

const badgesOf = (view: SchoolView, decision: Decision, moment: Moment): readonly Badge[] => {
  const badges: Badge[] = [];
  const notConcluded = (caseNo: string): boolean => {
    const found = view.facts.cases.find((one) => one.caseNo === caseNo);
    return found !== undefined && (found.closedOn === null || found.closedOn > moment.on);
  };
  if (decision.kind === 'VETO' && decision.caseNos.some(notConcluded)) badges.push('CASE_NOT_CONCLUDED');
  if (isAppealed(view, decision, { ...moment, track: 'RECONSIDERATION' })) badges.push('UNDER_RECONSIDERATION');
  if (isAppealed(view, decision, { ...moment, track: 'LITIGATION' })) badges.push('UNDER_LITIGATION');
  return badges;
};

/** An appeal runs from its service until it is upheld, closed or annulled by something served later. It suspends nothing. */
const isAppealed = (
  view: SchoolView,
  decision: Decision,
  asked: Days & { readonly track: 'RECONSIDERATION' | 'LITIGATION' },
): boolean => {
  const papers = view.followUpsOf(decision.number).filter((paper) => isServed(paper, asked.on));
  if (papers.length === 0) return false;
  const of = (kind: FollowUpKind) =>
    papers.filter((paper) => paper.kind === kind && !isFollowUpAnnulled(view, paper, asked));
  const ends = [...of(`${asked.track}_UPHELD`), ...of(`${asked.track}_CLOSED`)];
  return of(`${asked.track}_ACCEPTED`).some(
    (appeal) => !ends.some((end) => (end.servedOn ?? '') >= (appeal.servedOn ?? '')),
  );
};
