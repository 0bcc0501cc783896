export { webhookRow } from './webhook.row.ts';
export { webhooksProjection, webhooksProjectionName } from './webhooks.projection.ts';
export { WebhookRows, WebhooksNotCurrent } from './webhooks.query.ts';
export type { KnownWebhook } from './webhooks.query.ts';
