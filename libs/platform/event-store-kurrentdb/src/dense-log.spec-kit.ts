import { EventLog, RecordingClock, Unsupported } from '#platform/event-store';
import type {
  CommitFeed,
  EventStoreOptions,
  Followed,
  ReadLogOptions,
  Recorded,
  RecordedBytes,
} from '#platform/event-store';
import type { OwnStreams } from './own-streams.spec-kit.ts';

/**
 * A small dense log made from the feed, for the store's half of the contract: it holds the run's own streams alone, by
 * the names that the contract gave them, and catches up before each answer. `recordedAt` is what the contract's clock
 * said when the event was sent, since nobody sets the clock of a real server; what a server says is tested elsewhere.
 */
export class DenseLog extends EventLog {
  readonly #events: Recorded[] = [];
  readonly #instants = new Map<string, string>();
  readonly #clock: RecordingClock;
  #place: string;
  #looking: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(
    readonly feed: CommitFeed,
    readonly streams: OwnStreams,
    { options, place }: { options: EventStoreOptions; place: string },
  ) {
    super();
    this.#clock = new RecordingClock(options.clock);
    this.#place = place;
    this.sequenceKeyName = options.sequenceKeyName ?? '';
  }

  readonly sequenceKeyName: string;

  /** To be told before an event is sent. */
  sending(id: string): void {
    if (!this.#instants.has(id)) this.#instants.set(id, this.#clock.recordedAt());
  }

  async placed(stream: string, revision: bigint): Promise<Recorded> {
    const isIt = (event: Recorded): boolean => event.stream === stream && event.revision === revision;
    const found = this.#events.find(isIt) ?? (await this.#caughtUp()).find(isIt);
    if (!found) throw new Error(`event ${revision} of ${stream} is not in the feed`);
    return structuredClone(found);
  }

  override async *read({ direction, limit, filter }: ReadLogOptions = {}): AsyncGenerator<Recorded> {
    const events = [...(await this.#caughtUp())];
    if (direction === 'backward') events.reverse();
    const keys = filter && 'keys' in filter ? filter.keys : undefined;
    const matching = keys
      ? events.filter(({ metadata }) => keys.includes(metadata[this.sequenceKeyName] ?? ''))
      : events;
    yield* structuredClone(matching.slice(0, limit));
  }

  override async head(): Promise<bigint | undefined> {
    return (await this.#caughtUp()).at(-1)?.position;
  }

  override follow(): AsyncIterable<Followed> {
    throw new Unsupported('the store contract does not follow');
  }

  override readBytes(): Promise<readonly RecordedBytes[]> {
    throw new Unsupported('the store contract reads no bytes');
  }

  override find(): Promise<Recorded | undefined> {
    throw new Unsupported('the store contract finds nothing by id');
  }

  /** One look at a time, so that no event is numbered twice; who comes during one shares the next. */
  async #caughtUp(): Promise<readonly Recorded[]> {
    this.#next ??= this.#looking.then(() => {
      this.#next = undefined;
      return (this.#looking = this.#follow());
    });
    await this.#next;
    return this.#events;
  }

  async #follow(): Promise<void> {
    const { signal } = new AbortController();
    for await (const item of this.feed.follow({ after: this.#place, signal })) {
      if (item.kind === 'caughtUp') return;
      this.#place = item.place;
      const stream = item.kind === 'event' ? this.streams.given(item.event.stream) : undefined;
      if (item.kind !== 'event' || stream === undefined) continue;
      const recordedAt = this.#instants.get(item.event.id) ?? item.event.recordedAt;
      this.#events.push({ ...item.event, stream, recordedAt, position: BigInt(this.#events.length) });
    }
  }
}
