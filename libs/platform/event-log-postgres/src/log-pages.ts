import type { Pool } from 'pg';
import { parseEnvelope } from '#platform/event-store';
import type { Filter, Page, PageRequest } from '#platform/event-store';

/** A scan looks at no more rows than this for one page: other work of the database gets its turn. */
const windowRows = 4096;

interface Row {
  readonly position: string;
  readonly bytes: Buffer;
}

/** Positions, both inclusive. */
interface Span {
  readonly low: number;
  readonly high: number;
}

/** The last position; -1 while there is none. */
export const headOf = async (pool: Pool): Promise<number> => {
  const { rows } = await pool.query<{ head: string }>('SELECT head FROM sequencer');
  return Number(rows[0]?.head ?? -1);
};

/** One page of the log in position order; see `Page` for what it promises. */
export const readPage = async (pool: Pool, request: PageRequest): Promise<Page> => {
  const { after, direction, filter, limit } = request;
  const head = await headOf(pool);
  const forward = direction === 'forward';
  const span = forward ? { low: after + 1, high: head } : { low: 0, high: Math.min(after - 1, head) };
  if (span.low > span.high) return { events: [], through: Math.max(after, head), exhausted: true };
  const looked = isIndexed(filter) ? span : nearest(span, forward);
  const rows = await select(pool, { ...request, span: looked });
  const edge = (of: Span): number => (forward ? of.high : of.low);
  const last = rows.at(-1);
  const through = rows.length === limit && last ? Number(last.position) : edge(looked);
  return { events: rows.map(({ bytes }) => parseEnvelope(bytes)), through, exhausted: through === edge(span) };
};

/** Sequence keys are found by their index; what has another filter is scanned, window by window. */
const isIndexed = (filter: Filter | undefined): boolean => filter !== undefined && 'keys' in filter;

const nearest = ({ low, high }: Span, forward: boolean): Span =>
  forward ? { low, high: Math.min(high, low + windowRows - 1) } : { low: Math.max(low, high - windowRows + 1), high };

const select = async (pool: Pool, asked: PageRequest & { readonly span: Span }): Promise<readonly Row[]> => {
  const { span, direction, filter, limit } = asked;
  const [where, list] = condition(filter);
  const { rows } = await pool.query<Row>(
    `SELECT position, bytes FROM sequenced_events WHERE position BETWEEN $1 AND $2 ${where}
     ORDER BY position ${direction === 'forward' ? 'ASC' : 'DESC'} LIMIT $3`,
    [span.low, span.high, Math.min(limit, windowRows), ...(list ? [list] : [])],
  );
  return rows;
};

const condition = (filter: Filter | undefined): [where: string, list?: readonly string[]] => {
  if (!filter) return [''];
  if ('keys' in filter) return ['AND key = ANY($4::text[])', filter.keys];
  const [column, list] =
    'streams' in filter ? (['stream', filter.streams] as const) : (['type', filter.types] as const);
  return [`AND EXISTS (SELECT FROM unnest($4::text[]) p WHERE starts_with(${column}, p))`, list];
};
