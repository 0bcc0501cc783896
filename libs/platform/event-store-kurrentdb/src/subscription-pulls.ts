import type { AllStreamResolvedEvent, AllStreamSubscription } from '@kurrent/kurrentdb-client';
import { Bell } from '#platform/event-store';
import type { CommitPlace } from './commit-place.ts';

/** What one pull brings. `quiet`: nothing came for as long as was said. */
export type Pulled =
  | { readonly kind: 'event'; readonly resolved: AllStreamResolvedEvent }
  | { readonly kind: 'checkpoint'; readonly place: CommitPlace }
  | { readonly kind: 'caughtUp' }
  | { readonly kind: 'quiet' };

type Marker = Extract<Pulled, { kind: 'checkpoint' | 'caughtUp' }>;
type CheckpointReached = (subscription: AllStreamSubscription, place: CommitPlace) => void;

/**
 * One subscription, pulled. The client tells of checkpoints and of having caught up as soon as they arrive, while the
 * events before them still wait in its buffer: here each comes after those events.
 */
export class SubscriptionPulls {
  readonly #subscription: AllStreamSubscription;
  readonly #news = new Bell();
  readonly #markers: { readonly after: number; readonly marker: Marker }[] = [];
  #pulled = 0;
  #ended = false;
  #failure: unknown;

  constructor(subscribe: (checkpointReached: CheckpointReached) => AllStreamSubscription) {
    this.#subscription = subscribe((_, place) => this.#mark({ kind: 'checkpoint', place }));
    this.#subscription.on('caughtUp', () => this.#mark({ kind: 'caughtUp' }));
    this.#subscription.on('readable', () => this.#news.ring());
    this.#subscription.on('end', () => this.#end(undefined));
    this.#subscription.on('error', (error) => this.#end(error));
  }

  /** The next item; undefined when the server ended the subscription or the signal came. Rejects as the client does. */
  async next(signal: AbortSignal, quietMs: number): Promise<Pulled | undefined> {
    for (;;) {
      const seen = this.#news.rings;
      if (signal.aborted) return undefined;
      if (this.#failure !== undefined) throw this.#failure;
      const ready = this.#marker() ?? this.#event();
      if (ready || this.#ended) return ready;
      await this.#news.wait(seen, signal, quietMs);
      if (this.#news.rings === seen && !signal.aborted) return { kind: 'quiet' };
    }
  }

  async close(): Promise<void> {
    await this.#subscription.unsubscribe().catch(() => undefined); // it may never have begun
  }

  #marker(): Marker | undefined {
    const [first] = this.#markers;
    if (!first || first.after > this.#pulled) return undefined;
    this.#markers.shift();
    return first.marker;
  }

  #event(): Pulled | undefined {
    const resolved = this.#subscription.read() as AllStreamResolvedEvent | null;
    if (resolved === null) return undefined;
    this.#pulled += 1;
    return { kind: 'event', resolved };
  }

  #mark(marker: Marker): void {
    this.#markers.push({ after: this.#pulled + this.#subscription.readableLength, marker });
    this.#news.ring();
  }

  #end(failure: unknown): void {
    this.#failure = failure;
    this.#ended = true;
    this.#news.ring();
  }
}
