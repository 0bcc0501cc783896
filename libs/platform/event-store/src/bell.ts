/** Rings in one process when something was recorded. A ring between a look and a wait is not lost. */
export class Bell {
  #rings = 0;
  readonly #waiting = new Set<() => void>();

  /** How often it rang; take this before looking, and hand it to `wait`. */
  get rings(): number {
    return this.#rings;
  }

  ring(): void {
    this.#rings += 1;
    for (const wake of this.#waiting) wake();
  }

  /** Resolves after the next ring since `seen`, after `pollMs` where given, or when aborted; never rejects. */
  async wait(seen: number, signal: AbortSignal, pollMs?: number): Promise<void> {
    if (this.#rings !== seen || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = pollMs === undefined ? undefined : setTimeout(wake, pollMs);
      signal.addEventListener('abort', wake);
      this.#waiting.add(wake);
    });
  }
}
