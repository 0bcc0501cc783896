import pg from 'pg';
import type { ClientConfig } from 'pg';

const isOverdue = (error: unknown): boolean => error instanceof Error && error.message === 'Query read timeout';

/**
 * A connection that ends itself when an answer does not come in time. The driver would hand it back to the pool with
 * the question still open: behind a peer that swallows everything each later query would then wait in vain.
 *
 * A connection that dies between two queries tells whoever asks next. By Node's rule for an `error` that nobody listens
 * to it would end the process besides, and there are moments when nobody can: while a pool looks at a new connection.
 */
export class PromptClient extends pg.Client {
  constructor(config?: ClientConfig) {
    super(config);
    this.on('error', () => undefined);
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
