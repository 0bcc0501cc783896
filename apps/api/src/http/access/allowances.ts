import { setTimeout } from 'node:timers/promises';

const windowMs = 60_000;

/** What a key has left. */
export interface Allowance {
  readonly perMinute: number;
  /** After this request; below zero once it is one too many. */
  readonly left: number;
  /** Until there are `perMinute` again. */
  readonly renewedInSeconds: number;
}

/**
 * How many requests a key may still send, in minutes that begin with its first request. Each process counts for itself.
 * One number for each key and no timer: it is asked by every request of a machine, before anything else is worked out.
 */
export class Allowances {
  readonly #windows = new Map<string, { endsMs: number; used: number }>();

  take(keyId: string, perMinute: number, nowMs: number): Allowance {
    let window = this.#windows.get(keyId);
    if (window === undefined || window.endsMs <= nowMs) {
      window = { endsMs: nowMs + windowMs, used: 0 };
      this.#windows.set(keyId, window);
    }
    window.used += 1;
    return {
      perMinute,
      left: perMinute - window.used,
      renewedInSeconds: Math.ceil((window.endsMs - nowMs) / 1000),
    };
  }
}

/** How many may wait for a refusal at a time, of all keys; more are refused at once. */
const mostHeld = 1_000;
const longestHoldMs = 1_000;
const holdMsPerRequest = 10;

/**
 * Lets those wait for their refusal who go on asking: each longer than the one before, up to a second. A flood that waits
 * for its answers then takes next to nothing from others, whom each refusal at once would cost as much as an answer.
 */
export class Holding {
  readonly #pause: (ms: number) => Promise<unknown>;
  #held = 0;

  constructor(pause: (ms: number) => Promise<unknown> = setTimeout) {
    this.#pause = pause;
  }

  async hold({ left }: Pick<Allowance, 'left'>): Promise<void> {
    if (this.#held >= mostHeld) return;
    this.#held += 1;
    try {
      await this.#pause(Math.min(longestHoldMs, -left * holdMsPerRequest));
    } finally {
      this.#held -= 1;
    }
  }
}

/** Name, value, name, value …: the fields of the draft on RateLimit headers, which clients look for. */
export const allowanceHeaders = ({ perMinute, left, renewedInSeconds }: Allowance): readonly string[] => [
  'ratelimit-limit',
  String(perMinute),
  'ratelimit-remaining',
  String(Math.max(0, left)),
  'ratelimit-reset',
  String(renewedInSeconds),
];
