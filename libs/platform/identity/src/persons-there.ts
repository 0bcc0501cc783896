import { IsNull, MoreThanOrEqual } from 'typeorm';
import type { FindOptionsWhere } from 'typeorm';
import type { LoggedOutThere, PersonThere } from './answers.ts';
import type { ProviderLogoutRow, SessionRow } from './entities.ts';
import { digest } from './secret-tokens.ts';

type Hashes = Pick<SessionRow, 'personHash' | 'sidHash'>;

const personHashOf = (issuer: string, subject: string): string => digest(JSON.stringify([issuer, subject]));
const sidHashOf = (issuer: string, sid: string): string => digest(JSON.stringify(['sid', issuer, sid]));

/** By what a session is found again when its provider says that somebody is out. */
export const hashesOf = ({ issuer, subject, sid }: PersonThere): Hashes & { readonly personHash: string } => ({
  personHash: personHashOf(issuer, subject),
  sidHash: sid === undefined ? null : sidHashOf(issuer, sid),
});

/** By what a logout is found again when somebody comes who was vouched for before. */
export const loggedOutHashes = ({ issuer, subject, sid }: LoggedOutThere): Hashes => ({
  personHash: subject === undefined ? null : personHashOf(issuer, subject),
  sidHash: sid === undefined ? null : sidHashOf(issuer, sid),
});

/** The sessions that are meant. Of a person who is out in one session there, those that know none end as well. */
export const meantBy = (out: LoggedOutThere): FindOptionsWhere<SessionRow>[] => {
  const { personHash, sidHash } = loggedOutHashes(out);
  if (personHash === null) return sidHash === null ? [] : [{ sidHash }];
  return sidHash === null
    ? [{ personHash }]
    : [
        { personHash, sidHash },
        { personHash, sidHash: IsNull() },
      ];
};

/**
 * The logouts by which a session of this person would have ended, had it been open. Both times are by the provider's clock,
 * in seconds mostly: of the same second the logout counts as the later one.
 */
export const meaning = (person: PersonThere): FindOptionsWhere<ProviderLogoutRow>[] => {
  const { personHash, sidHash } = hashesOf(person);
  const since = { saidMs: MoreThanOrEqual(person.vouchedMs) };
  if (sidHash === null) return [{ personHash, ...since }];
  return [
    { personHash, sidHash: IsNull(), ...since },
    { personHash, sidHash, ...since },
    { personHash: IsNull(), sidHash, ...since },
  ];
};
