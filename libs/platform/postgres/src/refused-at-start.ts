import { DatabaseUnusable } from './database-check.ts';

/** The server does not let us in (28), or has no such database (3D). */
const strangers = /^(28|3D)/;
/** What Node says of a certificate whose authority, name or time is not what it should be. */
const certificates = /^(ERR_TLS_|CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH)/;

interface Failure {
  readonly code: string;
  readonly message: string;
}

const isFailure = (error: unknown): error is Failure =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';

/**
 * The driver's error at a first connection, as the operator needs it: DatabaseUnusable, which names PostgreSQL, where
 * asking again will not help; else as it is.
 */
export const refusedAtStart = (error: unknown): unknown => {
  if (!isFailure(error)) return error;
  const { code, message } = error;
  if (strangers.test(code)) return new DatabaseUnusable(`the server says "${message}"`, error);
  if (certificates.test(code)) return new DatabaseUnusable(`its certificate is refused: ${message} (${code})`, error);
  return error;
};
