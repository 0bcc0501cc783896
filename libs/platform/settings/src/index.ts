export type { ClusterPlace, EmbeddedPlace, Place } from './place.ts';
export { placeSettings, readPlace } from './place.ts';
export { readFile, readSecret } from './read-file.ts';
export type { WebhookSettings } from './webhooks.ts';
export { readWebhooks, webhookSettings } from './webhooks.ts';
export type { Environment } from './read-settings.ts';
export { BadSetting, readSettings } from './read-settings.ts';
