import { sealEnvelope } from './envelope.ts';
import { EventStore } from './event-store.ts';
import { repeatedAt } from './expected-revision.ts';
import { Entries, pageOf } from './memory-entries.ts';
import { MemoryEventLog } from './memory-event-log.ts';
import { readPages, streamOutset } from './pages.ts';
import { checkStreamName, prepareAppend } from './prepared-append.ts';
import { checkReadStream } from './read-options.ts';
import { RecordingClock } from './recording-clock.ts';
import { StreamNotFound } from './store-errors.ts';
import type { Appended, EventStoreOptions, Expected, NewEvent, OpenEventStore } from './event-store.ts';
import type { ReadStreamOptions, Recorded } from './event-store.ts';
import type { Entry } from './memory-entries.ts';
import type { PreparedAppend } from './prepared-append.ts';

/** A store in memory, for specs and simulations: the same rules and the same bytes as the durable ones. */
export const openMemoryEventStore = (options: EventStoreOptions = {}): OpenEventStore => {
  const entries = new Entries();
  return {
    store: new MemoryEventStore(entries, options),
    log: new MemoryEventLog(entries),
    close: async () => {
      entries.closed = true;
      entries.bell.ring();
    },
  };
};

class MemoryEventStore extends EventStore {
  readonly #clock: RecordingClock;

  constructor(
    readonly entries: Entries,
    readonly options: EventStoreOptions,
  ) {
    super();
    this.#clock = new RecordingClock(options.clock);
  }

  override async append(stream: string, events: readonly NewEvent[], expected: Expected): Promise<Appended> {
    this.entries.checkOpen();
    return this.#record(prepareAppend({ stream, events, expected }, this.options.sequenceKeyName));
  }

  #record(append: PreparedAppend): Appended {
    const stream = this.entries.byStream.get(append.stream) ?? [];
    const repeated = repeatedAt(append, {
      last: stream.length - 1,
      isAt: (revision, id) => stream[revision]?.id === id,
      revisionOf: (id) => stream.find((entry) => entry.id === id)?.revision,
    });
    if (repeated === undefined) this.#write(append, stream);
    const last = stream[repeated ?? stream.length - 1] as Entry;
    return { revision: BigInt(last.revision), position: BigInt(last.position) };
  }

  #write(append: PreparedAppend, stream: Entry[]): void {
    const recordedAt = this.#clock.recordedAt();
    for (const { draft, ...event } of append.events) {
      const place = { position: this.entries.all.length, revision: stream.length, recordedAt };
      const bytes = Buffer.from(sealEnvelope(draft, place));
      this.entries.add({ ...event, ...place, stream: append.stream, bytes }, stream);
    }
    this.entries.bell.ring();
  }

  override async *readStream(stream: string, options: ReadStreamOptions = {}): AsyncGenerator<Recorded> {
    checkStreamName(stream);
    checkReadStream(options);
    this.entries.checkOpen();
    const entries = this.entries.byStream.get(stream);
    if (!entries && options.ifAbsent === 'empty') return;
    if (!entries) throw new StreamNotFound(stream);
    const { direction = 'forward', limit } = options;
    yield* readPages((request) => pageOf(entries, request), { after: streamOutset(options), direction, limit });
  }
}
