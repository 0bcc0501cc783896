import { randomUUID } from 'node:crypto';
import { secretFrom } from '#platform/webhooks';
import type { DeliveryBook, DeliveryRow, Outcome, Sender, Standing } from '#platform/webhooks';
import type { KnownWebhook, WebhookRows } from '#read-models/webhooks';

/** A webhook as lists show it: never its secret. */
export interface ListedWebhook extends KnownWebhook {
  readonly standing: 'ACTIVE' | 'SUSPENDED' | 'REMOVED';
  /** The last change that was taken or passed over. */
  readonly cursor: string | null;
  /** How often the next message has failed, and when it is tried again. */
  readonly failures: number;
  readonly dueAt: string | null;
}

/** Webhooks of a service, and how to let go of them. */
export interface OpenWebhooks {
  readonly office: WebhookOffice;
  close(): Promise<void>;
}

export interface WebhookOfficeParts {
  readonly webhooks: Pick<WebhookRows, 'webhooks'>;
  readonly book: DeliveryBook;
  readonly sender: Sender;
  readonly key: () => Buffer;
}

/** What the service asks and tells of webhooks. Whoever delivers is somebody else. */
export class WebhookOffice {
  readonly #parts: WebhookOfficeParts;

  constructor(parts: WebhookOfficeParts) {
    this.#parts = parts;
  }

  /** The secret of a registration at a position of the log. @throws WebhookKeyMissing */
  secretOf(webhook: string, registration: number): string {
    return secretFrom(this.#parts.key(), webhook, registration);
  }

  /** Every webhook, and how far it has come. @throws WebhooksNotCurrent */
  async list(): Promise<readonly ListedWebhook[]> {
    const { webhooks, book } = this.#parts;
    const [known, standings] = [await webhooks.webhooks(), await book.standings()];
    return known.map((one) => listed(one, standings.get(one.webhook)));
  }

  /** Sends a ping at once, once, and says what came of it. @throws WebhookKeyMissing */
  ping({ webhook, url, registration }: KnownWebhook): Promise<Outcome> {
    const secret = this.secretOf(webhook, registration);
    const body = JSON.stringify({ type: 'ping', timestamp: new Date().toISOString(), data: { webhook } });
    return this.#parts.sender.send({ url, id: `ping_${randomUUID()}`, body, secret });
  }

  /** The attempts after a number, in order. */
  deliveries(webhook: string, after: number, limit: number): Promise<readonly DeliveryRow[]> {
    return this.#parts.book.deliveries(webhook, after, limit);
  }
}

/** Until the sender has seen a replay, what it stands at is of before. */
const listed = (one: KnownWebhook, found: Standing | undefined): ListedWebhook => {
  const standing = found && found.basis >= one.basis ? found : undefined;
  const ended = one.removalReason !== null;
  const isWaiting = standing !== undefined && standing.failures > 0 && !standing.isSuspended && !ended;
  return {
    ...one,
    standing: ended ? 'REMOVED' : standing?.isSuspended ? 'SUSPENDED' : 'ACTIVE',
    cursor: standing ? standing.cursor : one.after,
    failures: standing?.failures ?? 0,
    dueAt: isWaiting ? new Date(standing.dueMs).toISOString() : null,
  };
};
