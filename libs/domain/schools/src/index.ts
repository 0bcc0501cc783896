export { RecordSchoolChange, RegisterSchool } from './school.commands.ts';
export type { SchoolCommand } from './school.commands.ts';
export { changeEventTypes, changeKeyOf } from './school.events.ts';
export type { ChangeEventType, SchoolChangeContent, SchoolContent, SchoolEvent } from './school.events.ts';
export { schoolRefusals } from './school.refusals.ts';
export { districtOf, school, schoolChangeOffences, schoolRowOffences } from './school.ts';
export type { SchoolState } from './school.ts';
