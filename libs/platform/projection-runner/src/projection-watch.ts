import type { EventLog } from '#platform/event-store';
import type { ReadStore, WriteTransaction } from '#platform/read-store';
import type { BuildState } from './build.ts';
import { buildsOf, seenByAll } from './checkpoints.ts';
import type { BuildRecord } from './checkpoints.ts';
import { Listeners } from './listeners.ts';
import type { BatchListener, BatchNotice } from './listeners.ts';
import { isOfKind } from './open-builds.ts';
import { parkedEvents } from './parked-events.ts';
import type { ParkedEvent } from './parked-events.ts';
import { ParkedKeys } from './parked-keys.ts';
import type { Partition } from './partition.ts';
import type { Measurement, ProjectionProgress } from './projection-progress.ts';
import { statusOf } from './projection-status.ts';
import type { ProjectionStatus } from './projection-status.ts';
import type { Projection } from './projection.ts';
import { systemClock } from './runner-clock.ts';
import type { RunnerClock } from './runner-clock.ts';
import type { Report } from './runner-problem.ts';
import { Waiters } from './waiters.ts';

export interface ProjectionWatchOptions {
  readonly log: EventLog;
  /** The store that a runner elsewhere writes to. */
  readonly store: ReadStore;
  readonly projections: readonly Projection[];
  /** As many as the runners there have; 1 unless told. */
  readonly partitions?: number;
  readonly report: Report;
  readonly clock?: RunnerClock;
  /** How often to look; 50 ms unless told. */
  readonly pollMs?: number;
  /** An event must be seen by the projection so soon after it was seen in the log, or nothing is answered; 5 s unless told. */
  readonly longestLagMs?: number;
}

/** More events than these at once are not looked at one by one: everybody is told. */
const mostLookedAt = 5_000;

/** One projection as it was last seen. */
class Watched {
  build: BuildRecord | undefined;
  parked = new ParkedKeys([]);
  /** The event of the log that it has to reach, and since when; undefined while it has seen everything. */
  due: { readonly head: bigint; readonly sinceMs: number } | undefined;
  hasArrived = false;

  constructor(readonly projection: Projection) {}

  get position(): bigint {
    return this.build ? seenByAll(this.build) : -1n;
  }

  /** Notes how far the log has come; true while the projection keeps up with it. */
  keepsUp(head: bigint, nowMs: number, longestLagMs: number): boolean {
    if (this.due && this.position >= this.due.head) this.due = undefined;
    if (this.position >= head) this.hasArrived = this.build !== undefined;
    else this.due ??= { head, sinceMs: nowMs };
    if (this.due && nowMs - this.due.sinceMs > longestLagMs) this.hasArrived = false;
    return this.hasArrived;
  }

  get state(): BuildState {
    if (this.parked.haltedAt !== undefined) return 'failed';
    return this.build && this.hasArrived ? 'live' : 'catching-up';
  }
}

/**
 * Follows projections that a runner in another process keeps, by their checkpoints, and learns from the log whose
 * answers changed. Where it cannot look, or the runner falls behind, nothing is ready: no answer rather than a stale one.
 */
export class ProjectionWatch implements ProjectionProgress {
  readonly #options: Required<ProjectionWatchOptions>;
  readonly #watched: ReadonlyMap<string, Watched>;
  readonly #listeners: Listeners;
  readonly #waiters: Waiters;
  readonly #observers = new Set<(measurement: Measurement) => void>();
  readonly #stopped = new AbortController();
  #running: Promise<void> | undefined;
  #lastLookMs = Number.NEGATIVE_INFINITY;

  constructor(options: ProjectionWatchOptions) {
    this.#options = { clock: systemClock, partitions: 1, pollMs: 50, longestLagMs: 5_000, ...options };
    this.#watched = new Map(options.projections.map((each) => [each.name, new Watched(each)]));
    this.#listeners = new Listeners(options.report);
    this.#waiters = new Waiters(this.#options.clock);
  }

  /** Looks until `stop`. */
  start(): void {
    this.#running ??= this.#run();
  }

