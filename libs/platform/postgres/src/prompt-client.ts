import pg from 'pg';
import type { ClientConfig } from 'pg';

const isOverdue = (error: unknown): boolean => error instanceof Error && error.message === 'Query read timeout';

/**
 * A connection that ends itself when an answer does not come in time. The driver would hand it back to the pool with
 * the question still open: behind a peer that swallows everything each later query would then wait in vain.
 */
export class PromptClient extends pg.Client {
  constructor(config?: ClientConfig) {
    super(config);
    const ask = this.query.bind(this) as (...given: unknown[]) => unknown;
    const prompt = (...given: unknown[]): unknown => {
      const answer = ask(...given);
      if (answer instanceof Promise)
        answer.catch((error: unknown) => {
          if (isOverdue(error)) void this.end();
        });
      return answer;
    };
    this.query = prompt as typeof this.query;
  }
}
