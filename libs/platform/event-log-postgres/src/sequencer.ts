import type { Pool } from 'pg';
import { setTimeout as pause } from 'node:timers/promises';
import type { CommitFeed, CommitFeedItem, Committed } from '#platform/event-store';
import { Inbox } from './inbox.ts';
import { logChannel } from './log-bell.ts';
import { inTransaction } from './log-schema.ts';
import { sequenced } from './sequenced-batch.ts';
import type { LogEnd } from './sequenced-batch.ts';
import { insertEvents, lastRevisionsOf, setLogEnd } from './sequenced-rows.ts';
import { holdLease, LeaseLost, releaseLease, takeLease } from './sequencer-lease.ts';
import type { Lease } from './sequencer-lease.ts';

const mostAtOnce = 1_000;
const firstDelayMs = 100;
const longestDelayMs = 5_000;

export interface SequencerOptions {
  readonly pool: Pool;
  readonly feed: CommitFeed;
  readonly sequenceKeyName: string;
  /** Who this is, for operators: host and process. */
  readonly owner: string;
  /** How long the place stays taken after the last sign of life; 5 s unless told. */
  readonly leaseMs?: number;
  /** Called with whatever interrupted the work; it goes on by itself. */
  readonly report: (error: unknown) => void;
}

/** What a sequencer says of itself. */
export interface SequencerStatus {
  readonly isLeading: boolean;
  /** The last position it gave out, -1 before the first; undefined unless it leads. */
  readonly head: number | undefined;
  /** Events that came from the feed and are not in the log yet. */
  readonly waiting: number;
}

/**
 * Makes the log of cluster mode: follows everything that the store commits, gives each event its dense position and
 * keeps its canonical bytes. One of many leads; each write takes the same row's lock and checks the lease under it, so
 * that one who was paused past its lease writes nothing.
 */
export class Sequencer {
  readonly #options: Required<SequencerOptions>;
  readonly #stopped = new AbortController();
  #running: Promise<void> | undefined;
  #leading: { head: number | undefined } | undefined;
  #waiting = 0;

  constructor(options: SequencerOptions) {
    this.#options = { leaseMs: 5_000, ...options };
  }

  get status(): SequencerStatus {
    return { isLeading: this.#leading !== undefined, head: this.#leading?.head, waiting: this.#waiting };
  }

  /** Takes part until `stop`. */
  start(): void {
    this.#running ??= this.#run();
  }

  /** Finishes the write in hand and leaves the place to another. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { leaseMs, report } = this.#options;
    for (let failures = 0; !this.#stopped.signal.aborted;) {
      try {
        const lease = await takeLease(this.#options.pool, this.#options);
        if (lease) await this.#lead(lease);
        failures = 0;
        if (!lease) await this.#pause(leaseMs / 5);
      } catch (error) {
        if (!(error instanceof LeaseLost)) failures += 1;
        report(error);
        await this.#pause(Math.min(longestDelayMs, firstDelayMs * 2 ** failures) * (0.5 + Math.random() / 2));
      }
    }
  }

  async #pause(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.#stopped.signal }).catch(() => undefined);
  }

  /** Leads until it is stopped or something fails; then the place is free at once. */
  async #lead(lease: Lease): Promise<void> {
    const { pool } = this.#options;
    const over = new AbortController();
    const signal = AbortSignal.any([this.#stopped.signal, over.signal]);
    const inbox = new Inbox<CommitFeedItem>(mostAtOnce);
    this.#leading = { head: undefined };
    const parts = [this.#listen(lease, inbox, signal), this.#write(lease, inbox), this.#beat(lease, signal)];
    const settled = parts.map((part) =>
      part.finally(() => {
        over.abort();
        inbox.end();
      }),
    );
    try {
      await Promise.all(settled);
    } finally {
      await Promise.allSettled(settled);
      this.#leading = undefined;
      this.#waiting = 0;
      await releaseLease(pool, lease.epoch).catch(() => undefined); // it runs out by itself
    }
  }

  async #listen({ place }: Lease, inbox: Inbox<CommitFeedItem>, signal: AbortSignal): Promise<void> {
    for await (const item of this.#options.feed.follow({ after: place, signal })) {
      if (item.kind === 'event') this.#waiting += 1;
      if (!(await inbox.put(item))) return;
    }
  }

  /** Writes whatever has come meanwhile in one transaction: the busier, the larger. */
  async #write({ epoch }: Lease, inbox: Inbox<CommitFeedItem>): Promise<void> {
    for (;;) {
      const items = await inbox.take();
      if (items.length === 0) return;
      const place = items.flatMap((item) => ('place' in item ? item.place : [])).at(-1);
      const events = items.flatMap((item) => (item.kind === 'event' ? item.event : []));
      if (place === undefined) continue;
      const { head } = await this.#append(epoch, events, place);
      this.#waiting -= events.length;
      if (this.#leading) this.#leading.head = head;
    }
  }

  async #append(epoch: string, events: readonly Committed[], place: string): Promise<LogEnd> {
    const { pool, leaseMs, sequenceKeyName } = this.#options;
    const client = await pool.connect();
    let failed: Error | undefined;
    try {
      return await inTransaction(client, async () => {
        const end = await holdLease(client, epoch, leaseMs);
        const lastRevisions = await lastRevisionsOf(client, events);
        const next = sequenced(events, end, { lastRevisions, sequenceKeyName });
        if (next.events.length > 0) await insertEvents(client, next.events);
        await setLogEnd(client, next.end, place);
        if (next.events.length > 0) await client.query(`NOTIFY ${logChannel}`);
        return next.end;
      });
    } catch (error) {
      failed = error as Error;
      throw error;
    } finally {
      client.release(failed); // a connection that failed is not used again
    }
  }

  /** Keeps the place while nothing happens. */
  async #beat({ epoch }: Lease, signal: AbortSignal): Promise<void> {
    const { pool, leaseMs } = this.#options;
    for (;;) {
      await pause(leaseMs / 3, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      await holdLease(pool, epoch, leaseMs);
    }
  }
}
