import { without } from '#kernel';
import type { Order } from '#kernel';
import type { RegisterFacts } from '#law';
import { followUpKeyOf } from './decision.events.ts';
import type { DecisionContent, DecisionEvent, FollowUpContent } from './decision.events.ts';

/** What stands in one document. Only one of the two maps ever has entries. */
export interface DocumentState {
  /** By school code. */
  readonly decisions: ReadonlyMap<string, DecisionContent>;
  /** By `followUpKeyOf`. */
  readonly followUps: ReadonlyMap<string, FollowUpContent>;
}

/** What a decision command is told. */
export type Asked<C> = Order<C, RegisterFacts>;

/** A number that nobody used yet. */
export const emptyDocument: DocumentState = { decisions: new Map(), followUps: new Map() };

/** Folds one event of a document. */
export const evolveDocument = (state: DocumentState, event: DecisionEvent): DocumentState => {
  switch (event.type) {
    case 'DecisionMade':
      return withDecision(state, event.data);
    case 'DecisionCorrected':
      return withDecision(state, without(event.data, 'correctionReason'));
    case 'DecisionServed': {
      const { school, servedOn, effectiveOn } = event.data;
      const decision = state.decisions.get(school);
      return decision ? withDecision(state, { ...decision, servedOn, effectiveOn }) : state;
    }
    case 'FollowUpCorrected':
      return withFollowUp(state, without(event.data, 'correctionReason'));
    case 'FollowUpServed': {
      const { servedOn, effectiveOn } = event.data;
      const followUp = state.followUps.get(followUpKeyOf(event.data));
      return followUp ? withFollowUp(state, { ...followUp, servedOn, effectiveOn }) : state;
    }
    default:
      return withFollowUp(state, event.data);
  }
};

const withDecision = (state: DocumentState, content: DecisionContent): DocumentState => ({
  ...state,
  decisions: new Map(state.decisions).set(content.school, content),
});

const withFollowUp = (state: DocumentState, content: FollowUpContent): DocumentState => ({
  ...state,
  followUps: new Map(state.followUps).set(followUpKeyOf(content), content),
});
