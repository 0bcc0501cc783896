export { openLog, openRegister, sequenceKeyName } from './open-register.ts';
export type { OpenLog, OpenRegister } from './open-register.ts';
export { openReadSide, readModelNames } from './open-read-side.ts';
export type { EmbeddedReadSide, OpenReadSide } from './open-read-side.ts';
export { moveHouse, openLogAt, openRegisterAt, openService, openWorkAt } from './open-service.ts';
export type { Move, Moved } from './moving/move-house.ts';
export { WebhookKeyMissing } from './webhooks/webhook-key.ts';
export type { ListedWebhook, WebhookOffice } from './webhooks/webhook-office.ts';
export type { OpenService, OpenWork, Report, WorkStatus } from './opened.ts';
