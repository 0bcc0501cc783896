/** Lets so many through at once, in the order in which they came. */
export class Turnstile {
  #free: number;
  readonly #width: number;
  readonly #waiting: (() => void)[] = [];
  #whenEmpty: (() => void) | undefined;

  constructor(width: number) {
    this.#free = width;
    this.#width = width;
  }

  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  /** Resolves once nobody is inside and nobody waits. */
  async empty(): Promise<void> {
    if (this.#free === this.#width) return;
    await new Promise<void>((resolve) => (this.#whenEmpty = resolve));
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
    if (this.#free === this.#width) this.#whenEmpty?.();
  }
}