  /** Whoever still waits for a position is refused. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
    this.#waiters.giveUp();
  }

  async waitFor(name: string, position: bigint, timeoutMs: number): Promise<void> {
    const names = name === 'all' ? [...this.#watched.keys()] : [name];
    await Promise.all(
      names.map(async (each) => {
        if (this.#named(each).position < position) await this.#waiters.wait(each, position, timeoutMs);
      }),
    );
  }

  seenBy(name: string): bigint {
    return this.#named(name).position;
  }

  isReady(name: string): boolean {
    const { clock, longestLagMs } = this.#options;
    return clock.nowMs() - this.#lastLookMs <= longestLagMs && this.#named(name).state === 'live';
  }

  isParked(name: string, key: string): boolean {
    return this.#named(name).parked.has(key);
  }

  async status(): Promise<readonly ProjectionStatus[]> {
    const begun = [...this.#watched.values()].filter(({ build }) => build !== undefined);
    return Promise.all(begun.map((each) => statusOf(each, undefined, this.#options)));
  }

  onBatch(name: string, listener: BatchListener): () => void {
    return this.#listeners.add(this.#named(name).projection.name, listener);
  }

  observe(observer: (measurement: Measurement) => void): void {
    this.#observers.add(observer);
  }

  async #run(): Promise<void> {
    const { clock, pollMs, report } = this.#options;
    while (!this.#stopped.signal.aborted) {
      try {
        await this.#look();
      } catch (error) {
        report({ kind: 'storage', error });
        await clock.sleep(pollMs * 10, this.#stopped.signal);
      }
      await clock.sleep(pollMs, this.#stopped.signal);
    }
  }

  async #look(): Promise<void> {
    const { log, store, clock, partitions, longestLagMs } = this.#options;
    const nowMs = clock.nowMs();
    const head = (await log.head()) ?? -1n;
    const partition = { index: 0, of: partitions };
    const seen = await store.write((tx) => lookedAt(tx, [...this.#watched.values()], partition));
    for (const { watched, build, parked } of seen) {
      const before = { position: watched.position, build: watched.build?.build, parked: watched.parked.count };
      watched.build = build;
      watched.parked = new ParkedKeys(parked);
      watched.keepsUp(head, nowMs, longestLagMs);
      const isOther = before.build !== build?.build || before.parked !== watched.parked.count;
      if (isOther || watched.position !== before.position)
        await this.#tell(watched, isOther ? undefined : before.position);
    }
    this.#lastLookMs = nowMs;
  }

  /** `from`: the position before, where the same rows went on from it. */
  async #tell(watched: Watched, from: bigint | undefined): Promise<void> {
    const { name } = watched.projection;
    const keys = from === undefined ? ('all' as const) : await this.#keysBetween(watched, from);
    this.#listeners.say({ projection: name, position: watched.position, keys, events: [] });
    this.#waiters.reached(name, watched.position);
    for (const observe of this.#observers) observe({ projection: name, events: 0, seconds: 0 });
  }

  async #keysBetween({ projection, position }: Watched, from: bigint): Promise<BatchNotice['keys']> {
    if (position - from > mostLookedAt) return 'all';
    const keys = new Set<string>();
    const after = from < 0n ? undefined : from;
    for await (const event of this.#options.log.read({ after, limit: Number(position - from) })) {
      keys.add(projection.sequenceKey(event) ?? '');
    }
    return keys;
  }

  #named(name: string): Watched {
    const watched = this.#watched.get(name);
    if (!watched) throw new Error(`No projection is named ${name}`);
    return watched;
  }
}

interface Look {
  readonly watched: Watched;
  /** The build that queries read, if it is what this program would make. */
  readonly build: BuildRecord | undefined;
  readonly parked: readonly ParkedEvent[];
}

const lookedAt = async (
  tx: WriteTransaction,
  all: readonly Watched[],
  partition: Partition,
): Promise<readonly Look[]> => {
  const looks: Look[] = [];
  for (const watched of all) {
    const { projection } = watched;
    const builds = await buildsOf(tx, projection.name);
    const build = builds.find((each) => each.isActive && isOfKind(each, { projection, partition }));
    looks.push({ watched, build, parked: build ? await parkedEvents(tx, build) : [] });
  }
  return looks;
};
