export { bearsOnFacts, factEventOf, factTypes, silentTypes, UnknownFact } from './fact-event.ts';
export type { FactEvent, RegisterEvent } from './fact-event.ts';
export { foldOffice, noOffice } from './office-facts.ts';
export { foldSchool, noFacts } from './school-facts.ts';
export { MalformedFact } from './well-formed.ts';
