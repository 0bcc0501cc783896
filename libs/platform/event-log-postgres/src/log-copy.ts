import type { Pool } from 'pg';
import { parseEnvelope } from '#platform/event-store';
import type { RecordedBytes } from '#platform/event-store';
import { inTransaction } from './log-schema.ts';
import type { SequencedEvent } from './sequenced-batch.ts';
import { insertEvents, setLogEnd } from './sequenced-rows.ts';
import { holdLease, releaseLease, takeLease } from './sequencer-lease.ts';

const leaseMs = 60_000;

/**
 * Takes the sequencer's place to copy a log as it is: positions, dates and bytes stay what they were. Nobody gives out
 * positions meanwhile.
 */
export class LogCopy {
  readonly #pool: Pool;
  readonly #epoch: string;
  readonly #sequenceKeyName: string;

  private constructor(pool: Pool, epoch: string, sequenceKeyName: string) {
    this.#pool = pool;
    this.#epoch = epoch;
    this.#sequenceKeyName = sequenceKeyName;
  }

  /** Undefined while a sequencer leads: stop the workers first. */
  static async begin(pool: Pool, sequenceKeyName: string): Promise<LogCopy | undefined> {
    const lease = await takeLease(pool, { owner: 'migration', leaseMs });
    return lease && new LogCopy(pool, lease.epoch, sequenceKeyName);
  }

  /** Keeps the place for another minute; to be called before what takes long. @throws LeaseLost */
  async hold(): Promise<void> {
    await holdLease(this.#pool, this.#epoch, leaseMs);
  }

  /** Adds events at the end of the log, all or none. @throws LeaseLost; Error when they do not follow its end */
  async append(events: readonly RecordedBytes[]): Promise<void> {
    const rows = events.map((event) => this.#rowOf(event));
    const [first, last] = [rows[0], events.at(-1)];
    if (!first || !last) return;
    const client = await this.#pool.connect();
    try {
      await inTransaction(client, async () => {
        const end = await holdLease(client, this.#epoch, leaseMs);
        if (first.position !== end.head + 1) throw new Error(`position ${first.position} does not follow ${end.head}`);
        await insertEvents(client, rows);
        const { recordedAt, position } = parseEnvelope(last.bytes);
        await setLogEnd(client, { head: Number(position), recordedAt });
      });
    } finally {
      client.release();
    }
  }

  /** Leaves the place to a sequencer. */
  async end(): Promise<void> {
    await releaseLease(this.#pool, this.#epoch);
  }

  #rowOf({ position, bytes }: RecordedBytes): SequencedEvent {
    const { stream, revision, id, type, metadata } = parseEnvelope(bytes);
    const key = metadata[this.#sequenceKeyName] ?? '';
    const at = { position: Number(position), revision: Number(revision) };
    return { ...at, stream, id, type, key, bytes: Buffer.from(bytes) };
  }
}
