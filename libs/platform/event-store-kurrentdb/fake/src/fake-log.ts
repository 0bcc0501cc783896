/** An event as a client sends it. */
export interface FakeEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface FakeRecord extends FakeEvent {
  readonly stream: string;
  readonly revision: bigint;
  /** Commit and prepare position alike; leaves gaps, as real positions do. */
  readonly position: bigint;
  readonly createdMs: number;
}

export type FakeExpected = 'any' | 'no_stream' | 'stream_exists' | bigint;

export type Verdict =
  | { readonly kind: 'written'; readonly revision: bigint; readonly position: bigint | undefined }
  | { readonly kind: 'wrong'; readonly current: bigint | undefined }
  | { readonly kind: 'deleted' };

interface Stream {
  readonly records: FakeRecord[];
  /** Soft-deleted up to here: earlier revisions are not read. */
  truncatedBefore: number;
  softDeleted: boolean;
  tombstoned: boolean;
}

const positionStep = 137n;

/** The log behind the fake: KurrentDB's rules for expected revisions and repeats, as far as this system uses them. */
export class FakeLog {
  readonly all: FakeRecord[] = [];
  readonly #streams = new Map<string, Stream>();
  readonly #listeners = new Set<() => void>();

  constructor(readonly nowMs: () => number = Date.now) {}

  append(name: string, events: readonly FakeEvent[], expected: FakeExpected): Verdict {
    const stream = this.#streams.get(name) ?? emptyStream();
    if (stream.tombstoned || (stream.softDeleted && expected === 'stream_exists')) return { kind: 'deleted' };
    const judged = judge(stream, events, expected);
    if (judged !== undefined) return judged;
    const last = this.write(name, events);
    return { kind: 'written', revision: last.revision, position: last.position };
  }

  /** Writes past all rules: for events that no lawful client would send. */
  write(name: string, events: readonly FakeEvent[]): FakeRecord {
    const stream = this.#streams.get(name) ?? emptyStream();
    this.#streams.set(name, stream);
    stream.softDeleted = false;
    for (const event of events) {
      const revision = BigInt(stream.records.length);
      const position = BigInt(this.all.length + 1) * positionStep;
      const record = { ...event, stream: name, revision, position, createdMs: this.nowMs() };
      stream.records.push(record);
      this.all.push(record);
    }
    for (const listener of this.#listeners) listener();
    return this.all.at(-1) as FakeRecord;
  }

  /** The records that can be read, or why there are none. */
  read(name: string): readonly FakeRecord[] | 'not-found' | 'tombstoned' {
    const stream = this.#streams.get(name);
    if (stream?.tombstoned) return 'tombstoned';
    if (!stream || stream.softDeleted) return 'not-found';
    return stream.records.slice(stream.truncatedBefore);
  }

  /** Hides what the stream holds; it may be written again and goes on counting. */
  softDelete(name: string): void {
    const stream = this.#streams.get(name) ?? emptyStream();
    this.#streams.set(name, stream);
    this.write(`$$${name}`, [systemEvent('$metadata')]);
    stream.truncatedBefore = stream.records.length;
    stream.softDeleted = true;
  }

  /** Closes the stream for ever. The mark lies in the stream itself, as on a real server. */
  tombstone(name: string): void {
    this.write(name, [systemEvent('$streamDeleted')]);
    (this.#streams.get(name) as Stream).tombstoned = true;
  }

  /** Calls back after every write, until the answer is called. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

const emptyStream = (): Stream => ({ records: [], truncatedBefore: 0, softDeleted: false, tombstoned: false });

const judge = (stream: Stream, events: readonly FakeEvent[], expected: FakeExpected): Verdict | undefined => {
  const last = stream.records.length - 1;
  const wrong: Verdict = { kind: 'wrong', current: last < 0 ? undefined : BigInt(last) };
  if (expected === 'any' || expected === 'stream_exists') {
    if (last < 0) return expected === 'any' ? undefined : wrong;
    const known = stream.records.findIndex(({ id }) => id === events[0]?.id);
    return known < 0 ? undefined : (repeatAt(stream, events, known) ?? wrong);
  }
  const before = expected === 'no_stream' ? -1 : Number(expected);
  if (before === last) return undefined;
  if (before > last) return wrong;
  const isNew = stream.records[before + 1]?.id !== events[0]?.id;
  if (isNew) return stream.softDeleted && expected === 'no_stream' ? undefined : wrong;
  return repeatAt(stream, events, before + 1) ?? wrong;
};

const repeatAt = (stream: Stream, events: readonly FakeEvent[], first: number): Verdict | undefined => {
  if (!events.every(({ id }, n) => stream.records[first + n]?.id === id)) return undefined;
  // A real server may leave the position out of an answer to a repeat.
  return { kind: 'written', revision: BigInt(first + events.length - 1), position: undefined };
};

const systemEvent = (type: string): FakeEvent => ({
  id: crypto.randomUUID(),
  type,
  contentType: 'application/json',
  data: Buffer.from('{}'),
  metadata: Buffer.from('{}'),
});
