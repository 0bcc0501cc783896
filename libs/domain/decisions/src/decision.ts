import type { Decider } from '#kernel';
import { RecordDecision, RecordFollowUp, ServeDecision } from './decision.commands.ts';
import type { DecisionCommand } from './decision.commands.ts';
import type { DecisionEvent } from './decision.events.ts';
import { recordFollowUp, serveFollowUp } from './decision.follow-up.ts';
import { recordDecision, serveDecision } from './decision.made.ts';
import { emptyDocument, evolveDocument } from './decision.state.ts';
import type { Asked, DocumentState } from './decision.state.ts';

/**
 * Vetoes, sanctions, measures and inspection conclusions, and their one life after the decision: served, varied,
 * stayed, resumed, appealed, upheld, annulled, lifted, corrected. One stream a document.
 */
export const decision: Decider<DocumentState, Asked<DecisionCommand>, DecisionEvent> = {
  subject: 'decision',
  initialState: emptyDocument,
  evolve: evolveDocument,
  decide: (order, state) => {
    const { command } = order;
    if (command instanceof RecordDecision) return recordDecision({ ...order, command }, state);
    if (command instanceof RecordFollowUp) return recordFollowUp({ ...order, command }, state);
    if (command instanceof ServeDecision) return serveDecision({ ...order, command }, state);
    return serveFollowUp({ ...order, command }, state);
  },
};
