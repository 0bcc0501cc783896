import { setTimeout as pause } from 'node:timers/promises';
import type { DeliveryBook } from './delivery-book.ts';
import type { Sender } from './sender.ts';

/** Whom to tell, from where on. */
export interface Target {
  readonly id: string;
  readonly url: string;
  /** Grows whenever something says anew where to begin. */
  readonly basis: number;
  readonly after: string | null;
  readonly secret: string;
}

/** A message as it is sent, each time with the same id and the same bytes. */
export interface WaitingMessage {
  readonly cursor: string;
  readonly id: string;
  readonly body: string;
}

/** The next messages for a target, and how far one may go on when they are taken; null where nothing came. */
export interface MessagePage {
  readonly messages: readonly WaitingMessage[];
  readonly next: string | null;
}

export interface DispatcherOptions<To extends Target = Target> {
  readonly book: DeliveryBook;
  readonly sender: Sender;
  readonly targets: () => Promise<readonly To[]>;
  readonly page: (target: To, after: string | null) => Promise<MessagePage>;
  readonly report: (error: unknown) => void;
  readonly nowMs?: () => number;
  readonly chance?: () => number;
}

const lookMs = 1_000;
const pauseAfterTroubleMs = 5_000;
const forgetEveryMs = 3_600_000;
const mostLanes = 32;

/**
 * Delivers in order to each target, to several at once: a receiver that hangs holds back nothing but its own messages.
 * Whoever runs it sees to it that nobody else does.
 */
export class Dispatcher<To extends Target = Target> {
  readonly #options: DispatcherOptions<To>;
  readonly #nowMs: () => number;
  readonly #lanes = new Map<string, Promise<void>>();
  #targets: ReadonlyMap<string, To> = new Map();
  #forgotMs = 0;

  constructor(options: DispatcherOptions<To>) {
    this.#options = options;
    this.#nowMs = options.nowMs ?? Date.now;
  }

  /** Looks once a second for what is due, until the signal says so; then what is being sent is cut off, and not counted. */
  async run(signal: AbortSignal): Promise<void> {
    try {
      while (!signal.aborted) {
        const isFine = await this.#look(signal);
        await pause(isFine ? lookMs : pauseAfterTroubleMs, undefined, { signal }).catch(() => undefined);
      }
    } finally {
      await Promise.all(this.#lanes.values());
    }
  }

  /** One look, and everything that it set going. */
  async turn(signal: AbortSignal = new AbortController().signal): Promise<void> {
    await this.#look(signal);
    await Promise.all(this.#lanes.values());
  }

  async #look(signal: AbortSignal): Promise<boolean> {
    const { targets, book, report } = this.#options;
    try {
      const nowMs = this.#nowMs();
      this.#targets = new Map((await targets()).map((target) => [target.id, target]));
      if (nowMs - this.#forgotMs > forgetEveryMs) await book.forget(nowMs);
      this.#forgotMs = nowMs - this.#forgotMs > forgetEveryMs ? nowMs : this.#forgotMs;
      const standings = await book.standings();
      for (const target of this.#targets.values()) {
        const standing = standings.get(target.id);
        const isBegun = standing !== undefined && standing.basis >= target.basis;
        const isResting = isBegun && (standing.isSuspended || standing.dueMs > nowMs);
        if (!isResting && !this.#lanes.has(target.id) && this.#lanes.size < mostLanes) this.#begin(target, signal);
      }
      return true;
    } catch (error) {
      report(error);
      return false;
    }
  }

  #begin(target: To, signal: AbortSignal): void {
    const lane = this.#lane(target, signal)
      .catch((error: unknown) => {
        if (!signal.aborted) this.#options.report(error);
      })
      .finally(() => this.#lanes.delete(target.id));
    this.#lanes.set(target.id, lane);
  }

  /** One page for one target, up to the first message that is not taken. */
  async #lane(target: To, signal: AbortSignal): Promise<void> {
    const { book, page } = this.#options;
    let { cursor } = await book.claim(target);
    const { messages, next } = await page(target, cursor);
    for (const message of messages) {
      if (!(await this.#deliver(target, message, signal))) return;
      ({ cursor } = message);
    }
    if (next !== null && next !== cursor && this.#isWanted(target, signal)) await book.move(target, next);
  }

  async #deliver(target: To, message: WaitingMessage, signal: AbortSignal): Promise<boolean> {
    const { book, sender, chance = Math.random } = this.#options; // for the jitter
    await book.claim(target);
    if (!this.#isWanted(target, signal)) return false;
    const { url, secret } = target;
    const outcome = await sender.send({ url, secret, id: message.id, body: message.body }, signal);
    if (signal.aborted && !outcome.isTaken) return false;
    const { id: messageId, cursor } = message;
    await book.record(target, { messageId, cursor, outcome, nowMs: this.#nowMs(), chance: chance() });
    return outcome.isTaken;
  }

  /** A target that was removed or begun anew meanwhile gets nothing more from this lane. */
  #isWanted({ id, basis }: Target, signal: AbortSignal): boolean {
    return !signal.aborted && this.#targets.get(id)?.basis === basis;
  }
}
