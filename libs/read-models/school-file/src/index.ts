export { findSchool, schoolFile } from './school-file.query.ts';
export type { FileEntry, SchoolSummary } from './school-file.query.ts';
export { schoolListProjection, schoolListProjectionName } from './school-list.projection.ts';
export type { ListedSchool } from './school-list.projection.ts';
export { districtOf, listSchools } from './school-list.query.ts';
export type { Page, SchoolFilter } from './school-list.query.ts';
export { schoolRow } from './school.row.ts';
