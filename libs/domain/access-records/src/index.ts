export { RecordAccess } from './access-record.commands.ts';
export type { AccessEvent, SignInMethod, SignOutWay } from './access-record.events.ts';
export { accessRecordRefusals } from './access-record.refusals.ts';
export { accessRecord } from './access-record.ts';
