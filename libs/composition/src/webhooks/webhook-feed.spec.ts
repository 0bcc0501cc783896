import { describe, expect, it } from '@jest/globals';
import { WebhooksNotCurrent } from '#read-models/webhooks';
import { WebhookFeed } from './webhook-feed.ts';
import type { WebhookFeedParts } from './webhook-feed.ts';

const feedWhere = (ready: readonly string[]) => {
  const progress = { isReady: (name: string) => ready.includes(name), seenBy: () => -1n };
  const webhooks = { webhooks: () => Promise.reject(new WebhooksNotCurrent()) };
  return new WebhookFeed({ progress, webhooks } as unknown as WebhookFeedParts);
};

describe('whom webhooks tell', () => {
  it('is nobody, and no trouble, while rows are being filled', async () => {
    await expect(feedWhere([]).targets()).resolves.toEqual([]);
    await expect(feedWhere(['webhooks']).targets()).resolves.toEqual([]);
    await expect(feedWhere(['machine-clients']).targets()).resolves.toEqual([]);
  });

  it('is trouble when an event of theirs is held back', async () => {
    await expect(feedWhere(['webhooks', 'machine-clients']).targets()).rejects.toMatchObject({
      code: 'webhooks-not-current',
    });
  });
});
