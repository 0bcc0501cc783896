export { RecordDecision, RecordFollowUp, ServeDecision, ServeFollowUp } from './decision.commands.ts';
export type { DecisionCommand, Service } from './decision.commands.ts';
export { followUpEventTypes, followUpKeyOf } from './decision.events.ts';
export type { DecisionContent, DecisionEvent, FollowUpContent, FollowUpEventType } from './decision.events.ts';
export { followUpRowOffences } from './decision.follow-up.ts';
export { decisionRowOffences } from './decision.made.ts';
export { decisionRefusals } from './decision.refusals.ts';
export type { DocumentState } from './decision.state.ts';
export { decision } from './decision.ts';
