import { CommitFeed } from '#platform/event-store';
import type { CommitFeedItem, EventLog } from '#platform/event-store';

/** The commit feed of a store in memory; each following may first say again what was said before, or break off. */
export class MemoryFeed extends CommitFeed {
  /** How many events before the place are delivered again. */
  repeated = 0;
  /** Breaks off after so many events. */
  breaksAfter = Number.POSITIVE_INFINITY;
  followed = 0;

  constructor(readonly log: EventLog) {
    super();
  }

  override async *follow(options: { after?: string | undefined; signal: AbortSignal }): AsyncGenerator<CommitFeedItem> {
    this.followed += 1;
    const { signal } = options;
    const place = options.after === undefined ? -1 : Number(options.after) - this.repeated;
    let left = this.breaksAfter;
    for await (const item of this.log.follow({ after: place < 0 ? undefined : BigInt(place), signal })) {
      if (item.kind === 'caughtUp') yield item;
      else if (item.kind === 'checkpoint') yield { kind: 'checkpoint', place: String(item.position) };
      else {
        if (left === 0) throw new Error('the feed broke off');
        left -= 1;
        const { position, ...event } = item.event;
        yield { kind: 'event', event, place: String(position) };
      }
    }
  }
}
