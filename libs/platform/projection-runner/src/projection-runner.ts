import type { EventLog, Recorded } from '#platform/event-store';
import { AsyncMutex } from '#platform/read-store';
import type { ReadStore } from '#platform/read-store';
import type { BatchLimits } from './batches.ts';
import { dropBuild } from './build-tables.ts';
import { BuildHalted } from './build.ts';
import type { Build } from './build.ts';
import { untilBuildsChange } from './changed-builds.ts';
import { BuildReplaced, CheckpointLost, lastChange } from './checkpoints.ts';
import { Lanes } from './lanes.ts';
import { Listeners } from './listeners.ts';
import type { BatchListener } from './listeners.ts';
import { addNextBuild, openBuilds } from './open-builds.ts';
import type { Opening } from './open-builds.ts';
import { parkedEvents } from './parked-events.ts';
import type { ParkedEvent } from './parked-events.ts';
import { whole } from './partition.ts';
import type { Partition } from './partition.ts';
import type { Measurement, ProjectionProgress } from './projection-progress.ts';
import { statusOf } from './projection-status.ts';
import type { ProjectionStatus } from './projection-status.ts';
import type { Projection } from './projection.ts';
import { systemClock } from './runner-clock.ts';
import type { RunnerClock } from './runner-clock.ts';
import type { Report } from './runner-problem.ts';
import { refuseTwins } from './runner-options.ts';
import type { ProjectionRunnerOptions } from './runner-options.ts';
import { createRunnerTables } from './runner-tables.ts';
import { RunningProjection } from './running-projection.ts';
import { Waiters } from './waiters.ts';

const defaultLimits: BatchLimits = { catchUpEvents: 20_000, liveEvents: 500 };

/**
 * Carries events into rows. Rows, checkpoint and parked events of a batch share one transaction, so an event has its
 * effect once, whatever is delivered twice or cut off. Started once and stopped once.
 */
export class ProjectionRunner implements ProjectionProgress {
  readonly #log: EventLog;
  readonly #store: ReadStore;
  readonly #clock: RunnerClock;
  readonly #report: Report;
  readonly #partition: Partition;
  readonly #isShared: boolean;
  readonly #outdated = new AbortController();
  readonly #running: ReadonlyMap<string, RunningProjection>;
  readonly #lanes: Lanes;
  readonly #listeners: Listeners;
  readonly #waiters: Waiters;
  readonly #beginnings = new AsyncMutex();
  readonly #observers = new Set<(measurement: Measurement) => void>();

  /** @throws when two projections share a name or a table */
  constructor(options: ProjectionRunnerOptions) {
    const { log, store, projections, knownTypes = new Set(), limits = defaultLimits, clock = systemClock } = options;
    const { report, partition = whole, isShared = false } = options;
    refuseTwins(projections, store);
    [this.#log, this.#store, this.#clock, this.#report] = [log, store, clock, report];
    [this.#partition, this.#isShared] = [partition, isShared];
    this.#listeners = new Listeners(report);
    this.#waiters = new Waiters(clock);
    const committed = this.#committed.bind(this);
    const host = { log, store, clock, partition, report, committed };
    this.#running = new Map(projections.map((each) => [each.name, new RunningProjection(each, knownTypes, host)]));
    this.#lanes = new Lanes({
      log,
      limits,
      clock,
      report,
      filled: (build) => this.#of(build).finish(build, this.#lanes.signal),
      arrived: (build) => this.#arrived(build),
      dropped: (build, error) => this.#dropped(build, error),
    });
  }

