import type { RunnerClock } from './runner-clock.ts';

/** The projection has not reached a position in time, or the runner stopped before it did. */
export class NotYetProjected extends Error {
  override readonly name = 'NotYetProjected';
  readonly code = 'not-yet-projected';
  readonly projection: string;
  readonly position: bigint;

  constructor(projection: string, position: bigint) {
    super(`${projection} has not reached position ${position}`);
    this.projection = projection;
    this.position = position;
  }
}

interface Waiter {
  readonly projection: string;
  readonly position: bigint;
  readonly settled: AbortController;
}

/** Those who wait until what they wrote can be read. */
export class Waiters {
  readonly #waiting = new Set<Waiter>();
  readonly #clock: RunnerClock;

  constructor(clock: RunnerClock) {
    this.#clock = clock;
  }

  /** Resolves when `reached` is called with this position or a later one. @throws NotYetProjected after the time */
  async wait(projection: string, position: bigint, timeoutMs: number): Promise<void> {
    const waiter: Waiter = { projection, position, settled: new AbortController() };
    this.#waiting.add(waiter);
    await this.#clock.sleep(timeoutMs, waiter.settled.signal);
    if (this.#waiting.delete(waiter)) throw new NotYetProjected(projection, position);
  }

  reached(projection: string, position: bigint): void {
    for (const waiter of this.#waiting)
      if (waiter.projection === projection && waiter.position <= position) {
        this.#waiting.delete(waiter);
        waiter.settled.abort();
      }
  }

  /** Everyone who still waits is refused. */
  giveUp(): void {
    for (const { settled } of this.#waiting) settled.abort();
  }
}
