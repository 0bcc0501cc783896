import type { WebhookEvent } from '#domain/webhooks';
import { factTypes, silentTypes } from '#facts';
import type { Recorded } from '#platform/event-store';
import type { Projection } from '#platform/projection-runner';
import { webhookRow } from './webhook.row.ts';
import type { WebhookRow } from './webhook.row.ts';

/** The name under which the runner keeps it. */
export const webhooksProjectionName = 'webhooks';

const folded = (row: WebhookRow | undefined, recorded: Recorded): WebhookRow => {
  const { stream } = recorded;
  const { type, data } = recorded as unknown as WebhookEvent;
  const basis = Number(recorded.position);
  if (type === 'WebhookRegistered')
    return {
      stream,
      webhook: data.webhook,
      content: JSON.stringify(data),
      registration: basis,
      registeredAt: recorded.recordedAt,
      basis,
      // Nothing that was recorded before it; its own event changes no verdict.
      after: `${basis}.0`,
      removalReason: null,
    };
  if (row === undefined) throw new Error(`nothing is known of ${stream}, of which ${recorded.type} is recorded`);
  if (type === 'WebhookRemoved') return { ...row, removalReason: data.reason };
  // Widened: the log may hold types that this version does not know.
  if ((type as string) === 'WebhookReplayed') return { ...row, basis, after: data.after };
  throw new Error(`an event of type ${recorded.type} is not known here`);
};

/** One row a webhook, held in order by its stream. An event that cannot be folded parks its webhook. */
export const webhooksProjection = (): Projection => ({
  name: webhooksProjectionName,
  version: 1,
  rows: [webhookRow],
  handles: ['Webhook*'],
  ignores: [...factTypes, ...silentTypes],
  sequenceKey: ({ stream }) => stream,
  handle: async (events, tx) => {
    const streams = [...new Set(events.map(({ stream }) => stream))];
    const rows = new Map((await tx.find<WebhookRow>(webhookRow, streams)).map((row) => [row.stream, row]));
    for (const event of events) rows.set(event.stream, folded(rows.get(event.stream), event));
    await tx.upsert<WebhookRow>(webhookRow, [...rows.values()]);
  },
});
