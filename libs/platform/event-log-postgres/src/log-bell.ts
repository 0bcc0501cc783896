import type { ClientConfig } from 'pg';
import { Client } from 'pg';
import { setTimeout as pause } from 'node:timers/promises';
import { Bell } from '#platform/event-store';

/** Where the sequencer says that there is something new. */
export const logChannel = 'redline_log';

const retryMs = 1_000;

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** Rings in this process when any process sequenced something. A ring may be lost with its connection: poll as well. */
export class LogBell extends Bell {
  readonly #config: ClientConfig;
  readonly #closed = new AbortController();
  readonly #listening: Promise<void>;

  constructor(config: ClientConfig) {
    super();
    this.#config = config;
    this.#listening = this.#listen();
  }

  /** Stops listening; rings once more, so that nobody waits for ever. */
  async close(): Promise<void> {
    this.#closed.abort();
    this.ring();
    await this.#listening;
  }

  async #listen(): Promise<void> {
    const { signal } = this.#closed;
    while (!signal.aborted) {
      const client = new Client(this.#config);
      const over = new AbortController();
      client.on('error', () => over.abort()).once('end', () => over.abort()); // it may speak of its end twice
      const ended = aborted(AbortSignal.any([signal, over.signal]));
      try {
        await client.connect();
        client.on('notification', () => this.ring());
        await client.query(`LISTEN ${logChannel}`);
        this.ring(); // what was said while nobody listened
        await ended;
      } catch {
        // Polling goes on without it; the next try says whether the database is back.
      }
      await client.end().catch(() => undefined);
      await pause(retryMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
