import type { EventLog, Recorded } from '#platform/event-store';
import { AsyncMutex } from '#platform/read-store';
import type { ReadStore, WriteTransaction } from '#platform/read-store';
import type { Batch } from './batches.ts';
import { physicalTable } from './build-tables.ts';
import { advance, BuildReplaced, CheckpointLost } from './checkpoints.ts';
import type { BuildPart, BuildRecord } from './checkpoints.ts';
import { allKeys, park, parkedEvents, unpark } from './parked-events.ts';
import type { ParkedEvent } from './parked-events.ts';
import { ParkedKeys } from './parked-keys.ts';
import { partitionOf } from './partition.ts';
import type { Partition } from './partition.ts';
import { isPassing } from './passing-failure.ts';
import { PatientWriter } from './patient-writer.ts';
import type { RepeatableWork } from './patient-writer.ts';
import { UnknownEventType } from './projection.ts';
import type { Interest, Projection } from './projection.ts';
import type { RunnerClock } from './runner-clock.ts';
import type { Report } from './runner-problem.ts';

/** What a build needs of the runner. */
export interface BuildHost {
  readonly store: ReadStore;
  readonly log: EventLog;
  readonly clock: RunnerClock;
  /** The share of the keys that is folded here. */
  readonly partition: Partition;
  readonly report: Report;
  /** Called after each commit with the events that were folded or held back. */
  readonly committed: (build: Build, events: readonly Recorded[], seconds: number) => void;
}

export type BuildState = 'catching-up' | 'live' | 'stopped' | 'failed';

/** A whole build stands still before this event; nothing after it was folded. */
export class BuildHalted extends Error {
  override readonly name = 'BuildHalted';

  constructor(projection: string, position: bigint, cause: unknown) {
    super(`${projection} stands still before position ${position}`, { cause });
  }
}

const isPoison = (error: unknown): boolean =>
  !(isPassing(error) || error instanceof CheckpointLost || error instanceof BuildReplaced);

/** A partition of one set of a projection's tables, and the only hand that writes to it. Its work is done one piece after another. */
export class Build {
  readonly projection: Projection;
  readonly record: BuildRecord;
  readonly parked: ParkedKeys;
  /** The last position it has seen, -1 for none. */
  position: bigint;
  phase: Exclude<BuildState, 'failed'> = 'catching-up';
  readonly #writer: PatientWriter;
  readonly #interest: (type: string) => Interest;
  readonly #host: BuildHost;
  readonly #turns = new AsyncMutex();

