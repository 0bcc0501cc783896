import { setTimeout as pause } from 'node:timers/promises';
import { excludeSystemEvents } from '@kurrent/kurrentdb-client';
import type { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { CommitFeed, StoreUnavailable } from '#platform/event-store';
import type { CommitFeedItem, StoreError } from '#platform/event-store';
import { asStoreError } from './client-errors.ts';
import { isAfter, isCredible, placeFrom, placeText } from './commit-place.ts';
import type { CommitPlace } from './commit-place.ts';
import { inTime } from './in-time.ts';
import { checkOpen } from './kurrent-event-store.ts';
import { committedFrom, isOfTheSystem } from './recorded-event.ts';
import { SubscriptionPulls } from './subscription-pulls.ts';
import type { Pulled } from './subscription-pulls.ts';

export interface FeedParts {
  readonly client: KurrentDBClient;
  readonly timeoutMs: number;
  /** After so long without news the feed asks whether there should have been some. */
  readonly quietMs: number;
  /** The first pause before it follows again; doubled with each failure in a row, up to 64 times. */
  readonly retryDelayMs: number;
  /** Hears of every failure that the feed mends by itself. */
  readonly onTrouble: (error: StoreError) => void;
  readonly closed: AbortSignal;
}

const longestDoubling = 6;

/** Everything that is committed to KurrentDB, in the order of `$all`, by one subscription. */
export class KurrentCommitFeed extends CommitFeed {
  constructor(readonly parts: FeedParts) {
    super();
  }

  /**
   * @throws StoreUnavailable, not retryable, for an event that cannot be read or a store that was closed;
   * InvalidArgument for a place of another feed
   */
  override async *follow({
    after,
    signal,
  }: {
    after?: string | undefined;
    signal: AbortSignal;
  }): AsyncGenerator<CommitFeedItem> {
    const { closed, onTrouble } = this.parts;
    const either = AbortSignal.any([signal, closed]);
    let place = after === undefined ? undefined : placeFrom(after);
    for (let failures = 0; !either.aborted; failures += 1) {
      try {
        for await (const item of this.#subscribed(place, either)) {
          failures = 0;
          if (item.kind !== 'caughtUp') place = placeFrom(item.place);
          if (signal.aborted) return;
          yield item;
        }
        if (!either.aborted) onTrouble(new StoreUnavailable('KurrentDB ended the subscription', true));
      } catch (error) {
        const failure = asStoreError(error);
        if (isFinal(failure)) throw failure;
        onTrouble(failure);
      }
      await pause(this.#delayMs(failures), undefined, { signal: either }).catch(() => undefined);
    }
    if (!signal.aborted) checkOpen(closed);
  }

  async *#subscribed(from: CommitPlace | undefined, signal: AbortSignal): AsyncGenerator<CommitFeedItem> {
    const { client, quietMs } = this.parts;
    const pulls = new SubscriptionPulls((checkpointReached) =>
      client.subscribeToAll({ fromPosition: from ?? 'start', filter: excludeSystemEvents({ checkpointReached }) }),
    );
    let last = from;
    try {
      for (;;) {
        const pulled = await pulls.next(signal, quietMs);
        if (!pulled) return;
        if (pulled.kind === 'quiet') await this.#checkAlive(last);
        const place = placeOf(pulled);
        if (place && !isCredible(place, last)) continue; // delivered before, or a checkpoint that cannot be
        last = place ?? last;
        const item = itemOf(pulled);
        if (item) yield item;
      }
    } finally {
      await pulls.close();
    }
  }

  /** @throws StoreUnavailable when something was committed that the subscription should have brought */
  async #checkAlive(last: CommitPlace | undefined): Promise<void> {
    const { client, timeoutMs } = this.parts;
    const newest = client.readAll({
      direction: 'backwards',
      fromPosition: 'end',
      maxCount: 1,
      filter: excludeSystemEvents(),
    });
    const head = await inTime(newest[Symbol.asyncIterator]().next(), timeoutMs);
    const place = head.done ? undefined : head.value.event?.position;
    if (place && isAfter(place, last)) throw new StoreUnavailable('the subscription to $all hangs', true);
  }

  #delayMs(failures: number): number {
    const jitter = 0.5 + Math.random() / 2;
    return this.parts.retryDelayMs * 2 ** Math.min(failures, longestDoubling) * jitter;
  }
}

/** What following again does not mend. */
const isFinal = (failure: StoreError): boolean =>
  failure.code === 'invalid-argument' || (failure instanceof StoreUnavailable && !failure.retryable);

const placeOf = (pulled: Pulled): CommitPlace | undefined =>
  pulled.kind === 'event' ? pulled.resolved.event?.position : pulled.kind === 'checkpoint' ? pulled.place : undefined;

const itemOf = (pulled: Pulled): CommitFeedItem | undefined => {
  if (pulled.kind === 'caughtUp') return pulled;
  if (pulled.kind === 'checkpoint') return { kind: 'checkpoint', place: placeText(pulled.place) };
  if (pulled.kind === 'quiet') return undefined;
  const { event } = pulled.resolved;
  if (!event || isOfTheSystem(event)) return undefined;
  return { kind: 'event', event: committedFrom(event), place: placeText(event.position) };
};
