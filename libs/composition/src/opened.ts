import type { SequencerStatus } from '#platform/event-log-postgres';
import type { ProjectionStatus, RunnerProblem } from '#platform/projection-runner';
import type { OpenReadSide } from './open-read-side.ts';
import type { OpenRegister } from './open-register.ts';
import type { OpenWebhooks, WebhookOffice } from './webhooks/webhook-office.ts';

/** What a service that answers and takes commands stands on. */
export interface OpenService {
  readonly register: OpenRegister;
  readonly readSide: OpenReadSide;
  readonly webhooks: WebhookOffice;
  /** Lets go of all: first of what sends, then of what reads, then of what writes. */
  close(): Promise<void>;
}

/** Opens what stands on a register, and lets go of everything when a part of it cannot be opened. */
export const serviceOver = async (
  register: OpenRegister,
  open: { readSide(): Promise<OpenReadSide>; webhooks(readSide: OpenReadSide): Promise<OpenWebhooks> },
): Promise<OpenService> => {
  const opened: (() => Promise<void>)[] = [() => register.close()];
  const close = async (): Promise<void> => {
    for (const each of opened.toReversed()) await each();
  };
  try {
    const readSide = await open.readSide();
    opened.push(() => readSide.close());
    const webhooks = await open.webhooks(readSide);
    opened.push(() => webhooks.close());
    return { register, readSide, webhooks: webhooks.office, close };
  } catch (error) {
    await close();
    throw error;
  }
};

/** Told of what an operator must see, and of what mends itself. */
export type Report = (problem: RunnerProblem) => void;

/** What a worker does at the moment. */
export interface WorkStatus {
  readonly sequencer: SequencerStatus;
  /** The partitions of the projections that it keeps; other workers keep the others. */
  readonly partitions: readonly number[];
  /** How far each projection has come in these partitions. */
  readonly projections: readonly (ProjectionStatus & { readonly partition: number })[];
}

/** A worker at work. */
export interface OpenWork {
  /** @throws what PostgreSQL says when it does not answer */
  check(): Promise<void>;
  status(): Promise<WorkStatus>;
  /** Fills a read model anew beside the old rows, with all other workers; resolves when it answers. */
  rebuild(name: string): Promise<void>;
  /** Finishes what is in hand and leaves its places to other workers at once. */
  close(): Promise<void>;
}
