import type { DecisionFact, FollowUpFact, SchoolFacts, Sourced } from '#law';
import { UnknownFact } from './fact-event.ts';
import type { FactEvent } from './fact-event.ts';
import { put } from './lists.ts';
import { readDecision, readFollowUp } from './well-formed.ts';

/** Decisions about one school, and the follow-ups that name it. */
export const foldDecision = (facts: SchoolFacts, event: FactEvent): SchoolFacts => {
  switch (event.type) {
    case 'DecisionMade':
    case 'DecisionCorrected':
      return withDecision(facts, event, event.data);
    case 'DecisionServed': {
      const known = facts.decisions.find((decision) => decision.number === event.data.number);
      const { servedOn, effectiveOn } = event.data;
      return known ? withDecision(facts, event, { ...known, servedOn, effectiveOn }) : facts;
    }
    default:
      return { ...facts, followUps: foldFollowUp(facts.followUps, event) };
  }
};

const withDecision = (facts: SchoolFacts, event: FactEvent, row: DecisionFact): SchoolFacts => ({
  ...facts,
  decisions: put(facts.decisions, (known) => known.number === row.number, { row: readDecision(row), event }),
});

/** Follow-ups, of one school or of the office: recorded, corrected or served. */
export const foldFollowUp = (
  known: readonly Sourced<FollowUpFact>[],
  event: FactEvent,
): readonly Sourced<FollowUpFact>[] => {
  switch (event.type) {
    case 'DecisionLifted':
    case 'EnrolmentRightRestored':
    case 'DecisionAnnulled':
    case 'DecisionDeclaredVoid':
    case 'DecisionVaried':
    case 'DecisionStayed':
    case 'DecisionResumed':
    case 'ReconsiderationAccepted':
    case 'ReconsiderationUpheld':
    case 'ReconsiderationClosed':
    case 'LitigationAccepted':
    case 'LitigationUpheld':
    case 'LitigationClosed':
    case 'FollowUpCorrected':
      return put(known, isFollowUp(event.data), { row: readFollowUp(event.data), event });
    case 'FollowUpServed': {
      const row = known.find(isFollowUp(event.data));
      const { servedOn, effectiveOn } = event.data;
      return row ? put(known, isFollowUp(row), { row: readFollowUp({ ...row, servedOn, effectiveOn }), event }) : known;
    }
    default:
      throw new UnknownFact(event.type);
  }
};

type FollowUpKey = Pick<FollowUpFact, 'number' | 'target' | 'school'>;

const isFollowUp =
  (key: FollowUpKey) =>
  (known: FollowUpKey): boolean =>
    known.number === key.number && known.target === key.target && known.school === key.school;
