import { Bell } from './bell.ts';
import { parseEnvelope } from './envelope.ts';
import { StoreUnavailable } from './store-errors.ts';
import type { Filter, Recorded } from './event-store.ts';
import type { Page, PageRequest } from './pages.ts';

/** One recorded event and what it is looked up by. */
export interface Entry {
  readonly id: string;
  readonly stream: string;
  readonly type: string;
  readonly key: string;
  readonly revision: number;
  readonly position: number;
  readonly bytes: Uint8Array;
}

/** The whole truth of a memory store: nothing in it is ever changed or removed. */
export class Entries {
  readonly all: Entry[] = [];
  readonly byStream = new Map<string, Entry[]>();
  readonly byId = new Map<string, Entry>();
  readonly bell = new Bell();
  closed = false;

  add(entry: Entry, stream: Entry[]): void {
    this.all.push(entry);
    stream.push(entry);
    this.byStream.set(entry.stream, stream);
    if (!this.byId.has(entry.id)) this.byId.set(entry.id, entry);
  }

  /** @throws StoreUnavailable once the store was closed */
  checkOpen(): void {
    if (this.closed) throw new StoreUnavailable('the store was closed', false);
  }
}

/** One page out of a list that is dense in the very numbers that the request counts in. */
export const pageOf = (entries: readonly Entry[], { after, direction, limit, filter }: PageRequest): Page => {
  const matches = matcher(filter);
  const step = direction === 'forward' ? 1 : -1;
  const events: Recorded[] = [];
  let at = direction === 'forward' ? after + 1 : Math.min(after, entries.length) - 1;
  for (let entry = entries[at]; entry && events.length < limit; entry = entries[(at += step)])
    if (matches(entry)) events.push(parseEnvelope(entry.bytes));
  return { events, through: at - step, exhausted: entries[at] === undefined };
};

const matcher = (filter: Filter | undefined): ((entry: Entry) => boolean) => {
  if (filter === undefined) return () => true;
  if ('keys' in filter) return ({ key }) => filter.keys.includes(key);
  if ('types' in filter) return ({ type }) => filter.types.some((prefix) => type.startsWith(prefix));
  return ({ stream }) => filter.streams.some((prefix) => stream.startsWith(prefix));
};
