/** The sign-in does not hold. The message says why, for the log: no token, no code and no claim stands in it. */
export class ProviderRefused extends Error {
  readonly code = 'provider-refused';
}

/** The provider did not answer, answered that it cannot, or with something that is no answer: nobody is let in, and nobody refused. */
export class ProviderUnavailable extends Error {
  readonly code = 'provider-unavailable';
}

/** An access token that does not hold. `token-expired` is told only of one that held before. */
export class TokenRefused extends Error {
  constructor(
    readonly code: 'token-refused' | 'token-expired',
    reason: string,
  ) {
    super(reason);
  }
}

/** The errors behind an error, itself first. */
const causesOf = (error: unknown): readonly Error[] =>
  error instanceof Error ? [error, ...causesOf(error.cause)] : [];

/** What the fetch below a library threw, however often it was wrapped since. */
export const unavailableIn = (error: unknown): ProviderUnavailable | undefined =>
  causesOf(error).find((one) => one instanceof ProviderUnavailable);

/** The library's own words, which are constants: what comes from outside (a JSON parser's excerpt) has no code. */
export const reasonOf = (error: unknown): string =>
  causesOf(error).findLast((one) => typeof (one as { code?: unknown }).code === 'string')?.message ?? 'not understood';
