import { setTimeout as pause } from 'node:timers/promises';
import type { ReadStore } from '#platform/read-store';
import { Lease, prepareLeases } from './lease.ts';
import type { LeaseOptions } from './lease.ts';

const longestDelayMs = 5_000;

export interface LeadershipOptions extends LeaseOptions {
  readonly store: ReadStore;
  /** Asked each time before the place is taken; yes unless told. */
  readonly mayTake?: () => boolean;
  /** Called with whatever interrupted the work; it goes on by itself. */
  readonly report: (error: unknown) => void;
  /**
   * What the leader does, with a store that is fenced by the lease. It ends when the signal says so; when it ends or
   * fails before, the place is left and taken anew.
   */
  readonly work: (store: ReadStore, signal: AbortSignal) => Promise<void>;
}

/** One of many processes does the work; when it dies or sleeps, another one takes over within the lease's time. */
export class Leadership {
  readonly #options: LeadershipOptions;
  readonly #stopped = new AbortController();
  #running: Promise<void> | undefined;
  #isLeading = false;
  #over = new AbortController();

  constructor(options: LeadershipOptions) {
    this.#options = options;
  }

  get isLeading(): boolean {
    return this.#isLeading;
  }

  /** Takes part until `stop`. */
  start(): void {
    this.#running ??= this.#run();
  }

  /** Lets the work end and leaves the place to another. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  /** Lets the work end and leaves the place, but takes part again. */
  stepDown(): void {
    this.#over.abort();
  }

  async #run(): Promise<void> {
    const { store, leaseMs, report, mayTake = () => true } = this.#options;
    let isPrepared = false;
    for (let failures = 0; !this.#stopped.signal.aborted;) {
      try {
        if (!isPrepared) await prepareLeases(store);
        isPrepared = true;
        const lease = mayTake() ? await Lease.take(store, this.#options) : undefined;
        if (lease) await this.#lead(lease);
        else await this.#pause(leaseMs / 5);
        failures = 0;
      } catch (error) {
        failures += 1;
        report(error);
        await this.#pause(Math.min(longestDelayMs, 50 * 2 ** failures) * (0.5 + Math.random() / 2));
      }
    }
  }

  async #lead(lease: Lease): Promise<void> {
    const over = new AbortController();
    this.#over = over;
    const signal = AbortSignal.any([this.#stopped.signal, over.signal]);
    this.#isLeading = true;
    const parts = [this.#options.work(lease.fenced(), signal), this.#beat(lease, signal)];
    const settled = parts.map((part) => part.finally(() => over.abort()));
    try {
      await Promise.all(settled);
    } finally {
      await Promise.allSettled(settled);
      this.#isLeading = false;
      await lease.release().catch(() => undefined); // it runs out by itself
    }
  }

  async #beat(lease: Lease, signal: AbortSignal): Promise<void> {
    for (;;) {
      await pause(this.#options.leaseMs / 3, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      await lease.renew();
    }
  }

  async #pause(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.#stopped.signal }).catch(() => undefined);
  }
}
