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
