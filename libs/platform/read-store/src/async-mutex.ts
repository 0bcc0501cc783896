/** Lets one piece of asynchronous work run at a time, in the order of asking. It is not re-entrant. */
export class AsyncMutex {
  #last: Promise<unknown> = Promise.resolve();

  /** Answers or throws what the work does; a failure does not stop those who wait behind it. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }
}
