import type { BatchListener } from './listeners.ts';
import type { ProjectionStatus } from './projection-status.ts';

/** One commit of one build, rebuilds included. */
export interface Measurement {
  readonly projection: string;
  readonly events: number;
  readonly seconds: number;
}

/** What those who answer need to know of projections, whether they are at work in this process or in another. */
export interface ProjectionProgress {
  /** Resolves when queries of this projection, or of all, see the event at `position`. @throws NotYetProjected */
  waitFor(name: string, position: bigint, timeoutMs: number): Promise<void>;
  /** Up to here queries see every event, -1 for none: rows may be ahead in parts, but nothing before it is missing. */
  seenBy(name: string): bigint;
  /** Whether queries may be answered at all. */
  isReady(name: string): boolean;
  /** Whether an answer about this key would be stale, because an event of it, or one without a key, was poison. */
  isParked(name: string, key: string): boolean;
  /** Where each projection stands. Projections that nobody began yet are left out. */
  status(): Promise<readonly ProjectionStatus[]>;
  /** Tells of every commit that queries can see, and of every switch. Answers how to stop listening. */
  onBatch(name: string, listener: BatchListener): () => void;
  /** Tells of every commit, or of every advance that was noticed. */
  observe(observer: (measurement: Measurement) => void): void;
}
