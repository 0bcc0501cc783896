import { collectDefaultMetrics, Registry } from 'prom-client';
import { readModelNames } from '#composition';
import type { OpenReadSide } from '#composition';
import type { EventLog } from '#platform/event-store';
import { NotYetProjected, registerRunnerMetrics } from '#platform/projection-runner';
import type { ProjectionProgress } from '#platform/projection-runner';
import { eligibilityProjectionName } from '#read-models/eligibility';
import type { EligibilityDesk, SchoolQuestion, WrittenAnswer } from '#read-models/eligibility';
import type { EligibilityReads, Readiness, ReadProgress } from './read-side.ts';

/** Progress and answers of projections that are at work. */
export class ProjectedReads implements ReadProgress, EligibilityReads {
  readonly metrics = new Registry();
  readonly #progress: ProjectionProgress;
  readonly #desk: EligibilityDesk;
  readonly #log: EventLog;
  readonly #listeners = new Set<() => void>();
  readonly #schoolVersions = new Map<string, number>();
  #everyonesVersion = -1;
  #head = -1;
  #looking: Promise<void> | undefined;
  #lookAgain = false;

  constructor({ progress, eligibility }: OpenReadSide, log: EventLog) {
    this.#progress = progress;
    this.#desk = eligibility;
    this.#log = log;
    collectDefaultMetrics({ register: this.metrics });
    registerRunnerMetrics(progress, this.metrics);
    progress.onBatch(eligibilityProjectionName, ({ keys, position }) => this.#changed(keys, Number(position)));
    progress.observe(() => void this.#look());
    void this.#look();
  }

  get head(): number {
    return this.#head;
  }

  write(question: SchoolQuestion): Promise<WrittenAnswer> {
    return this.#desk.write(question);
  }

  versionOf(school: string): number {
    if (
      !this.#progress.isReady(eligibilityProjectionName) ||
      this.#progress.isParked(eligibilityProjectionName, school)
    )
      return Number.NaN;
    return Math.max(this.#everyonesVersion, this.#schoolVersions.get(school) ?? -1);
  }

  onAdvance(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async waitFor(position: number, timeoutMs: number): Promise<boolean> {
    if (this.#head >= position) return true;
    try {
      await this.#progress.waitFor('all', BigInt(position), timeoutMs);
    } catch (error) {
      if (error instanceof NotYetProjected) return false;
      throw error;
    }
    await this.#look();
    return this.#head >= position;
  }

  async readiness(): Promise<Readiness> {
    const projections = (await this.#progress.status()).map((status) => ({
      name: status.name,
      position: Number(status.position ?? -1n),
      lag: status.lagEvents,
      state: status.state,
      parked: status.parkedCount,
    }));
    const ready = readModelNames.every((name) => this.#progress.isReady(name));
    return { ready, logHead: Number((await this.#log.head()) ?? -1n), projections };
  }

  #changed(schools: ReadonlySet<string> | 'all', position: number): void {
    // While nothing is answered nothing is remembered either: one version for all of them will do.
    const isAnswering = this.#progress.isReady(eligibilityProjectionName);
    if (schools !== 'all' && !schools.has('') && isAnswering)
      for (const school of schools) this.#schoolVersions.set(school, position);
    else {
      this.#schoolVersions.clear();
      this.#everyonesVersion = position;
    }
  }

  /**
   * Looks where the slowest projection stands. Commits while it looks are seen by one more look; where it cannot look,
   * the head stays where it was until the next one.
   */
  #look(): Promise<void> {
    this.#lookAgain = true;
    this.#looking ??= this.#lookUntilStill()
      .catch(() => undefined)
      .finally(() => {
        this.#looking = undefined;
      });
    return this.#looking;
  }

  async #lookUntilStill(): Promise<void> {
    while (this.#lookAgain) {
      this.#lookAgain = false;
      const all = await this.#progress.status();
      const head = Math.min(...all.map(({ position }) => Number(position ?? -1n)));
      if (all.length < readModelNames.length || head <= this.#head) continue;
      this.#head = head;
      for (const listener of this.#listeners) listener();
    }
  }
}
