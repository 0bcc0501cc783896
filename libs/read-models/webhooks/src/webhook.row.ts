import { EntitySchema } from 'typeorm';

/** A webhook as it was registered, from where it is told, and how it ended. */
export interface WebhookRow {
  /** Its events' sequence key, so that one partition alone writes the row. */
  readonly stream: string;
  readonly webhook: string;
  /** What was registered, as JSON (`WebhookContent`). */
  readonly content: string;
  /** The position of its registration. */
  readonly registration: number;
  readonly registeredAt: string;
  /** The position of the event that said from where it is told: its registration, or the last replay. */
  readonly basis: number;
  /** A cursor of the feed, exclusive; null: from the first change on. */
  readonly after: string | null;
  readonly removalReason: string | null;
}

export const webhookRow = new EntitySchema<WebhookRow>({
  name: 'webhook',
  columns: {
    stream: { type: 'text', primary: true },
    webhook: { type: 'text' },
    content: { type: 'text' },
    registration: { type: 'integer' },
    registeredAt: { name: 'registered_at', type: 'text' },
    basis: { type: 'integer' },
    after: { name: 'told_after', type: 'text', nullable: true },
    removalReason: { name: 'removal_reason', type: 'text', nullable: true },
  },
});
