/**
 * Work that was begun and is not yet durable. A failure is kept until somebody waits: a disk that fails while the next
 * row is still being read must end the import with its own error, not the process with an unhandled one.
 */
export class RowsInFlight {
  readonly #capacity: number;
  readonly #settled: Promise<void>[] = [];
  #failure: { readonly error: unknown } | undefined;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Takes one more; waits while there are too many. @throws the first failure so far */
  async add(work: Promise<void>): Promise<void> {
    this.#settled.push(work.catch((error: unknown) => void (this.#failure ??= { error })));
    if (this.#settled.length >= this.#capacity) await this.#settled.shift();
    this.#complain();
  }

  /** Waits for all of them. @throws the first failure */
  async landed(): Promise<void> {
    await Promise.all(this.#settled);
    this.#complain();
  }

  #complain(): void {
    if (this.#failure) throw this.#failure.error;
  }
}
