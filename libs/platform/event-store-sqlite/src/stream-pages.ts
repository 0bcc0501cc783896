import type { Database, Statement } from 'better-sqlite3';
import { parseEnvelope } from '#platform/event-store';
import type { Page, PageRequest } from '#platform/event-store';

/** Pages of one stream, counted in revisions. */
export class StreamPages {
  readonly #forward: Statement;
  readonly #backward: Statement;

  constructor(db: Database) {
    const select = 'SELECT revision, CAST(bytes AS TEXT) FROM events WHERE stream_id = ? AND revision';
    this.#forward = db.prepare(`${select} > ? ORDER BY revision LIMIT ?`).raw();
    this.#backward = db.prepare(`${select} < ? ORDER BY revision DESC LIMIT ?`).raw();
  }

  page(streamId: number, { after, direction, limit }: PageRequest): Page {
    const statement = direction === 'forward' ? this.#forward : this.#backward;
    const rows = statement.all(streamId, after, limit) as [revision: number, text: string][];
    const through = rows.at(-1)?.[0] ?? after;
    return { events: rows.map(([, text]) => parseEnvelope(text)), through, exhausted: rows.length < limit };
  }
}
