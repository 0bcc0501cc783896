import { setImmediate as breathe } from 'node:timers/promises';
import type { Bell } from './bell.ts';
import type { Direction, Filter, Followed, FollowOptions, ReadStreamOptions, Recorded } from './event-store.ts';

/** What a store is asked for at a time. `after` is exclusive: -1 begins, MAX_SAFE_INTEGER begins at the end. */
export interface PageRequest {
  readonly after: number;
  readonly direction: Direction;
  readonly limit: number;
  readonly filter?: Filter | undefined;
}

/** Up to `limit` matching events. Everything up to `through` was looked at; `exhausted`: there is nothing beyond. */
export interface Page {
  readonly events: readonly Recorded[];
  readonly through: number;
  readonly exhausted: boolean;
}

export type PageReader = (request: PageRequest) => Page | Promise<Page>;

export interface ReadRange extends Omit<PageRequest, 'limit'> {
  readonly limit?: number | undefined;
}

/** Everything that `followPages` needs of a log. `pollMs` for those who cannot hear the bell of the writer. */
export interface FollowedLog {
  readonly page: PageReader;
  readonly head: () => number | Promise<number>;
  readonly bell: Bell;
  readonly pollMs?: number | undefined;
}

const pageEvents = 512;

/** Where reading begins when nothing is said. */
export const outset = (direction: Direction): number => (direction === 'forward' ? -1 : Number.MAX_SAFE_INTEGER);

/** The exclusive beginning that means the same as an inclusive `from`. */
export const streamOutset = ({ direction = 'forward', from }: ReadStreamOptions): number => {
  if (from === undefined) return outset(direction);
  return Number(from) + (direction === 'forward' ? -1 : 1);
};

/** Reads page by page. Between pages other work of the process gets its turn. */
export async function* readPages(page: PageReader, { limit, ...range }: ReadRange): AsyncGenerator<Recorded> {
  let { after } = range;
  let left = limit ?? Number.POSITIVE_INFINITY;
  for (;;) {
    const { events, through, exhausted } = await page({ ...range, after, limit: Math.min(left, pageEvents) });
    for (const event of events) yield event;
    left -= events.length;
    if (exhausted || left === 0) return;
    after = through;
    await breathe();
  }
}

/** Reads page by page for ever, and says where it stands (see `Followed`). */
export async function* followPages(
  { page, head, bell, pollMs }: FollowedLog,
  { after, filter, signal }: FollowOptions,
): AsyncGenerator<Followed> {
  let through = after === 'end' ? await head() : Number(after ?? -1n);
  let announced: number | undefined;
  while (!signal.aborted) {
    const seen = bell.rings;
    const next = await page({ after: through, direction: 'forward', limit: pageEvents, filter });
    for (const followed of told(next, through)) {
      if (signal.aborted) return;
      yield followed;
    }
    through = next.through;
    if (!next.exhausted) await breathe();
    else {
      if (announced !== through && !signal.aborted) yield { kind: 'caughtUp' };
      announced = through;
      await bell.wait(seen, signal, pollMs);
    }
  }
}

function* told({ events, through }: Page, already: number): Generator<Followed> {
  for (const event of events) yield { kind: 'event', event };
  const last = events.at(-1);
  if (through > (last ? Number(last.position) : already)) yield { kind: 'checkpoint', position: BigInt(through) };
}
