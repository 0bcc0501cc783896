import { without } from '#kernel';
import type { Hand, Order } from '#kernel';
import type { RegisterFacts } from '#law';
import { followUpKeyOf } from './decision.events.ts';
import type { DecisionContent, DecisionEvent, FollowUpContent } from './decision.events.ts';

/** What stands in one document. Only one of the two maps ever has entries. */
export interface DocumentState {
  /** By school code. */
  readonly decisions: ReadonlyMap<string, DecisionContent>;
  /** By `followUpKeyOf`. */
  readonly followUps: ReadonlyMap<string, FollowUpContent>;
  /** Who wrote the current version of a row, by the key of either map; not there where it was done on paper. */
  readonly recordedBy: ReadonlyMap<string, string>;
}

/** What a decision command is told. */
export type Asked<C> = Order<C, RegisterFacts>;

/** A number that nobody used yet. */
export const emptyDocument: DocumentState = { decisions: new Map(), followUps: new Map(), recordedBy: new Map() };

/** Folds one event of a document. */
export const evolveDocument = (state: DocumentState, event: DecisionEvent, hand?: Hand): DocumentState => {
  switch (event.type) {
    case 'DecisionMade':
      return by(hand, event.data.school, withDecision(state, event.data));
    case 'DecisionCorrected':
      return by(hand, event.data.school, withDecision(state, without(event.data, 'correctionReason')));
    case 'DecisionServed': {
      const { school, servedOn, effectiveOn } = event.data;
      const decision = state.decisions.get(school);
      return decision ? withDecision(state, { ...decision, servedOn, effectiveOn }) : state;
    }
    case 'FollowUpCorrected':
      return by(hand, followUpKeyOf(event.data), withFollowUp(state, without(event.data, 'correctionReason')));
    case 'FollowUpServed': {
      const { servedOn, effectiveOn } = event.data;
      const followUp = state.followUps.get(followUpKeyOf(event.data));
      return followUp ? withFollowUp(state, { ...followUp, servedOn, effectiveOn }) : state;
    }
    default:
      return by(hand, followUpKeyOf(event.data), withFollowUp(state, event.data));
  }
};

const by = (hand: Hand | undefined, row: string, state: DocumentState): DocumentState => {
  const recordedBy = new Map(state.recordedBy);
  if (hand && !hand.onPaper) recordedBy.set(row, hand.actor);
  else recordedBy.delete(row);
  return { ...state, recordedBy };
};

const withDecision = (state: DocumentState, content: DecisionContent): DocumentState => ({
  ...state,
  decisions: new Map(state.decisions).set(content.school, content),
});

const withFollowUp = (state: DocumentState, content: FollowUpContent): DocumentState => ({
  ...state,
  followUps: new Map(state.followUps).set(followUpKeyOf(content), content),
});
