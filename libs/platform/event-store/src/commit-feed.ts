import type { Recorded } from './event-store.ts';

/** An event of a store that has no dense order of its own: everything is known of it but its position in the log. */
export type Committed = Omit<Recorded, 'position'>;

/**
 * What a commit feed delivers, in order. `place` is the feed's own word for where to go on: opaque, to be stored and
 * given back. `checkpoint`: nothing else is there up to this place. `caughtUp`: everything committed so far was
 * delivered. Both come after all earlier events were pulled.
 */
export type CommitFeedItem =
  | { readonly kind: 'event'; readonly event: Committed; readonly place: string }
  | { readonly kind: 'checkpoint'; readonly place: string }
  | { readonly kind: 'caughtUp' };

/**
 * Every event of a store in the order of commit, for the one sequencer that makes a log of them. An abstract class,
 * as the ports beside it.
 */
export abstract class CommitFeed {
  /**
   * At least once from after `after` (from the beginning without it), the events of one stream in the order of their
   * revisions, events of the system left out. Ends by the signal alone: the feed itself follows again after failures.
   */
  abstract follow(options: {
    readonly after?: string | undefined;
    readonly signal: AbortSignal;
  }): AsyncIterable<CommitFeedItem>;
}
