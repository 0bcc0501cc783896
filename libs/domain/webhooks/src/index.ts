export { RegisterWebhook, RemoveWebhook, ReplayWebhook } from './webhook.commands.ts';
export type { WebhookCommand } from './webhook.commands.ts';
export type { Reach, Removal, Replay, WebhookContent, WebhookEvent } from './webhook.events.ts';
export { webhookRefusals } from './webhook.refusals.ts';
export { webhook } from './webhook.ts';
export type { WebhookState } from './webhook.ts';
