/** What keeps secrets: its database, its key and its errors are called so. */
export type SecretStoreName = 'identity' | 'vault';

/**
 * Secrets cannot be had now: the storage failed, is closed, or holds what this key does not open. Nobody is to be let in
 * and nothing to be told. What was asked for may have been done, as with any answer that got lost.
 */
export class SecretsUnavailable extends Error {
  override readonly name = 'SecretsUnavailable';
  readonly store: SecretStoreName;
  /**
   * The storage's own code, such as `SQLITE_FULL` or an SQLSTATE, or one of ours: `CLOSED`, `NOT_OURS`, `KEY_MISSING`,
   * `KEY_WRONG`, `KEY_CHANGED` (by another process, since this one opened it), `ROW_LOST` (the key opens the store, and not this row).
   */
  readonly code: string;

  constructor(store: SecretStoreName, code: string, cause?: unknown) {
    super(`The secrets of ${store} are out of reach: ${code}`, { cause });
    this.store = store;
    this.code = code;
  }
}

/** Read by shape: a native driver keeps the error class of whoever loaded it first in the process. */
export const codeOf = (error: unknown): string => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && code !== '' ? code : 'UNKNOWN';
};

/** Whatever went wrong below: no answer of a secret store is a maybe. */
export const asUnavailable = (store: SecretStoreName, error: unknown): SecretsUnavailable =>
  error instanceof SecretsUnavailable ? error : new SecretsUnavailable(store, codeOf(error), error);
