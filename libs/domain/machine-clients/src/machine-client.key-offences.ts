import { daysLater, isInstant, refusal } from '#kernel';
import type { Refusal } from '#kernel';
import { districtCodeOf, isSchoolCode } from '#law';
import { isAddressRange } from './address-ranges.ts';
import type { KeyContent, KeyUse, Reach, TokenKeyContent } from './machine-client.events.ts';
import { isMachineScope } from './machine-client.scopes.ts';

const keyIdShape = /^[0-9A-Za-z]{8}$/;
const hashShape = /^[0-9a-f]{64}$/;
const longestValidityDays = 365;
const mostRequestsPerMinute = 100_000;

/** What is wrong with a key by itself, whoever gets it. */
export const keyOffences = (key: KeyContent | TokenKeyContent, use: KeyUse): readonly Refusal[] => {
  const found: Refusal[] = [];
  if (!keyIdShape.test(key.keyId)) found.push(refusal('bad-key-id', 'keyId', key.keyId));
  if (!isHashFor(use, key.secretHash)) found.push(refusal('bad-secret-hash', 'secretHash')); // never repeated to anybody
  if (key.scopes.length === 0) found.push(refusal('scopes-missing', 'scopes'));
  for (const scope of key.scopes) if (!isMachineScope(scope)) found.push(refusal('unknown-scope', 'scopes', scope));
  found.push(...reachOffences(key));
  for (const range of key.addresses)
    if (!isAddressRange(range)) found.push(refusal('bad-address-range', 'addresses', range));
  const { requestsPerMinute: limit } = key;
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > mostRequestsPerMinute)
    found.push(refusal('bad-request-limit', 'requestsPerMinute', String(limit)));
  return [...found, ...validityOffences(key)];
};

/** A key for tokens alone with a hash would open to whoever holds the secret. */
const isHashFor = (use: KeyUse, secretHash: string | undefined): boolean =>
  use === 'TOKENS' ? secretHash === undefined : secretHash !== undefined && hashShape.test(secretHash);

/** An empty list reaches nothing: whoever wrote it meant something else. */
const reachOffences = ({ schools, districts }: Pick<KeyContent, 'schools' | 'districts'>): readonly Refusal[] => [
  ...outsiders(schools, isSchoolCode).map((code) => refusal('bad-school-list', 'schools', code)),
  ...outsiders(districts, (code) => districtCodeOf(code) === code).map((code) =>
    refusal('bad-district-list', 'districts', code),
  ),
];

const outsiders = (reach: Reach, fits: (code: string) => boolean): readonly (string | undefined)[] => {
  if (reach === 'all') return [];
  return reach.length === 0 ? [undefined] : reach.filter((code) => !fits(code));
};

const validityOffences = ({ issuedAt, expiresAt }: Pick<KeyContent, 'issuedAt' | 'expiresAt'>): readonly Refusal[] => {
  const unreadable = [...instantOffences('issuedAt', issuedAt), ...instantOffences('expiresAt', expiresAt)];
  if (unreadable.length > 0) return unreadable;
  if (expiresAt <= issuedAt) return [refusal('expiry-before-issue', 'expiresAt', expiresAt)];
  if (expiresAt > daysLater(issuedAt, longestValidityDays))
    return [refusal('validity-too-long', 'expiresAt', expiresAt)];
  return [];
};

/** Instants are handed in with a command; another spelling would sort otherwise. */
export const instantOffences = (field: string, instant: string): readonly Refusal[] =>
  isInstant(instant) ? [] : [refusal('bad-instant', field, instant)];
