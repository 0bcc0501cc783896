import type { Removal, Replay, WebhookContent } from './webhook.events.ts';

/** Registers an address to be told of changes. */
export class RegisterWebhook {
  constructor(readonly content: WebhookContent) {}
}

/** Ends a webhook for ever; its id is not given again. */
export class RemoveWebhook {
  constructor(
    readonly key: { readonly webhook: string },
    readonly removal: Removal,
  ) {}
}

/** Tells everything after a place of the feed again; a suspended webhook goes on from there. */
export class ReplayWebhook {
  constructor(
    readonly key: { readonly webhook: string },
    readonly replay: Replay,
  ) {}
}

export type WebhookCommand = RegisterWebhook | RemoveWebhook | ReplayWebhook;
