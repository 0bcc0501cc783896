import type { ProjectionProgress } from '#platform/projection-runner';
import type { ReadStore } from '#platform/read-store';
import { secretFrom } from '#platform/webhooks';
import type { MessagePage, Target } from '#platform/webhooks';
import { changesAfter, eligibilityProjectionName, readCursor } from '#read-models/eligibility';
import type { EligibilityChange } from '#read-models/eligibility';
import { machineClientsProjectionName } from '#read-models/machine-clients';
import type { MachineClientRows } from '#read-models/machine-clients';
import { districtOf } from '#read-models/school-file';
import { webhooksProjectionName } from '#read-models/webhooks';
import type { KnownWebhook, WebhookRows } from '#read-models/webhooks';

const pageSize = 100;

export interface WebhookFeedParts {
  readonly readStore: ReadStore;
  readonly progress: Pick<ProjectionProgress, 'seenBy' | 'isReady'>;
  readonly machineClients: Pick<MachineClientRows, 'clients'>;
  readonly webhooks: Pick<WebhookRows, 'webhooks'>;
  readonly key: () => Buffer;
}

/** A webhook to be told, and of what. */
export interface ToldWebhook extends Target, Pick<KnownWebhook, 'districts' | 'schools'> {}

/** What is sent to whom: the feed of changes, for webhooks that stand, of clients that are open. */
export class WebhookFeed {
  readonly #parts: WebhookFeedParts;

  constructor(parts: WebhookFeedParts) {
    this.#parts = parts;
  }

  /**
   * Nobody while rows are being filled. @throws WebhooksNotCurrent, MachineClientsNotCurrent, WebhookKeyMissing: then
   * nobody is told anything
   */
  async targets(): Promise<readonly ToldWebhook[]> {
    const { progress, webhooks, machineClients, key } = this.#parts;
    if (![webhooksProjectionName, machineClientsProjectionName].every((name) => progress.isReady(name))) return [];
    const standing = (await webhooks.webhooks()).filter(({ removalReason }) => removalReason === null);
    if (standing.length === 0) return [];
    const open = new Set((await machineClients.clients()).flatMap((one) => (one.closedAt === null ? [one.id] : [])));
    return standing
      .filter(({ client }) => open.has(client))
      .map(({ webhook: id, url, basis, after, districts, schools, registration }) => {
        const secret = secretFrom(key(), id, registration);
        return { id, url, basis, after, districts, schools, secret };
      });
  }

  /** The next changes within the webhook's reach; the end of the page also moves over those without. */
  async page(target: ToldWebhook, after: string | null): Promise<MessagePage> {
    const { readStore, progress } = this.#parts;
    if (!progress.isReady(eligibilityProjectionName)) return { messages: [], next: null };
    const changes = await changesAfter(readStore, {
      after: after === null ? undefined : readCursor(after),
      upTo: progress.seenBy(eligibilityProjectionName),
      limit: pageSize,
    });
    const messages = [];
    for (const change of changes)
      if (await this.#reaches(target, change.school)) messages.push(messageOf(target.id, change));
    return { messages, next: changes.at(-1)?.cursor ?? null };
  }

  async #reaches({ districts, schools }: ToldWebhook, school: string): Promise<boolean> {
    if (schools !== 'all' && !schools.includes(school)) return false;
    if (districts === 'all') return true;
    const district = await districtOf(this.#parts.readStore, school);
    return district !== undefined && districts.includes(district);
  }
}

/** The same id and the same bytes whenever it is sent. A full stop in the id would blur what is signed. */
const messageOf = (webhook: string, change: EligibilityChange): MessagePage['messages'][number] => ({
  cursor: change.cursor,
  id: `${webhook}_${change.cursor.replace('.', '_')}`,
  body: JSON.stringify({ type: 'eligibility.changed', timestamp: change.recordedAt, data: change }),
});
