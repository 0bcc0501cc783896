import { setTimeout as pause } from 'node:timers/promises';
import { Leadership } from '#platform/leadership';
import { PostgresReadStore } from '#platform/read-store-postgres';
import type { ClusterPlace, WebhookSettings } from '#platform/settings';
import { DeliveryBook, deliveryEntities } from '#platform/webhooks';
import type { OpenReadSide } from '../open-read-side.ts';
import type { Report } from '../opened.ts';
import { dispatcherOver, senderBy } from './open-webhooks.ts';
import type { WebhookFeedParts } from './webhook-feed.ts';
import { webhookKeyAt } from './webhook-key.ts';
import { WebhookOffice } from './webhook-office.ts';
import type { OpenWebhooks } from './webhook-office.ts';

/** The schema of what was delivered. Another name whenever its tables become other ones. */
const deliverySchema = 'deliveries';

/** Longer than a message may take: whoever began one is still the only one who sends. */
const dispatchLeaseMs = 30_000;

const openBook = async ({ postgresUrl }: ClusterPlace, applicationName: string): Promise<PostgresReadStore> => {
  const entities = [...deliveryEntities];
  const store = await PostgresReadStore.open({ url: postgresUrl, schema: deliverySchema, entities, applicationName });
  const book = new DeliveryBook(store);
  try {
    // Two processes may make a table at the same moment, which IF NOT EXISTS does not see; the second time it is there.
    await book.prepare().catch(() => pause(100).then(() => book.prepare()));
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
};

/** Webhooks of a service: workers deliver. */
export const openClusterWebhooks = async (
  place: ClusterPlace,
  { webhooks }: OpenReadSide,
  settings: WebhookSettings,
): Promise<OpenWebhooks> => {
  const store = await openBook(place, 'redline-api');
  const key = webhookKeyAt(settings.keyFile, false);
  const office = new WebhookOffice({ webhooks, book: new DeliveryBook(store), sender: senderBy(settings), key });
  return { office, close: () => store.close() };
};

export interface WebhookWork extends Omit<WebhookFeedParts, 'key'> {
  readonly settings: WebhookSettings;
  /** Who this worker is. */
  readonly owner: string;
  readonly report: Report;
}

/** Delivers as long as no other worker does. Without a key this worker never does. */
export const openWebhookWork = async (
  place: ClusterPlace,
  { settings, owner, report, ...parts }: WebhookWork,
): Promise<{ close(): Promise<void> }> => {
  if (settings.keyFile === undefined) return { close: () => Promise.resolve() };
  const store = await openBook(place, 'redline-worker');
  const [key, sender] = [webhookKeyAt(settings.keyFile, false), senderBy(settings)];
  const leadership = new Leadership({
    store,
    name: 'webhooks',
    owner,
    leaseMs: dispatchLeaseMs,
    report: (error) => report({ kind: 'storage', error }),
    work: (fenced, signal) => dispatcherOver(fenced, { ...parts, key, sender, report }).run(signal),
  });
  leadership.start();
  return { close: () => leadership.stop().then(() => store.close()) };
};