  /** Opens or begins the tables of every projection and sets to work; resolves before it has caught up. */
  async start(): Promise<void> {
    const [answering, halted, filling]: [Build[], Build[], Build[]] = [[], [], []];
    await createRunnerTables(this.#store);
    const known = await this.#store.write(async (tx) => {
      for (const running of this.#running.values()) {
        const stored = await openBuilds(tx, this.#opening(running.projection));
        if (stored.filling) filling.push(running.fill(stored.filling).build);
        if (!stored.answering) continue;
        const build = running.answerWith(stored.answering);
        (build.parked.haltedAt === undefined ? answering : halted).push(build);
      }
      return lastChange(tx);
    });
    for (const lane of [answering, halted, filling]) this.#lanes.catchUp(lane);
    if (this.#isShared) void this.#watchBuilds(known);
  }

  /** Aborted when another process has begun, switched or dropped builds: a new runner must open what is there now. */
  get outdated(): AbortSignal {
    return this.#outdated.signal;
  }

  /** Finishes the batches in hand; whoever still waits for a position is refused. */
  async stop(): Promise<void> {
    await this.#lanes.stop();
    for (const { answering, filling } of this.#running.values()) {
      for (const build of [answering, filling?.build]) if (build) build.phase = 'stopped';
      filling?.reject(new Error('The runner stopped; the rebuild goes on after the next start'));
    }
    this.#waiters.giveUp();
  }

  async waitFor(name: string, position: bigint, timeoutMs: number): Promise<void> {
    const names = name === 'all' ? [...this.#running.keys()] : [name];
    await Promise.all(
      names.map(async (each) => {
        if (this.seenBy(each) < position) await this.#waiters.wait(each, position, timeoutMs);
      }),
    );
  }

  seenBy(name: string): bigint {
    return this.#named(name).answering?.position ?? -1n;
  }

  /** A build of this version has caught up since the start and goes on. */
  isReady(name: string): boolean {
    return this.#named(name).answering?.state === 'live';
  }

  isParked(name: string, key: string): boolean {
    return this.#named(name).answering?.parked.has(key) ?? false;
  }

  /** Every event held back, in log order. */
  parked(name: string): Promise<readonly ParkedEvent[]> {
    const build = this.#current(name);
    return build ? this.#store.write((tx) => parkedEvents(tx, build.part)) : Promise.resolve([]);
  }

  async status(): Promise<readonly ProjectionStatus[]> {
    const all = [...this.#running.values()].flatMap(({ answering, filling }) => {
      const build = answering ?? filling?.build;
      return build ? [{ build, rebuild: answering && filling?.build }] : [];
    });
    const host = { log: this.#log, clock: this.#clock };
    return Promise.all(all.map(({ build, rebuild }) => statusOf(build, rebuild, host)));
  }

  /** Tries parked events again, and lets a projection go on that stands still. Answers what was folded and what still waits. */
  async replayParked(name: string, key?: string): Promise<{ replayed: number; remaining: number }> {
    const build = this.#current(name);
    if (!build) return { replayed: 0, remaining: 0 };
    const result = await build.replayParked(key, this.#lanes.signal);
    if (!build.isAtWork && key === undefined) {
      build.phase = 'catching-up';
      this.#lanes.catchUp([build]);
    }
    return result;
  }

  /**
   * Fills new tables beside the old, which go on answering, and switches in one transaction. Resolves after the
   * switch; a rebuild under way is joined, also after a restart. @throws what stopped it; the old tables still answer
   */
  async rebuild(name: string): Promise<void> {
    const running = this.#named(name);
    const filling = await this.#beginnings.run(async () => {
      if (running.filling?.build.isAtWork) return running.filling;
      const failed = running.filling?.build.record;
      const stored = await this.#store.write(async (tx) => {
        if (failed) await dropBuild(tx, failed);
        return addNextBuild(tx, this.#opening(running.projection));
      });
      const begun = running.fill(stored);
      this.#lanes.catchUp([begun.build]);
      return begun;
    });
    return filling.done;
  }

  onBatch(name: string, listener: BatchListener): () => void {
    return this.#listeners.add(this.#named(name).projection.name, listener);
  }

  observe(observer: (measurement: Measurement) => void): void {
    this.#observers.add(observer);
  }

  async #watchBuilds(known: number): Promise<void> {
    const host = { store: this.#store, clock: this.#clock };
    await untilBuildsChange(known, host, this.#lanes.signal);
    if (!this.#lanes.signal.aborted) this.#outdated.abort();
  }

  #committed(build: Build, events: readonly Recorded[], seconds: number): void {
    const { name } = build.projection;
    for (const observe of this.#observers) observe({ projection: name, events: events.length, seconds });
    if (this.#of(build).answering !== build) return;
    this.#listeners.tell(build, events);
    this.#waiters.reached(name, build.position);
  }

  async #arrived(build: Build): Promise<void> {
    const running = this.#of(build);
    const { answering, filling } = running;
    build.projection.rest?.();
    if (build === answering) build.phase = 'live';
    else if (build !== filling?.build) this.#lanes.leave(build);
    else if (await running.takeOver(filling, this.#lanes.signal)) {
      if (answering) this.#lanes.leave(answering);
      this.#listeners.tell(build, 'switched');
      this.#waiters.reached(build.projection.name, build.position);
    }
  }

  #dropped(build: Build, error: unknown): void {
    const { name } = build.projection;
    // A halted build has reported its event and stands still; any other is out of work.
    if (error instanceof BuildReplaced) this.#outdated.abort();
    else if (!(error instanceof BuildHalted)) {
      build.phase = 'stopped';
      const kind = error instanceof CheckpointLost ? 'checkpoint-lost' : 'halted';
      this.#report({ kind, projection: name, error });
    }
    const { filling } = this.#of(build);
    if (filling?.build === build) filling.reject(error);
  }

  #opening(projection: Projection): Opening {
    const at = new Date(this.#clock.nowMs()).toISOString();
    return { projection, partition: this.#partition, dataSource: this.#store.dataSource, at };
  }

  #current(name: string): Build | undefined {
    const { answering, filling } = this.#named(name);
    return answering ?? filling?.build;
  }

  #of(build: Build): RunningProjection {
    return this.#named(build.projection.name);
  }

  #named(name: string): RunningProjection {
    const running = this.#running.get(name);
    if (!running) throw new Error(`No projection is named ${name}`);
    return running;
  }
}
