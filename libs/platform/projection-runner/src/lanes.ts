import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EventLog } from '#platform/event-store';
import { batches } from './batches.ts';
import type { Batch, BatchLimits } from './batches.ts';
import type { Build } from './build.ts';
import type { RunnerClock } from './runner-clock.ts';
import { retryDelayMs } from './runner-problem.ts';
import type { Report } from './runner-problem.ts';

export interface LanesHost {
  readonly log: EventLog;
  readonly limits: BatchLimits;
  readonly clock: RunnerClock;
  readonly report: Report;
  /** A build has been filled and is about to follow live; a failure leaves it out. */
  readonly filled: (build: Build) => Promise<void>;
  /** A build that follows live has seen everything recorded. */
  readonly arrived: (build: Build) => Promise<void>;
  /** A build refused to go on. */
  readonly dropped: (build: Build, error: unknown) => void;
}

/**
 * Reads the log once for many builds. Builds that lie behind share a lane of their own and move to the live lane when
 * they have caught up, so that a rebuild never holds up the answers.
 */
export class Lanes {
  readonly #host: LanesHost;
  readonly #live = new Set<Build>();
  readonly #stopped = new AbortController();
  readonly #running = new Set<Promise<void>>();
  #turn: AbortController | undefined;
  #isFollowing = false;

  constructor(host: LanesHost) {
    this.#host = host;
  }

  /** Starts a lane for builds that share one reading, from the one that lies farthest behind. */
  catchUp(builds: readonly Build[]): void {
    if (builds.length > 0 && !this.#stopped.signal.aborted) this.#track(this.#catchUp(new Set(builds)));
  }

  /** The build gets no more batches; the one in hand is finished. */
  leave(build: Build): void {
    this.#live.delete(build);
  }

  /** Resolves when every batch in hand is finished and no log is followed any more. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all(this.#running);
  }

  get signal(): AbortSignal {
    return this.#stopped.signal;
  }

  #track(running: Promise<void>): void {
    const tracked = running.finally(() => this.#running.delete(tracked));
    this.#running.add(tracked);
  }

  async #catchUp(members: Set<Build>): Promise<void> {
    const { signal } = this.#stopped;
    await this.#feed(members, signal, async ({ caughtUp }) => caughtUp);
    for (const build of members) if (!signal.aborted) await this.#try(members, build, () => this.#host.filled(build));
    if (members.size > 0 && !signal.aborted) this.#join(members);
  }

  #join(builds: ReadonlySet<Build>): void {
    for (const build of builds) this.#live.add(build);
    // The newcomers may lie a little behind: follow again from the last of all.
    if (this.#isFollowing) this.#turn?.abort();
    else this.#track(this.#follow());
  }

  async #follow(): Promise<void> {
    this.#isFollowing = true;
    while (this.#live.size > 0 && !this.#stopped.signal.aborted) {
      this.#turn = new AbortController();
      let isCaughtUp = false;
      await this.#feed(this.#live, AbortSignal.any([this.#turn.signal, this.#stopped.signal]), async (batch) => {
        isCaughtUp ||= batch.caughtUp;
        const present = [...this.#live];
        if (isCaughtUp)
          for (const build of present) await this.#try(this.#live, build, () => this.#host.arrived(build));
        return false;
      });
    }
    this.#isFollowing = false;
  }

  /** Feeds batches until `isEnough`, the signal, or until no member is left; a failing log is followed again. */
  async #feed(members: Set<Build>, signal: AbortSignal, isEnough: (batch: Batch) => Promise<boolean>): Promise<void> {
    const { log, limits, clock, report } = this.#host;
    for (let attempt = 1; members.size > 0 && !signal.aborted; attempt += 1) {
      const after = [...members].reduce((least, { position }) => (position < least ? position : least), maxPosition);
      const follow = (ending: AbortSignal) => log.follow({ after: after < 0n ? undefined : after, signal: ending });
      try {
        for await (const batch of batches({ follow, after, limits, signal })) {
          // Not for those who join while the batch is in hand: it may begin beyond what they have seen.
          const present = [...members];
          for (const build of present) await this.#try(members, build, () => build.apply(batch, signal));
          if (signal.aborted || (await isEnough(batch)) || members.size === 0) return;
          attempt = 1;
          await nextTurn();
        }
        if (!signal.aborted) throw new Error('The log ended; a follower ends by its signal alone');
      } catch (error) {
        if (signal.aborted) return;
        report({ kind: 'log', error });
        await clock.sleep(retryDelayMs(attempt), signal);
      }
    }
  }

  async #try(members: Set<Build>, build: Build, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (this.#stopped.signal.aborted) return;
      if (members === this.#live && this.#turn?.signal.aborted) return;
      members.delete(build);
      this.#host.dropped(build, error);
    }
  }
}

const maxPosition = 2n ** 63n;
