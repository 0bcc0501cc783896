export { openLog, openRegister, sequenceKeyName } from './open-register.ts';
export type { OpenLog, OpenRegister } from './open-register.ts';
export { openReadSide, readModelNames } from './open-read-side.ts';
export type { EmbeddedReadSide, OpenReadSide } from './open-read-side.ts';
