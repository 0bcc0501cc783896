/** Remembers the newest `max` entries. Forgetting costs a lookup in the database, never an answer. */
export class BoundedCache<V> {
  readonly #entries = new Map<string, V>();

  constructor(readonly max = 10_000) {}

  get(name: string): V | undefined {
    return this.#entries.get(name);
  }

  set(name: string, value: V): void {
    if (this.#entries.size >= this.max && !this.#entries.has(name)) {
      const [oldest] = this.#entries.keys();
      if (oldest !== undefined) this.#entries.delete(oldest);
    }
    this.#entries.set(name, value);
  }

  clear(): void {
    this.#entries.clear();
  }
}
