import type { Database, Statement } from 'better-sqlite3';
import { EventLog, checkFollow, checkReadLog, followPages, outset, parseEnvelope } from '#platform/event-store';
import { readPages } from '#platform/event-store';
import type { Bell, Followed, FollowOptions, Page, PageRequest } from '#platform/event-store';
import type { ReadLogOptions, Recorded, RecordedBytes } from '#platform/event-store';
import { denseRows } from './dense-rows.ts';
import { asStoreError } from './driver-errors.ts';
import type { LogPages } from './log-pages.ts';

export interface LogParts {
  readonly db: Database;
  readonly pages: LogPages;
  readonly bell: Bell;
  /** How often to look for what another process recorded; undefined beside the writer, whose bell is heard. */
  readonly pollMs: number | undefined;
}

/** The log in `events.db`. */
export class SqliteEventLog extends EventLog {
  readonly #bytes: Statement;
  readonly #byId: Statement;

  constructor(readonly parts: LogParts) {
    super();
    const { db } = parts;
    this.#bytes = db.prepare('SELECT position, bytes FROM events WHERE position > ? ORDER BY position LIMIT ?').raw();
    this.#byId = db
      .prepare(`SELECT CAST(bytes AS TEXT) FROM events WHERE event_id = unhex(?, '-') ORDER BY position LIMIT 1`)
      .pluck();
  }

  readonly #page = (request: PageRequest): Page => this.#asked(() => this.parts.pages.page(request));
  readonly #last = (): number => this.#asked(() => this.parts.pages.head());

  override async *read(options: ReadLogOptions = {}): AsyncGenerator<Recorded> {
    checkReadLog(options);
    const { after, direction = 'forward', limit, filter } = options;
    const start = after === undefined ? outset(direction) : Number(after);
    yield* readPages(this.#page, { after: start, direction, limit, filter });
  }

  override async *follow(options: FollowOptions): AsyncGenerator<Followed> {
    checkFollow(options);
    const { bell, pollMs } = this.parts;
    yield* followPages({ page: this.#page, head: this.#last, bell, pollMs }, options);
  }

  override async readBytes(page: { after?: bigint; limit: number }): Promise<readonly RecordedBytes[]> {
    checkReadLog(page);
    const after = Number(page.after ?? -1n);
    const rows = this.#asked(() => {
      const count = Math.max(0, Math.min(page.limit, this.#last() - after));
      return denseRows(this.#bytes.all(after, count) as [number, Uint8Array][], { first: after + 1, count, step: 1 });
    });
    return rows.map(([position, bytes]) => ({ position: BigInt(position), bytes }));
  }

  override async head(): Promise<bigint | undefined> {
    const last = this.#last();
    return last < 0 ? undefined : BigInt(last);
  }

  override async find(eventId: string): Promise<Recorded | undefined> {
    const text = this.#asked(() => this.#byId.get(eventId)) as string | undefined;
    return text === undefined ? undefined : parseEnvelope(text);
  }

  #asked<T>(ask: () => T): T {
    try {
      return ask();
    } catch (error) {
      throw asStoreError(error);
    }
  }
}
