import { join } from 'node:path';
import type { ReadStore } from '#platform/read-store';
import { SqliteReadStore } from '#platform/read-store-sqlite';
import type { WebhookSettings } from '#platform/settings';
import { DeliveryBook, deliveryEntities, Dispatcher, ReceiverAddresses, Sender } from '#platform/webhooks';
import type { OpenReadSide } from '../open-read-side.ts';
import type { Report } from '../opened.ts';
import { WebhookFeed } from './webhook-feed.ts';
import type { ToldWebhook, WebhookFeedParts } from './webhook-feed.ts';
import { webhookKeyAt } from './webhook-key.ts';
import { WebhookOffice } from './webhook-office.ts';
import type { OpenWebhooks } from './webhook-office.ts';

type Kept = ReadStore & { close(): Promise<void> };

export const senderBy = ({ networks, ca }: WebhookSettings): Sender =>
  new Sender({ addresses: new ReceiverAddresses(networks), ca });

/** Who delivers, over a book that nobody else writes. */
export const dispatcherOver = (
  store: ReadStore,
  parts: WebhookFeedParts & { readonly sender: Sender; readonly report: Report },
): Dispatcher<ToldWebhook> => {
  const feed = new WebhookFeed(parts);
  return new Dispatcher({
    book: new DeliveryBook(store),
    sender: parts.sender,
    targets: () => feed.targets(),
    page: (target, after) => feed.page(target, after),
    report: (error) => parts.report({ kind: 'storage', error }),
  });
};

/** Webhooks of a data directory, delivered by this very process, which alone may write there. */
export const openEmbeddedWebhooks = async (
  directory: string,
  readSide: OpenReadSide,
  { settings, report }: { readonly settings: WebhookSettings; readonly report: Report },
): Promise<OpenWebhooks> => {
  const store: Kept = await SqliteReadStore.open({
    directory,
    entities: [...deliveryEntities],
    file: 'deliveries.db',
  });
  const stopped = new AbortController();
  const [book, sender] = [new DeliveryBook(store), senderBy(settings)];
  await book.prepare();
  const key = webhookKeyAt(settings.keyFile ?? join(directory, 'keys', 'webhooks.key'), settings.keyFile === undefined);
  const running = dispatcherOver(store, { ...readSide, key, sender, report }).run(stopped.signal);
  const office = new WebhookOffice({ webhooks: readSide.webhooks, book, sender, key });
  const close = async (): Promise<void> => {
    stopped.abort();
    await running;
    await store.close();
  };
  return { office, close };
};
