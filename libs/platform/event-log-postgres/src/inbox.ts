/** Between one who brings things one by one and one who takes all that has come: bounded, in order. */
export class Inbox<T> {
  #items: T[] = [];
  #ended = false;
  #wake: (() => void) | undefined;
  #room: (() => void) | undefined;

  constructor(readonly capacity: number) {}

  /** Waits while it is full. False once it was ended: nobody takes any more. */
  async put(item: T): Promise<boolean> {
    while (this.#items.length >= this.capacity && !this.#ended)
      await new Promise<void>((resolve) => {
        this.#room = resolve;
      });
    if (this.#ended) return false;
    this.#items.push(item);
    this.#wake?.();
    return true;
  }

  /** Everything that has come, after waiting for the first; empty only after the end. */
  async take(): Promise<readonly T[]> {
    while (this.#items.length === 0 && !this.#ended)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    const taken = this.#items;
    this.#items = [];
    this.#room?.();
    return taken;
  }

  /** No more comes and no more is waited for. */
  end(): void {
    this.#ended = true;
    this.#wake?.();
    this.#room?.();
  }
}
