import { IsNull } from 'typeorm';
import type { FindOptionsWhere } from 'typeorm';
import type { LoggedOutThere, PersonThere } from './answers.ts';
import type { SessionRow } from './entities.ts';
import { digest } from './secret-tokens.ts';

const personHashOf = (issuer: string, subject: string): string => digest(JSON.stringify([issuer, subject]));
const sidHashOf = (issuer: string, sid: string): string => digest(JSON.stringify(['sid', issuer, sid]));

/** By what a session is found again when its provider says that somebody is out. */
export const hashesOf = ({ issuer, subject, sid }: PersonThere): Pick<SessionRow, 'personHash' | 'sidHash'> => ({
  personHash: personHashOf(issuer, subject),
  sidHash: sid === undefined ? null : sidHashOf(issuer, sid),
});

/** The sessions that are meant. Of a person who is out in one session there, those that know none end as well. */
export const meantBy = ({ issuer, subject, sid }: LoggedOutThere): FindOptionsWhere<SessionRow>[] => {
  const there = sid === undefined ? undefined : { sidHash: sidHashOf(issuer, sid) };
  if (subject === undefined) return there ? [there] : [];
  const personHash = personHashOf(issuer, subject);
  return there
    ? [
        { personHash, ...there },
        { personHash, sidHash: IsNull() },
      ]
    : [{ personHash }];
};
