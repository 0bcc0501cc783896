import { setTimeout as after } from 'node:timers/promises';
import { EventLog } from '#platform/event-store';
import type { Followed, FollowOptions, ReadLogOptions, Recorded, RecordedBytes } from '#platform/event-store';
import type { Random } from './random.ts';

const twiceShare = 0.2;
const lateShare = 0.15;
const slowShare = 0.05;
const replayShare = 0.02;
const replayedEvents = 100;
const mostPassing = 5;

/** An event that others pass by, until so many have. */
interface Late {
  readonly item: Followed;
  readonly stream: string;
  left: number;
}

/**
 * A log whose followers get events twice, late, behind events of other streams, and the last hundred once more. Within
 * a stream first deliveries keep their order. Everything that is read otherwise is as it was recorded.
 */
export class UnrulyLog extends EventLog {
  readonly did = { twice: 0, late: 0, slow: 0, replays: 0 };

  constructor(
    readonly inner: EventLog,
    readonly random: Random,
  ) {
    super();
  }

  override async *follow(options: FollowOptions): AsyncGenerator<Followed> {
    const past: Followed[] = [];
    let late: Late[] = [];
    for await (const item of this.inner.follow(options)) {
      const due = late.filter((one) => isDue(one, item));
      late = late.filter((one) => !due.includes(one));
      for (const { item: held } of due) yield* this.#delivered(held, past);
      if (item.kind === 'event' && this.random.chance(lateShare)) {
        this.did.late += 1;
        late.push({ item, stream: item.event.stream, left: this.random.between(1, mostPassing) });
      } else yield* this.#delivered(item, past);
    }
  }

  async *#delivered(item: Followed, past: Followed[]): AsyncGenerator<Followed> {
    if (this.random.chance(slowShare)) {
      this.did.slow += 1;
      await after(this.random.below(3));
    }
    yield item;
    if (item.kind !== 'event') return;
    past.push(item);
    if (this.random.chance(twiceShare)) {
      this.did.twice += 1;
      yield item;
    }
    if (this.random.chance(replayShare)) {
      this.did.replays += 1;
      yield* past.slice(-replayedEvents);
    }
  }

  override read(options?: ReadLogOptions): AsyncIterable<Recorded> {
    return this.inner.read(options);
  }

  override readBytes(page: { readonly after?: bigint; readonly limit: number }): Promise<readonly RecordedBytes[]> {
    return this.inner.readBytes(page);
  }

  override head(): Promise<bigint | undefined> {
    return this.inner.head();
  }

  override find(eventId: string): Promise<Recorded | undefined> {
    return this.inner.find(eventId);
  }
}

/** Enough have passed, the log has come to its end, or one of the same stream follows. */
const isDue = (late: Late, next: Followed): boolean => {
  late.left -= 1;
  return late.left <= 0 || next.kind !== 'event' || next.event.stream === late.stream;
};
