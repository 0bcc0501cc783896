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

/** Name, value, name, value …: the fields of the draft on RateLimit headers, which clients look for. */
export const allowanceHeaders = ({ perMinute, left, renewedInSeconds }: Allowance): readonly string[] => [
  'ratelimit-limit',
  String(perMinute),
  'ratelimit-remaining',
  String(Math.max(0, left)),
  'ratelimit-reset',
  String(renewedInSeconds),
];
