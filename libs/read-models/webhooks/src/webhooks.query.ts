import type { WebhookContent } from '#domain/webhooks';
import type { ProjectionProgress } from '#platform/projection-runner';
import type { ReadStore } from '#platform/read-store';
import { webhookRow } from './webhook.row.ts';
import type { WebhookRow } from './webhook.row.ts';
import { webhooksProjectionName } from './webhooks.projection.ts';

/** A webhook, and from where it is told. */
export interface KnownWebhook
  extends WebhookContent, Pick<WebhookRow, 'registration' | 'registeredAt' | 'basis' | 'after' | 'removalReason'> {}

/** The rows may lack a removal: nobody is told anything by them. */
export class WebhooksNotCurrent extends Error {
  readonly code = 'webhooks-not-current';

  constructor() {
    super('the rows of webhooks are not current');
  }
}

/** Webhooks from the projection's rows, or an error: never what was true some time ago. */
export class WebhookRows {
  readonly #store: ReadStore;
  readonly #progress: Pick<ProjectionProgress, 'isReady' | 'isParked'>;

  constructor(store: ReadStore, progress: Pick<ProjectionProgress, 'isReady' | 'isParked'>) {
    this.#store = store;
    this.#progress = progress;
  }

  /** Every webhook in the order of ids, removed ones included. @throws WebhooksNotCurrent */
  async webhooks(): Promise<readonly KnownWebhook[]> {
    if (!this.#progress.isReady(webhooksProjectionName)) throw new WebhooksNotCurrent();
    const rows = await this.#store.dataSource.getRepository<WebhookRow>(webhookRow).find();
    for (const { stream } of rows)
      if (this.#progress.isParked(webhooksProjectionName, stream)) throw new WebhooksNotCurrent();
    return rows.toSorted((one, other) => (one.webhook < other.webhook ? -1 : 1)).map(known);
  }
}

const known = ({ content, stream: _stream, webhook: _webhook, ...rest }: WebhookRow): KnownWebhook => ({
  ...(JSON.parse(content) as WebhookContent),
  ...rest,
});
