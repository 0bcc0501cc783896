import type { Refusal } from '#kernel';

/** A command that was refused, with every named reason. Nothing was recorded. */
export class RefusedError extends Error {
  readonly refusals: readonly Refusal[];

  constructor(refusals: readonly Refusal[]) {
    super(refusals.map((one) => one.code).join(', '));
    this.refusals = refusals;
  }
}
