/** Why a command about a webhook is refused, in the order a reader would check. */
export const webhookRefusals = [
  'bad-webhook-id',
  'bad-webhook-url',
  'bad-webhook-schools',
  'bad-webhook-districts',
  'webhook-already-registered',
  'unknown-webhook',
  'webhook-already-removed',
  'bad-webhook-cursor',
  'webhook-reason-missing',
] as const;
