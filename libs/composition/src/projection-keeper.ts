import type { EventLog } from '#platform/event-store';
import { SharedOut } from '#platform/leadership';
import { requestRebuild, runPartition } from '#platform/projection-runner';
import type { ProjectionRunner } from '#platform/projection-runner';
import type { ReadStore } from '#platform/read-store';
import { memoryShare } from './memory-share.ts';
import { readModelProjections } from './open-read-side.ts';
import type { Report, WorkStatus } from './opened.ts';
import { partitions } from './read-schema.ts';

/** How long a worker's places stay taken after its last sign of life. */
export const leaseMs = 5_000;

// All partitions of a process write one after another, and a lease must not run out while one waits for the others.
const limits = { catchUpEvents: Math.min(5_000, memoryShare(partitions).catchUpEvents), liveEvents: 500 };

export interface KeeperOptions {
  readonly store: ReadStore;
  readonly log: EventLog;
  /** Who this is, for operators. */
  readonly owner: string;
  readonly report: Report;
}

/** Runs this worker's share of the projections' partitions, each as long as no other worker does. */
export class ProjectionKeeper {
  readonly #store: ReadStore;
  readonly #log: EventLog;
  readonly #shared: SharedOut;
  readonly #runners = new Map<number, ProjectionRunner>();
  readonly #stopped = new AbortController();

  constructor({ store, log, owner, report }: KeeperOptions) {
    this.#store = store;
    this.#log = log;
    this.#shared = new SharedOut({
      store,
      name: 'projections',
      places: partitions,
      owner,
      leaseMs,
      report: (error) => report({ kind: 'storage', error }),
      work: (index, fenced, signal) =>
        runPartition({
          log,
          store: fenced,
          projections: () => readModelProjections(log, partitions),
          partition: { index, of: partitions },
          limits,
          report,
          signal,
          atWork: (runner) => void (runner ? this.#runners.set(index, runner) : this.#runners.delete(index)),
        }),
    });
  }

  start(): void {
    this.#shared.start();
  }

  async stop(): Promise<void> {
    this.#stopped.abort(new Error('the worker stops'));
    await this.#shared.stop();
  }

  /** Resolves when queries read the new rows, whichever workers filled them. */
  async rebuild(name: string): Promise<void> {
    const projection = readModelProjections(this.#log).find((each) => each.name === name);
    if (!projection) throw new Error(`No projection is named ${name}`);
    await requestRebuild(this.#store, { projection, partitions, signal: this.#stopped.signal });
  }

  async status(): Promise<Pick<WorkStatus, 'partitions' | 'projections'>> {
    const projections: WorkStatus['projections'][number][] = [];
    for (const [partition, runner] of [...this.#runners].toSorted(([one], [other]) => one - other))
      for (const status of await runner.status()) projections.push({ ...status, partition });
    return { partitions: this.#shared.kept, projections };
  }
}