  constructor(
    made: { projection: Projection; record: BuildRecord; parked: readonly ParkedEvent[] },
    interest: (type: string) => Interest,
    host: BuildHost,
  ) {
    this.projection = made.projection;
    this.record = made.record;
    this.parked = new ParkedKeys(made.parked);
    this.position = made.record.positions[host.partition.index] ?? -1n;
    this.#interest = interest;
    this.#host = host;
    const { name } = made.projection;
    this.#writer = new PatientWriter(host.store, host.clock, (error) =>
      host.report({ kind: 'storage', projection: name, error }),
    );
  }

  get part(): BuildPart {
    const { projection, version, build } = this.record;
    return { projection, version, build, partition: this.#host.partition.index };
  }

  get state(): BuildState {
    return this.parked.haltedAt !== undefined || this.#writer.isFailing ? 'failed' : this.phase;
  }

  /** Whether some lane feeds it, be it that the storage fails at the moment. */
  get isAtWork(): boolean {
    return this.phase !== 'stopped' && this.parked.haltedAt === undefined;
  }

  /** The event's sequence key; undefined when it has none or cannot be read. */
  keyOf(event: Recorded): string | undefined {
    try {
      return this.projection.sequenceKey(event);
    } catch {
      return undefined;
    }
  }

  /** Work that no batch and no replay may overlap. */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.run(work);
  }

  /** One transaction that no batch and no replay overlaps; a failing storage is tried again until the signal. */
  write<T>(work: RepeatableWork<T>, signal: AbortSignal): Promise<T> {
    return this.exclusively(() => this.#writer.write(work, signal));
  }

  /**
   * Folds what is new in the batch and moves the checkpoint, in one transaction. If that fails, event by event: the
   * failing one is parked with its key. A failing storage or log is tried again until the signal.
   * @throws BuildHalted, BuildReplaced, CheckpointLost; what fails, once aborted
   */
  apply(batch: Batch, signal: AbortSignal): Promise<void> {
    return this.exclusively(async () => {
      if (this.phase === 'stopped' || batch.upTo <= this.position) return;
      const events = batch.events.filter((event) => event.position > this.position && this.#isDue(event));
      try {
        await this.#commit(events, batch.upTo, signal);
      } catch (error) {
        if (!isPoison(error)) throw error;
        await this.#commitOneByOne(events, batch.upTo, signal);
      }
    });
  }

  /** Tries parked events again, of one key or of all, in log order; a key stops at its first failure. */
  replayParked(key: string | undefined, signal: AbortSignal): Promise<{ replayed: number; remaining: number }> {
    return this.exclusively(async () => {
      const held = await this.#host.store.write((tx) => parkedEvents(tx, this.part));
      const stuck = new Set<string>([allKeys]);
      let replayed = 0;
      for (const event of held) {
        if (stuck.has(event.key) || (key !== undefined && event.key !== key)) continue;
        if (await this.#tryAgain(event, signal)) replayed += 1;
        else stuck.add(event.key);
      }
      return { replayed, remaining: this.parked.count };
    });
  }

  /** What has no key may concern anybody: every partition folds it. */
  #isDue(event: Recorded): boolean {
    if (this.#interest(event.type) === 'ignored') return false;
    const { index, of } = this.#host.partition;
    if (of === 1) return true;
    const key = this.keyOf(event);
    return key === undefined || partitionOf(key, of) === index;
  }

  async #commit(events: readonly Recorded[], upTo: bigint, signal: AbortSignal): Promise<void> {
    const startedMs = this.#host.clock.nowMs();
    const { due, held } = this.parked.sort(events, (event) => this.keyOf(event));
    const { haltedAt } = this.parked;
    const isPastHalt = haltedAt !== undefined && haltedAt <= upTo;
    await this.#writer.write(async (tx, mayBeDone) => {
      // First of all: where two could write, the second waits here, and finds out before it folds.
      if ((await this.#advance(tx, upTo, mayBeDone)) === 'done') return;
      await this.#fold(due, tx);
      for (const event of held) await park(tx, this.part, event);
      if (isPastHalt) await unpark(tx, this.part, haltedAt);
    }, signal);
    this.position = upTo;
    if (isPastHalt) this.parked.haltedAt = undefined;
    for (const { key } of held) this.parked.hold(key);
    this.#host.committed(this, events, (this.#host.clock.nowMs() - startedMs) / 1000);
  }

  async #commitOneByOne(events: readonly Recorded[], upTo: bigint, signal: AbortSignal): Promise<void> {
    for (const event of events) {
      try {
        await this.#commit([event], event.position, signal);
      } catch (error) {
        if (!isPoison(error)) throw error;
        await this.#park(event, error, signal);
      }
    }
    if (upTo > this.position) await this.#commit([], upTo, signal);
  }

  async #park(event: Recorded, error: unknown, signal: AbortSignal): Promise<void> {
    const { position } = event;
    const key = this.keyOf(event);
    await this.#writer.write(async (tx, mayBeDone) => {
      if (key !== undefined && (await this.#advance(tx, position, mayBeDone)) === 'done') return;
      await park(tx, this.part, { key: key ?? allKeys, position, error: String(error) });
    }, signal);
    const { name } = this.projection;
    this.#host.report({ kind: key === undefined ? 'halted' : 'parked', projection: name, position, error });
    if (key === undefined) {
      this.parked.haltedAt = position;
      throw new BuildHalted(name, position, error);
    }
    this.parked.hold(key);
    this.position = position;
    this.#host.committed(this, [event], 0);
  }

  async #tryAgain({ key, position }: ParkedEvent, signal: AbortSignal): Promise<boolean> {
    const event = await eventAt(this.#host.log, position);
    try {
      await this.#writer.write(async (tx, mayBeDone) => {
        const wasParked = await unpark(tx, this.part, position);
        if (wasParked || !mayBeDone) await this.#fold([event], tx);
      }, signal);
    } catch (error) {
      if (!isPoison(error)) throw error;
      await this.#writer.write((tx) => park(tx, this.part, { key, position, error: String(error) }), signal);
      return false;
    }
    this.parked.release(key);
    this.#host.committed(this, [event], 0);
    return true;
  }

  async #fold(events: readonly Recorded[], tx: WriteTransaction): Promise<void> {
    const stranger = events.find(({ type }) => this.#interest(type) === 'unknown');
    if (stranger) throw new UnknownEventType(this.projection.name, stranger.type);
    if (events.length === 0) return;
    await this.projection.handle(
      events,
      tx.renamed((table) => physicalTable(this.record, table)),
      this.#host.partition,
    );
  }

  #advance(tx: WriteTransaction, to: bigint, mayBeDone: boolean): Promise<'moved' | 'done'> {
    const at = new Date(this.#host.clock.nowMs()).toISOString();
    return advance(tx, this.part, { from: this.position, to, at, mayBeDone });
  }
}

const eventAt = async (log: EventLog, position: bigint): Promise<Recorded> => {
  for await (const event of log.read({ after: position === 0n ? undefined : position - 1n, limit: 1 })) return event;
  throw new Error(`The log has no event at ${position}`);
};
