import type { Recorded } from '#platform/event-store';
import { allKeys } from './parked-events.ts';
import type { ParkedEvent } from './parked-events.ts';

/** Events that may be folded, and those that must wait behind a parked one. */
export interface Sorted {
  readonly due: readonly Recorded[];
  readonly held: readonly Omit<ParkedEvent, 'attempts'>[];
}

/** In memory, what `parked_events` says of one build: asked on every answer. */
export class ParkedKeys {
  readonly #counts = new Map<string, number>();
  /** The position of the event before which the whole build stands still. */
  haltedAt: bigint | undefined;

  constructor(events: readonly ParkedEvent[]) {
    for (const { key, position } of events)
      if (key === allKeys) this.haltedAt = position;
      else this.hold(key);
  }

  /** Whether answers about this key would be stale. */
  has(key: string): boolean {
    return this.haltedAt !== undefined || (this.#counts.size > 0 && this.#counts.has(key));
  }

  /** Events held back, the one that halts the build included. */
  get count(): number {
    let count = this.haltedAt === undefined ? 0 : 1;
    for (const held of this.#counts.values()) count += held;
    return count;
  }

  sort(events: readonly Recorded[], keyOf: (event: Recorded) => string | undefined): Sorted {
    if (this.#counts.size === 0) return { due: events, held: [] };
    const due: Recorded[] = [];
    const held: Omit<ParkedEvent, 'attempts'>[] = [];
    for (const event of events) {
      const key = keyOf(event);
      if (key === undefined || !this.#counts.has(key)) due.push(event);
      else held.push({ key, position: event.position, error: undefined });
    }
    return { due, held };
  }

  hold(key: string): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  release(key: string): void {
    const left = (this.#counts.get(key) ?? 0) - 1;
    if (left > 0) this.#counts.set(key, left);
    else this.#counts.delete(key);
  }
}
