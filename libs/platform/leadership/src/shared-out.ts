import { setTimeout as pause } from 'node:timers/promises';
import type { ReadStore } from '#platform/read-store';
import { Leadership } from './leadership.ts';
import { prepareLeases } from './lease.ts';
import type { LeaseOptions } from './lease.ts';
import { Presence } from './presence.ts';

export interface SharedOutOptions extends LeaseOptions {
  readonly store: ReadStore;
  /** How many places there are. */
  readonly places: number;
  readonly report: (error: unknown) => void;
  /** What the leader of a place does: see `Leadership`. */
  readonly work: (place: number, store: ReadStore, signal: AbortSignal) => Promise<void>;
}

/**
 * Work in several places, each led by one process at a time, and no process leads more than its share: whoever has more
 * when another one comes steps down from what is too much.
 */
export class SharedOut {
  readonly #options: SharedOutOptions;
  readonly #presence: Presence;
  readonly #places: readonly Leadership[];
  readonly #stopped = new AbortController();
  #share: number;
  #running: Promise<void> | undefined;

  constructor(options: SharedOutOptions) {
    const { store, places, name, owner, leaseMs, report, work } = options;
    this.#options = options;
    this.#share = places;
    this.#presence = new Presence(store, { name, owner, leaseMs });
    this.#places = Array.from({ length: places }, (_, place) => {
      const mayTake = (): boolean => this.kept.length < this.#share;
      const lease = { store, name: `${name}/${place}`, owner, leaseMs, report, mayTake };
      return new Leadership({ ...lease, work: (fenced, signal) => work(place, fenced, signal) });
    });
  }

  /** The places led here. */
  get kept(): readonly number[] {
    return this.#places.flatMap(({ isLeading }, place) => (isLeading ? [place] : []));
  }

  /** Takes part until `stop`. */
  start(): void {
    for (const place of this.#places) place.start();
    this.#running ??= this.#count();
  }

  /** Lets the work end and leaves its places to others. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
    await Promise.all(this.#places.map((place) => place.stop()));
    await this.#presence.leave().catch(() => undefined); // it runs out by itself
  }

  async #count(): Promise<void> {
    const { signal } = this.#stopped;
    const { store, places, leaseMs, report } = this.#options;
    let isPrepared = false;
    while (!signal.aborted) {
      try {
        if (!isPrepared) await prepareLeases(store);
        isPrepared = true;
        this.#share = Math.ceil(places / (await this.#presence.tell()));
        for (const place of this.kept.slice(this.#share)) this.#places[place]?.stepDown();
      } catch (error) {
        report(error);
      }
      await pause(leaseMs / 5, undefined, { signal }).catch(() => undefined);
    }
  }
}
