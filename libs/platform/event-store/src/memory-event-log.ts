import { parseEnvelope } from './envelope.ts';
import { EventLog } from './event-store.ts';
import { pageOf } from './memory-entries.ts';
import { followPages, outset, readPages } from './pages.ts';
import { checkFollow, checkReadLog } from './read-options.ts';
import type { Followed, FollowOptions, ReadLogOptions, Recorded, RecordedBytes } from './event-store.ts';
import type { Entries } from './memory-entries.ts';
import type { Page, PageRequest } from './pages.ts';

/** The log of a memory store. */
export class MemoryEventLog extends EventLog {
  constructor(readonly entries: Entries) {
    super();
  }

  readonly #page = (request: PageRequest): Page => {
    this.entries.checkOpen();
    return pageOf(this.entries.all, request);
  };

  override async *read(options: ReadLogOptions = {}): AsyncGenerator<Recorded> {
    checkReadLog(options);
    const { after, direction = 'forward', limit, filter } = options;
    const start = after === undefined ? outset(direction) : Number(after);
    yield* readPages(this.#page, { after: start, direction, limit, filter });
  }

  override async *follow(options: FollowOptions): AsyncGenerator<Followed> {
    checkFollow(options);
    const head = (): number => this.entries.all.length - 1;
    yield* followPages({ page: this.#page, head, bell: this.entries.bell }, options);
  }

  override async readBytes(page: { after?: bigint; limit: number }): Promise<readonly RecordedBytes[]> {
    checkReadLog(page);
    this.entries.checkOpen();
    const start = page.after === undefined ? 0 : Number(page.after) + 1;
    const found = this.entries.all.slice(start, start + page.limit);
    return found.map(({ position, bytes }) => ({ position: BigInt(position), bytes }));
  }

  override async head(): Promise<bigint | undefined> {
    this.entries.checkOpen();
    const last = this.entries.all.at(-1);
    return last && BigInt(last.position);
  }

  override async find(eventId: string): Promise<Recorded | undefined> {
    this.entries.checkOpen();
    const found = this.entries.byId.get(eventId);
    return found && parseEnvelope(found.bytes);
  }
}
