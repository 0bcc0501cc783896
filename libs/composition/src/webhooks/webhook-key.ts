import { readServerKey, ServerKeyUnusable } from '#platform/webhooks';

/** There is no key to sign with, or it cannot be read; the cause says why, for the operator's log. */
export class WebhookKeyMissing extends Error {
  readonly code = 'webhook-key-missing';

  constructor(cause?: unknown) {
    super('there is no key to sign webhooks with', { cause });
  }
}

/** The server's key, read when it is first asked for. @throws WebhookKeyMissing, when it is asked for */
export const webhookKeyAt = (file: string | undefined, mayMake: boolean): (() => Buffer) => {
  let key: Buffer | undefined;
  return () => {
    if (file === undefined) throw new WebhookKeyMissing();
    try {
      key ??= readServerKey(file, { mayMake });
      return key;
    } catch (error) {
      if (error instanceof ServerKeyUnusable) throw new WebhookKeyMissing(error);
      throw error;
    }
  };
};
