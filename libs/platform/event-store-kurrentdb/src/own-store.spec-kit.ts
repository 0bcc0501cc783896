import { EventStore, WrongExpectedRevision, StreamNotFound } from '#platform/event-store';
import type { Appended, Expected, NewEvent, ReadStreamOptions, Recorded } from '#platform/event-store';
import type { DenseLog } from './dense-log.spec-kit.ts';
import type { OwnStreams } from './own-streams.spec-kit.ts';

/** The store under test by the names that the contract uses, with positions from the log beside it. */
export class OwnStore extends EventStore {
  constructor(
    readonly store: EventStore,
    readonly streams: OwnStreams,
    readonly log: DenseLog,
  ) {
    super();
  }

  override async append(stream: string, events: readonly NewEvent[], expected: Expected): Promise<Appended> {
    for (const event of Array.isArray(events) ? events : []) this.log.sending(event.id);
    try {
      return await this.store.append(this.streams.own(stream), events, expected);
    } catch (error) {
      if (error instanceof WrongExpectedRevision) throw new WrongExpectedRevision(stream, expected, error.actual);
      throw error;
    }
  }

  override async *readStream(stream: string, options?: ReadStreamOptions): AsyncGenerator<Recorded> {
    try {
      for await (const event of this.store.readStream(this.streams.own(stream), options)) {
        const { position, recordedAt } = await this.log.placed(stream, event.revision);
        yield { ...event, stream, position, recordedAt };
      }
    } catch (error) {
      throw error instanceof StreamNotFound ? new StreamNotFound(stream) : error;
    }
  }
}
