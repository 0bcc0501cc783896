/** How long, how many, how dear. Times in milliseconds. */
export interface IdentityLimits {
  readonly setupTokenMs: number;
  readonly invitationMs: number;
  /** From the beginning of a sign-in elsewhere to its end. */
  readonly pendingMs: number;
  readonly idleMs: number;
  readonly absoluteMs: number;
  /** How often at most it is written down that a session was used. */
  readonly seenEveryMs: number;
  /** Memory of one hash in KiB, and passes over it. */
  readonly hashMemoryKib: number;
  readonly hashPasses: number;
  /** Hashes at a time, and how many more may wait for their turn. */
  readonly hashesAtOnce: number;
  readonly hashesWaiting: number;
  /** Failures of one account from one address that cost no waiting, and after how long without any they are forgotten. */
  readonly freeFailures: number;
  readonly forgetFailuresMs: number;
  /** The first wait, and the longest: each is double the one before. */
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** Failures of one address, whatever the accounts, in one window. */
  readonly addressFailures: number;
  readonly addressWindowMs: number;
  /** Rows of failures that are kept at most; the oldest go first. */
  readonly failureRows: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

export const defaultLimits: IdentityLimits = {
  setupTokenMs: 30 * minuteMs,
  invitationMs: 7 * 24 * hourMs,
  pendingMs: 10 * minuteMs,
  idleMs: 30 * minuteMs,
  absoluteMs: 8 * hourMs,
  seenEveryMs: minuteMs,
  hashMemoryKib: 65_536,
  hashPasses: 3,
  hashesAtOnce: 2,
  hashesWaiting: 32,
  freeFailures: 5,
  forgetFailuresMs: 15 * minuteMs,
  firstWaitMs: 2_000,
  longestWaitMs: 15 * minuteMs,
  addressFailures: 30,
  addressWindowMs: hourMs,
  failureRows: 100_000,
};
