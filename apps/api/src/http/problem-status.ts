import type { Refusal } from '#kernel';
import { denials } from '#policy';

/** Every problem that HTTP itself can have, by code. What the domain refuses is `refusalStatus`. */
export const problemStatuses = {
  'validation-failed': 400,
  'malformed-json': 400,
  'json-too-deep': 400,
  'duplicate-key': 400,
  'forbidden-key': 400,
  'malformed-body': 400,
  'malformed-request': 400,
  'malformed-question': 400,
  'unknown-parameter': 400,
  'bad-date': 400,
  'bad-year': 400,
  'bad-position': 400,
  'bad-number': 400,
  'bad-code': 400,
  'bad-text': 400,
  'year-and-season-together': 400,
  'idempotency-key-malformed': 400,
  'if-match-malformed': 400,
  'logout-token-refused': 400,
  'upload-empty': 400,
  'sign-in-needed': 401,
  'sign-in-refused': 401,
  'provider-refused': 401,
  'signed-out-at-provider': 401,
  'claims-refused': 403,
  'account-disabled': 403,
  'not-the-same-person': 403,
  'provider-not-configured': 404,
  'password-here': 409,
  'account-already-enrolled': 409,
  'key-unknown': 401,
  'key-was-revoked': 401,
  'key-expired': 401,
  'token-refused': 401,
  'token-expired': 401,
  'token-client-unknown': 403,
  'cross-origin': 403,
  'key-not-from-here': 403,
  'role-may-not': 403,
  'scope-missing': 403,
  'other-district': 403,
  'other-school': 403,
  'conflict-of-interest': 403,
  'closed-in-this-state': 403,
  'own-earlier-step': 403,
  'own-account': 403,
  'step-up-needed': 403,
  'not-found': 404,
  'school-not-registered': 404,
  'other-authority': 404,
  'method-not-allowed': 405,
  'request-timeout': 408,
  'import-in-progress': 409,
  'revision-conflict': 409,
  'revision-mismatch': 412,
  'payload-too-large': 413,
  'too-large': 413,
  'unsupported-media-type': 415,
  'misdirected-request': 421,
  'not-a-workbook': 422,
  'header-missing': 422,
  'idempotency-key-reused': 422,
  'setup-token-unknown': 422,
  'invitation-unknown': 422,
  'password-too-short': 422,
  'password-too-long': 422,
  'password-too-common': 422,
  'code-wrong': 422,
  'no-password-here': 409,
  'too-many-requests': 429,
  'sign-in-too-often': 429,
  'headers-too-large': 431,
  'internal-error': 500,
  'eligibility-not-current': 503,
  'not-yet-projected': 503,
  'machine-clients-not-current': 503,
  'accounts-not-current': 503,
  'identity-unavailable': 503,
  'vault-unavailable': 503,
  'person-texts-missing': 503,
  'provider-unavailable': 503,
  'webhooks-not-current': 503,
  'webhook-key-missing': 503,
  'store-unavailable': 503,
  timeout: 503,
  'shutting-down': 503,
  overloaded: 503,
} as const satisfies Readonly<Record<string, number>>;

/** A problem that does not come from a refused command. */
export type ProblemCode = keyof typeof problemStatuses;

const ownStatus = (code: string): number | undefined =>
  Object.hasOwn(problemStatuses, code) ? problemStatuses[code as ProblemCode] : undefined;

const isDenial = (code: string): boolean => (denials as readonly string[]).includes(code);

/**
 * A refused command: 403 where the policy denies it, 404 where the address itself names what is not there, 409 where the record says otherwise, 412
 * where If-Match does, else 422. A code that HTTP also uses for malformed input stays 422 here: the shape was right.
 */
export const refusalStatus = ({ code, field }: Refusal, pathNames: readonly string[]): number => {
  if (isDenial(code)) return 403;
  if (code === 'revision-mismatch' || code === 'idempotency-key-reused') return ownStatus(code) ?? 422;
  const isMissing = code.startsWith('unknown-') || code.endsWith('-not-found');
  if (isMissing && field !== undefined && (field === 'key' || pathNames.includes(field))) return 404;
  return code === 'row-differs-from-record' || code.split('-').includes('already') ? 409 : 422;
};
