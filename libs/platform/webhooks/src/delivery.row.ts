import { EntitySchema } from 'typeorm';

/** How far one webhook has come. */
export interface StandingRow {
  readonly webhook: string;
  /** What said where to begin: a later basis begins anew. */
  readonly basis: number;
  /** The last message that was taken, or passed over. */
  readonly cursor: string | null;
  /** How often the next message has failed. */
  readonly failures: number;
  /** When it is tried next, milliseconds since 1970. */
  readonly dueMs: number;
  readonly isSuspended: boolean;
  /** How many attempts were ever made. */
  readonly attempts: number;
}

export const standingRow = new EntitySchema<StandingRow>({
  name: 'webhook_standing',
  columns: {
    webhook: { type: 'text', primary: true },
    basis: { type: 'integer' },
    cursor: { type: 'text', nullable: true },
    failures: { type: 'integer' },
    dueMs: { name: 'due_ms', type: 'integer' },
    isSuspended: { name: 'is_suspended', type: 'boolean' },
    attempts: { type: 'integer' },
  },
});

/** One attempt to deliver one message. */
export interface DeliveryRow {
  readonly webhook: string;
  /** The running number of the webhook's attempts, from 1. */
  readonly no: number;
  readonly messageId: string;
  readonly cursor: string;
  /** Which attempt for this message, from 1. */
  readonly attempt: number;
  /** A UTC instant. */
  readonly at: string;
  readonly status: number | null;
  readonly error: string | null;
  readonly ms: number;
}

export const deliveryRow = new EntitySchema<DeliveryRow>({
  name: 'webhook_delivery',
  columns: {
    webhook: { type: 'text', primary: true },
    no: { type: 'integer', primary: true },
    messageId: { name: 'message_id', type: 'text' },
    cursor: { type: 'text' },
    attempt: { type: 'integer' },
    at: { type: 'text' },
    status: { type: 'integer', nullable: true },
    error: { type: 'text', nullable: true },
    ms: { type: 'integer' },
  },
  indices: [{ columns: ['at'] }],
});
