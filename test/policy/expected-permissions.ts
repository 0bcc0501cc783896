import { load } from 'js-yaml';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One action, as expected.yaml says it. */
export interface Expectation {
  readonly anywhere?: 'anyone at all' | 'anyone who is known' | 'every person' | readonly string[];
  readonly 'in own district'?: readonly string[];
  readonly 'own school before acceptance'?: readonly string[];
  readonly 'within the key'?: readonly string[];
  readonly scope?: string;
  readonly 'many schools'?: 'yes';
  readonly recusal?: 'yes';
  readonly 'not after'?: readonly string[];
  readonly 'not on own account'?: 'yes';
  readonly 'fresh proof of identity'?: 'yes';
}

/** The words that an expectation may use: a misspelt one must not be passed over. */
export const words: Readonly<Record<keyof Expectation, true>> = {
  anywhere: true,
  'in own district': true,
  'own school before acceptance': true,
  'within the key': true,
  scope: true,
  'many schools': true,
  recusal: true,
  'not after': true,
  'not on own account': true,
  'fresh proof of identity': true,
};

/** What is asked, in the words of the expectations. */
export interface Situation {
  readonly place: { readonly district: 'own' | 'other'; readonly school: 'own' | 'other' } | 'not named';
  readonly state: 'NOT_FILED' | 'FILED' | 'RETURNED' | 'ACCEPTED' | 'not named';
  readonly scopes: 'all' | 'none';
  readonly conflict: boolean;
  /** The earlier step that the same person did. */
  readonly did: string | null;
  readonly account: 'own' | 'other';
  readonly freshProof: boolean;
}

interface Expected {
  readonly roles: Readonly<Record<string, string>>;
  readonly 'held together': readonly (readonly string[])[];
  readonly actions: Readonly<Record<string, Expectation>>;
}

export const expected = load(readFileSync(join(import.meta.dirname, 'expected.yaml'), 'utf8')) as Expected;

/** `allowed`, or the first reason against it. */
export const answerTo = (role: string, told: Expectation, asked: Situation): string => {
  if (told.anywhere === 'anyone at all' || told.anywhere === 'anyone who is known') return 'allowed';
  const where = lineWith(role, told);
  if (where === undefined) return 'role-may-not';
  if (role === 'MACHINE' && (told.scope === undefined || asked.scopes === 'none')) return 'scope-missing';
  const named = asked.place === 'not named' ? null : asked.place;
  const asksForMany = named === null && told['many schools'] === 'yes';
  const looksAtDistrict = where === 'in own district' || where === 'within the key';
  if (looksAtDistrict && !asksForMany && named?.district !== 'own') return 'other-district';
  const looksAtSchool = where === 'own school before acceptance' || where === 'within the key';
  if (looksAtSchool && !asksForMany && named?.school !== 'own') return 'other-school';
  if (told.recusal === 'yes' && asked.conflict && !asksForMany) return 'conflict-of-interest';
  if (where === 'own school before acceptance' && !['NOT_FILED', 'FILED', 'RETURNED'].includes(asked.state))
    return 'closed-in-this-state';
  if (asked.did !== null && told['not after']?.includes(asked.did)) return 'own-earlier-step';
  if (told['not on own account'] === 'yes' && asked.account === 'own') return 'own-account';
  return told['fresh proof of identity'] === 'yes' && !asked.freshProof ? 'step-up-needed' : 'allowed';
};

const lineWith = (role: string, told: Expectation): keyof Expectation | undefined => {
  if (told.anywhere === 'every person' ? role !== 'MACHINE' : told.anywhere?.includes(role)) return 'anywhere';
  const narrower = ['in own district', 'own school before acceptance', 'within the key'] as const;
  return narrower.find((line) => told[line]?.includes(role));
};
