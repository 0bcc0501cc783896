/**
 * It cannot be known now who somebody is: the storage failed, is closed, or holds what this key does not open. Nobody is
 * to be let in. What was asked for may have been done, as with any answer that got lost.
 */
export class IdentityUnavailable extends Error {
  override readonly name = 'IdentityUnavailable';
  /** The storage's own code, such as `SQLITE_FULL` or an SQLSTATE, or one of ours: `CLOSED`, `NOT_OURS`, `KEY_MISSING`, `KEY_WRONG`. */
  readonly code: string;

  constructor(code: string, cause?: unknown) {
    super(`Secrets and sessions are out of reach: ${code}`, { cause });
    this.code = code;
  }
}

/** Read by shape: a native driver keeps the error class of whoever loaded it first in the process. */
export const codeOf = (error: unknown): string => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && code !== '' ? code : 'UNKNOWN';
};

/** Whatever went wrong below: no answer of this lib is a maybe. */
export const asUnavailable = (error: unknown): IdentityUnavailable =>
  error instanceof IdentityUnavailable ? error : new IdentityUnavailable(codeOf(error), error);
