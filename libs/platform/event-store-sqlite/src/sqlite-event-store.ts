import { EventStore, checkReadStream, checkStreamName, prepareAppend, readPages } from '#platform/event-store';
import { StreamNotFound, Unsupported, streamOutset } from '#platform/event-store';
import type { Appended, Expected, NewEvent, Page, ReadStreamOptions, Recorded } from '#platform/event-store';
import { asStoreError } from './driver-errors.ts';
import type { GroupCommit } from './group-commit.ts';
import type { InternedNames } from './interned-names.ts';
import type { StreamPages } from './stream-pages.ts';

export interface StoreParts {
  readonly streams: InternedNames;
  readonly pages: StreamPages;
  readonly sequenceKeyName: string | undefined;
  /** Undefined for those who only read. */
  readonly group: GroupCommit | undefined;
}

/** Streams in `events.db`. */
export class SqliteEventStore extends EventStore {
  constructor(readonly parts: StoreParts) {
    super();
  }

  // Nothing is awaited before the queue: appends are recorded in the order of the calls.
  override async append(stream: string, events: readonly NewEvent[], expected: Expected): Promise<Appended> {
    const { group, sequenceKeyName } = this.parts;
    const prepared = prepareAppend({ stream, events, expected }, sequenceKeyName);
    if (!group) throw new Unsupported('the store was opened for reading');
    return group.append(prepared);
  }

  override async *readStream(stream: string, options: ReadStreamOptions = {}): AsyncGenerator<Recorded> {
    checkStreamName(stream);
    checkReadStream(options);
    const { direction = 'forward', limit } = options;
    const { streams, pages } = this.parts;
    try {
      const id = streams.find(stream);
      if (id === undefined && options.ifAbsent === 'empty') return;
      if (id === undefined) throw new StreamNotFound(stream);
      const page = (request: Parameters<StreamPages['page']>[1]): Page => pages.page(id, request);
      yield* readPages(page, { after: streamOutset(options), direction, limit });
    } catch (error) {
      throw asStoreError(error);
    }
  }
}
