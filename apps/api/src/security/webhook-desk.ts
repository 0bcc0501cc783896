import { RefusedError } from '#commands';
import { WebhookKeyMissing } from '#composition';
import type { ListedWebhook, WebhookOffice } from '#composition';
import { refusal } from '#kernel';
import type { ListedClient } from '#read-models/machine-clients';
import { WebhooksNotCurrent } from '#read-models/webhooks';
import { ProblemError } from '../http/problem.ts';

type Outcome = Awaited<ReturnType<WebhookOffice['ping']>>;
type Attempts = Awaited<ReturnType<WebhookOffice['deliveries']>>;

/** What the routes of webhooks ask, with their refusals. */
export class WebhookDesk {
  readonly #office: WebhookOffice;

  constructor(office: WebhookOffice) {
    this.#office = office;
  }

  /** @throws ProblemError */
  list(): Promise<readonly ListedWebhook[]> {
    return this.#office.list().catch(asProblem);
  }

  /** @throws RefusedError for a client that nobody registered, or that is closed */
  checkClient(client: string, clients: readonly ListedClient[]): void {
    const known = clients.find(({ id }) => id === client);
    if (!known) throw new RefusedError([refusal('unknown-client', 'client', client)]);
    if (known.closedAt !== null) throw new RefusedError([refusal('client-already-closed', 'client', known.closedAt)]);
  }

  /** @throws ProblemError while there is no key */
  secretOf(webhook: string, registration: number): string {
    try {
      return this.#office.secretOf(webhook, registration);
    } catch (error) {
      return asProblem(error);
    }
  }

  /** @throws RefusedError for one that nobody registered, or that was removed; ProblemError */
  async ping(webhook: string): Promise<Outcome> {
    const known = await this.#known(webhook);
    if (known.standing === 'REMOVED') throw new RefusedError([refusal('webhook-already-removed', 'webhook', webhook)]);
    try {
      return await this.#office.ping(known);
    } catch (error) {
      return asProblem(error);
    }
  }

  /** @throws RefusedError for one that nobody registered; ProblemError */
  async deliveries(webhook: string, after: number, limit: number): Promise<Attempts> {
    await this.#known(webhook);
    return this.#office.deliveries(webhook, after, limit);
  }

  async #known(webhook: string): Promise<ListedWebhook> {
    const known = (await this.list()).find((one) => one.webhook === webhook);
    if (!known) throw new RefusedError([refusal('unknown-webhook', 'webhook', webhook)]);
    return known;
  }
}

const asProblem = (error: unknown): never => {
  if (error instanceof WebhooksNotCurrent || error instanceof WebhookKeyMissing) throw new ProblemError(error.code);
  throw error;
};
