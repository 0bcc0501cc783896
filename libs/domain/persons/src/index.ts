export {
  ApproveLook,
  ErasePersonalData,
  RevealPersonalData,
  ProposeErasure,
  RecordPerson,
  RequestLook,
} from './person.commands.ts';
export type { PersonCommand, PersonKey } from './person.commands.ts';
export type { Capacity, ErasureGround, LookPurpose, PersonContent, PersonEvent, SealedTexts } from './person.events.ts';
export { personRefusals } from './person.refusals.ts';
export { capacityTerms, erasureTerms, lookPurposeTerms } from './person.terms.ts';
export { person } from './person.ts';
export type { PersonState } from './person.ts';
