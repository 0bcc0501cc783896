import type { Database, Statement } from 'better-sqlite3';
import { parseEnvelope } from '#platform/event-store';
import type { Direction, Filter, Page, PageRequest } from '#platform/event-store';
import { denseRows } from './dense-rows.ts';
import type { InternedNames } from './interned-names.ts';

/** A scan looks at no more rows than this in one go: other work of the process waits meanwhile. */
const windowRows = 4096;
const maxMerged = 64;

type Row = readonly [position: number, text: string];

/** Positions, both inclusive; empty when `low > high`. */
interface Span {
  readonly low: number;
  readonly high: number;
}

/**
 * Pages of the log in position order. Few sequence keys or types: their index ranges are merged, so that the cost is
 * that of the events found. Stream prefixes, many types, or no filter: the log is scanned window by window.
 */
export class LogPages {
  readonly #statements = new Map<string, Statement>();
  readonly #head: Statement;
  readonly #typesLike: Statement;

  constructor(
    readonly db: Database,
    readonly keys: InternedNames,
  ) {
    this.#head = db.prepare('SELECT ifnull(max(position), -1) FROM events').pluck();
    this.#typesLike = db.prepare(`SELECT id FROM types t WHERE ${hasPrefix('t.name')}`).pluck();
  }

  /** The last position; -1 while there is none. */
  head(): number {
    return this.#head.get() as number;
  }

  page(request: PageRequest): Page {
    const { after, direction, filter, limit } = request;
    const head = this.head();
    const span = direction === 'forward' ? { low: after + 1, high: head } : { low: 0, high: Math.min(after - 1, head) };
    if (span.low > span.high) return { events: [], through: Math.max(after, head), exhausted: true };
    const ids = this.#ids(filter);
    const looked = ids ? span : nearest(span, direction);
    const rows = ids ? this.#merge(ids, looked, request) : this.#scan(looked, request);
    const edge = (of: Span): number => (direction === 'forward' ? of.high : of.low);
    // The row's own position: a tampered envelope may not send the reader in circles.
    const through = (rows.length === limit ? rows.at(-1)?.[0] : undefined) ?? edge(looked);
    return { events: rows.map(([, text]) => parseEnvelope(text)), through, exhausted: through === edge(span) };
  }

  /** The ids whose index ranges answer the filter; undefined where a scan is the better way. */
  #ids(filter: Filter | undefined): IdRange | undefined {
    if (!filter || 'streams' in filter) return undefined;
    if ('keys' in filter) {
      const ids = [...new Set(filter.keys)].map((key) => this.keys.find(key)).filter((id) => id !== undefined);
      return { column: 'key_id', ids };
    }
    const ids = this.#typesLike.all(JSON.stringify(filter.types)) as number[];
    return ids.length > maxMerged ? undefined : { column: 'type_id', ids };
  }

  #merge({ column, ids }: IdRange, { low, high }: Span, { direction, limit }: PageRequest): Row[] {
    if (ids.length === 0) return [];
    const one = `SELECT position, CAST(bytes AS TEXT) FROM events WHERE ${column} = ? AND position BETWEEN ? AND ?`;
    const all = Array.from(ids, () => one).join(' UNION ALL ');
    const statement = this.#prepared(`${all} ORDER BY position ${order(direction)} LIMIT ?`);
    return statement.all(...ids.flatMap((id) => [id, low, high]), limit) as Row[];
  }

  #scan({ low, high }: Span, { direction, limit, filter }: PageRequest): readonly Row[] {
    const [from, where, bound] = scanned(filter);
    const statement = this.#prepared(
      `SELECT e.position, CAST(e.bytes AS TEXT) FROM ${from} WHERE e.position BETWEEN ? AND ? ${where}
       ORDER BY e.position ${order(direction)} LIMIT ?`,
    );
    const rows = statement.all(low, high, ...bound, limit) as Row[];
    if (filter) return rows;
    const count = Math.min(limit, high - low + 1);
    return denseRows(rows, direction === 'forward' ? { first: low, count, step: 1 } : { first: high, count, step: -1 });
  }

  #prepared(sql: string): Statement {
    const known = this.#statements.get(sql) ?? this.db.prepare(sql).raw();
    this.#statements.set(sql, known);
    return known;
  }
}

interface IdRange {
  readonly column: 'key_id' | 'type_id';
  readonly ids: readonly number[];
}

const hasPrefix = (name: string): string =>
  `EXISTS (SELECT 1 FROM json_each(?) WHERE substr(${name}, 1, length(value)) = value)`;

const order = (direction: Direction): string => (direction === 'forward' ? 'ASC' : 'DESC');

const nearest = ({ low, high }: Span, direction: Direction): Span =>
  direction === 'forward'
    ? { low, high: Math.min(high, low + windowRows - 1) }
    : { low: Math.max(low, high - windowRows + 1), high };

/** CROSS JOIN keeps the events outside: the rows must come in their order. */
const scanned = (filter: Filter | undefined): [from: string, where: string, bound: readonly string[]] => {
  if (!filter || 'keys' in filter) return ['events e', '', []];
  if ('streams' in filter) {
    const from = 'events e CROSS JOIN streams s ON s.id = e.stream_id';
    return [from, `AND ${hasPrefix('s.name')}`, [JSON.stringify(filter.streams)]];
  }
  const from = 'events e CROSS JOIN types t ON t.id = e.type_id';
  return [from, `AND ${hasPrefix('t.name')}`, [JSON.stringify(filter.types)]];
};
