import { EventStore, Timeout } from '#platform/event-store';
import type { Appended, Bell, Expected, NewEvent, ReadStreamOptions, Recorded } from '#platform/event-store';
import type { PostgresEventLog } from './postgres-event-log.ts';

const pollMs = 50;

export interface SequencedStoreParts {
  readonly store: EventStore;
  readonly log: PostgresEventLog;
  readonly bell: Bell;
  /** How long an append waits for its position. */
  readonly timeoutMs: number;
}

/**
 * A store whose appends answer with their position: they wait until the sequencer has given it. What is read from a
 * stream has its position likewise.
 */
export class SequencedStore extends EventStore {
  constructor(readonly parts: SequencedStoreParts) {
    super();
  }

  /** @throws Timeout when the event is recorded and not yet in the log: ask again with the same ids, or by the key */
  override async append(stream: string, events: readonly NewEvent[], expected: Expected): Promise<Appended> {
    const { revision } = await this.parts.store.append(stream, events, expected);
    return { revision, position: await this.#positionOf(stream, revision) };
  }

  override async *readStream(stream: string, options: ReadStreamOptions = {}): AsyncGenerator<Recorded> {
    for await (const event of this.parts.store.readStream(stream, options))
      yield { ...event, position: await this.#positionOf(stream, event.revision) };
  }

  async #positionOf(stream: string, revision: bigint): Promise<bigint> {
    const { log, bell, timeoutMs } = this.parts;
    const deadline = AbortSignal.timeout(timeoutMs);
    for (;;) {
      const seen = bell.rings;
      const position = await log.positionOf(stream, revision);
      if (position !== undefined) return position;
      if (deadline.aborted) throw new Timeout('recorded, but the log has not ordered the event in time');
      await bell.wait(seen, deadline, pollMs);
    }
  }
}
