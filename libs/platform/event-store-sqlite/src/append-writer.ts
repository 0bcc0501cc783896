// Hot path: one append inside an open transaction. One lookup per stream that is not remembered, one insert per event.
import type { Database, Statement } from 'better-sqlite3';
import { repeatedAt, sealEnvelope } from '#platform/event-store';
import type { Appended, PreparedAppend, RecordingClock } from '#platform/event-store';
import { BoundedCache } from './bounded-cache.ts';
import type { InternedNames } from './interned-names.ts';

interface Stream {
  readonly id: number;
  /** The revision of the last event; moved on by every append. */
  last: number;
}

export interface WriterParts {
  readonly db: Database;
  readonly streams: InternedNames;
  readonly types: InternedNames;
  readonly keys: InternedNames;
  readonly clock: RecordingClock;
}

/** Writes appends one after another. What it remembers is true only while it alone writes to the file. */
export class AppendWriter {
  readonly #parts: WriterParts;
  readonly #open = new BoundedCache<Stream>();
  readonly #lastRevision: Statement;
  readonly #lastPosition: Statement;
  readonly #positionAt: Statement;
  readonly #isAt: Statement;
  readonly #revisionOf: Statement;
  readonly #insert: Statement;
  /** Unknown after `forget`. */
  #head: number | undefined;

  constructor(parts: WriterParts) {
    const { db } = parts;
    this.#parts = parts;
    this.#lastRevision = db.prepare('SELECT max(revision) FROM events WHERE stream_id = ?').pluck();
    this.#lastPosition = db.prepare('SELECT ifnull(max(position), -1) FROM events').pluck();
    this.#positionAt = db.prepare('SELECT position FROM events WHERE stream_id = ? AND revision = ?').pluck();
    this.#isAt = db.prepare(`SELECT event_id = unhex(?, '-') FROM events WHERE stream_id = ? AND revision = ?`).pluck();
    this.#revisionOf = db
      .prepare(`SELECT revision FROM events WHERE event_id = unhex(?, '-') AND stream_id = ? ORDER BY position`)
      .pluck();
    this.#insert = db.prepare(`INSERT INTO events VALUES (?, ?, ?, unhex(?, '-'), ?, ?, ?)`);
  }

  /** @throws WrongExpectedRevision before anything was written; SqliteError */
  write(append: PreparedAppend): Appended {
    const stream = this.#open.get(append.stream) ?? this.#begun(append) ?? this.#load(append.stream);
    const repeated = repeatedAt(append, {
      last: stream?.last ?? -1,
      isAt: (revision, id) => this.#isAt.get(id, stream?.id, revision) === 1,
      revisionOf: (id) => this.#revisionOf.get(id, stream?.id) as number | undefined,
    });
    if (repeated === undefined) return this.#record(append, stream ?? this.#create(append.stream));
    const position = this.#positionAt.get(stream?.id, repeated) as number;
    return { revision: BigInt(repeated), position: BigInt(position) };
  }

  /** After a rollback: nothing remembered may outlive what was taken back. */
  forget(): void {
    this.#open.clear();
    this.#head = undefined;
    for (const names of [this.#parts.streams, this.#parts.types, this.#parts.keys]) names.forget();
  }

  #record(append: PreparedAppend, stream: Stream): Appended {
    const recordedAt = this.#parts.clock.recordedAt();
    let position = this.#head ?? (this.#lastPosition.get() as number);
    let revision = stream.last;
    for (const { id, type, key, draft } of append.events) {
      position += 1;
      revision += 1;
      const bytes = Buffer.from(sealEnvelope(draft, { position, revision, recordedAt }));
      const [typeId, keyId] = [this.#parts.types.intern(type), this.#parts.keys.intern(key)];
      this.#insert.run(position, stream.id, revision, id, typeId, keyId, bytes);
    }
    stream.last = revision;
    this.#head = position;
    return { revision: BigInt(revision), position: BigInt(position) };
  }

  #load(name: string): Stream | undefined {
    const id = this.#parts.streams.find(name);
    if (id === undefined) return undefined;
    return this.#opened(name, { id, last: this.#lastRevision.get(id) as number });
  }

  /** What is said to be a new stream is taken at its word, and looked for only when that fails. */
  #begun({ stream, expected }: PreparedAppend): Stream | undefined {
    const id = expected === 'no_stream' ? this.#parts.streams.add(stream) : undefined;
    return id === undefined ? undefined : this.#opened(stream, { id, last: -1 });
  }

  #create(name: string): Stream {
    return this.#opened(name, { id: this.#parts.streams.intern(name), last: -1 });
  }

  #opened(name: string, stream: Stream): Stream {
    this.#open.set(name, stream);
    return stream;
  }
}
