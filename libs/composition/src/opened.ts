import type { SequencerStatus } from '#platform/event-log-postgres';
import type { ProjectionStatus, RunnerProblem } from '#platform/projection-runner';
import type { OpenReadSide } from './open-read-side.ts';
import type { OpenRegister } from './open-register.ts';

/** What a service that answers and takes commands stands on. */
export interface OpenService {
  readonly register: OpenRegister;
  readonly readSide: OpenReadSide;
  /** Lets go of both: first of what reads, then of what writes. */
  close(): Promise<void>;
}

/** Told of what an operator must see, and of what mends itself. */
export type Report = (problem: RunnerProblem) => void;

/** What a worker does at the moment. */
export interface WorkStatus {
  readonly sequencer: SequencerStatus;
  readonly keepsProjections: boolean;
  /** Empty while another worker keeps them. */
  readonly projections: readonly ProjectionStatus[];
}

/** A worker at work. */
export interface OpenWork {
  /** @throws what PostgreSQL says when it does not answer */
  check(): Promise<void>;
  status(): Promise<WorkStatus>;
  /** Fills a read model anew beside the old rows and switches; false while another worker keeps the projections. */
  rebuild(name: string): Promise<boolean>;
  /** Finishes what is in hand and leaves its places to other workers at once. */
  close(): Promise<void>;
}
