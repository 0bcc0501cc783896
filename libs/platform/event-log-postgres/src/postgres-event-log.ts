import type { Pool } from 'pg';
import {
  EventLog,
  checkFollow,
  checkReadLog,
  followPages,
  outset,
  parseEnvelope,
  readPages,
} from '#platform/event-store';
import type { Bell, Followed, FollowOptions, Page, PageRequest } from '#platform/event-store';
import type { ReadLogOptions, Recorded, RecordedBytes } from '#platform/event-store';
import { headOf, readPage } from './log-pages.ts';
import { asStoreError } from './postgres-errors.ts';

/** What another process sequenced is looked for this often, should its ring be lost. */
const pollMs = 250;

export interface LogParts {
  readonly pool: Pool;
  /** Rings when something was sequenced; see `LogBell`. */
  readonly bell: Bell;
}

/** The sequenced log: the one dense order of all events in cluster mode. */
export class PostgresEventLog extends EventLog {
  constructor(readonly parts: LogParts) {
    super();
  }

  readonly #page = (request: PageRequest): Promise<Page> => asked(() => readPage(this.parts.pool, request));
  readonly #last = (): Promise<number> => asked(() => headOf(this.parts.pool));

  override async *read(options: ReadLogOptions = {}): AsyncGenerator<Recorded> {
    checkReadLog(options);
    const { after, direction = 'forward', limit, filter } = options;
    const start = after === undefined ? outset(direction) : Number(after);
    yield* readPages(this.#page, { after: start, direction, limit, filter });
  }

  override async *follow(options: FollowOptions): AsyncGenerator<Followed> {
    checkFollow(options);
    yield* followPages({ page: this.#page, head: this.#last, bell: this.parts.bell, pollMs }, options);
  }

  override async readBytes(page: { after?: bigint; limit: number }): Promise<readonly RecordedBytes[]> {
    checkReadLog(page);
    const { rows } = await asked(() =>
      this.parts.pool.query<{ position: string; bytes: Buffer }>(
        'SELECT position, bytes FROM sequenced_events WHERE position > $1 ORDER BY position LIMIT $2',
        [page.after ?? -1n, page.limit],
      ),
    );
    return rows.map(({ position, bytes }) => ({ position: BigInt(position), bytes }));
  }

  override async head(): Promise<bigint | undefined> {
    const last = await this.#last();
    return last < 0 ? undefined : BigInt(last);
  }

  /** Where an event of a stream stands in the log; undefined while it has not been sequenced. */
  async positionOf(stream: string, revision: bigint): Promise<bigint | undefined> {
    const { rows } = await asked(() =>
      this.parts.pool.query<{ position: string }>(
        'SELECT position FROM sequenced_events WHERE stream = $1 AND revision = $2',
        [stream, revision],
      ),
    );
    return rows[0] && BigInt(rows[0].position);
  }

  override async find(eventId: string): Promise<Recorded | undefined> {
    if (!uuid.test(eventId)) return undefined; // no event has such an id, and the database would take offence
    const { rows } = await asked(() =>
      this.parts.pool.query<{ bytes: Buffer }>(
        'SELECT bytes FROM sequenced_events WHERE event_id = $1 ORDER BY position LIMIT 1',
        [eventId],
      ),
    );
    return rows[0] && parseEnvelope(rows[0].bytes);
  }
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const asked = async <T>(ask: () => Promise<T>): Promise<T> => {
  try {
    return await ask();
  } catch (error) {
    throw asStoreError(error);
  }
};
