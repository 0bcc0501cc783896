export { AccessRecords, accessTypes } from './access-records.query.ts';
export type { AccessEntry, AccessPage } from './access-records.query.ts';
