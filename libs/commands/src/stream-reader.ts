import type { Decider, EventData, Hand } from '#kernel';
import type { EventStore } from '#platform/event-store';
import { BoundedMap } from './bounded-map.ts';

/** A stream folded to its end. Revision -1 means that nothing was ever appended. */
export interface StreamEnd<State> {
  readonly state: State;
  readonly revision: bigint;
  /** The position of the last event, a promise while it is on its way to the disk; undefined for an empty stream. */
  readonly position: bigint | undefined | Promise<bigint | undefined>;
}

const remembered = 4_000;

/**
 * Folds streams and remembers where they ended. It may remember only because this process is the directory's one
 * writer: whoever appends elsewhere makes it forget by the revision conflict that follows.
 */
export class StreamReader {
  readonly #store: EventStore;
  readonly #ends = new BoundedMap<string, StreamEnd<unknown>>(remembered);

  constructor(store: EventStore) {
    this.#store = store;
  }

  /** The state at the end of the stream. */
  async end<State, Event extends EventData>(
    decider: Pick<Decider<State, never, Event>, 'initialState' | 'evolve'>,
    stream: string,
  ): Promise<StreamEnd<State>> {
    const known = this.#ends.get(stream);
    if (known) return known as StreamEnd<State>;
    const read = await this.#fold(decider, stream);
    this.#ends.set(stream, read);
    return read;
  }

  /** Notes what this process appended itself. */
  note(stream: string, end: StreamEnd<unknown>): void {
    this.#ends.set(stream, end);
  }

  /** Forgets everything: after an append that failed, memory may be ahead of the disk. */
  forget(): void {
    this.#ends.clear();
  }

  async #fold<State, Event extends EventData>(
    { initialState, evolve }: Pick<Decider<State, never, Event>, 'initialState' | 'evolve'>,
    stream: string,
  ): Promise<StreamEnd<State>> {
    let end: StreamEnd<State> = { state: initialState, revision: -1n, position: undefined };
    for await (const event of this.#store.readStream(stream, { ifAbsent: 'empty' })) {
      const { type, data, metadata, revision, position } = event;
      end = { state: evolve(end.state, { type, data } as unknown as Event, handOf(metadata)), revision, position };
    }
    return end;
  }
}

/** Who brought an event about, for rules about two different persons. */
export const handOf = ({ actor = '', source }: Readonly<Record<string, string | undefined>>): Hand => ({
  actor,
  onPaper: source === 'workbook',
});
