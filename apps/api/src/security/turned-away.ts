import type { ProblemCode } from '../http/problem-status.ts';

/** A sign-in with a provider that does not hold: what the person is told, and what is written down. */
export class TurnedAway extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly reason: string,
    /** Whose it was, if that is known. */
    readonly account: string | null = null,
  ) {
    super(reason);
  }
}
