/**
 * What the calls of one transaction share. The first statement that fails is the last: after it every call throws
 * the same error, so that the work cannot go on with half of what it meant to write.
 */
export class TransactionScope {
  #failure: { readonly error: unknown } | undefined;
  #isOver = false;

  /** Runs a statement. @throws what failed before, and when the transaction is over */
  async run<T>(statement: () => T | Promise<T>): Promise<T> {
    if (this.#isOver) throw new Error('The transaction is over: every call in it must be awaited');
    this.throwIfFailed();
    try {
      return await statement();
    } catch (error) {
      this.#failure ??= { error };
      throw error;
    }
  }

  /** To be asked before the commit: the work may have swallowed the error of a statement. */
  throwIfFailed(): void {
    if (this.#failure) throw this.#failure.error;
  }

  /** Refuses every later call. */
  end(): void {
    this.#isOver = true;
  }
}
