import { combinable } from '#policy';
import type { Role } from '#policy';

/** A role that a person may have. */
export type PersonRole = Exclude<Role, 'MACHINE'>;

/** Where a provider says what somebody may, and in which words. */
export interface ClaimSettings {
  /** The claims that hold group names, districts and schools. */
  readonly names: { readonly roles: string; readonly districts: string; readonly schools: string };
  /** By the provider's name of a group. */
  readonly rolesByGroup: ReadonlyMap<string, readonly PersonRole[]>;
}

/** What a provider's claims give somebody: no more than what is named here and understood. */
export interface Granted {
  readonly roles: readonly PersonRole[];
  readonly districts: readonly string[];
  readonly schools: readonly string[];
}

/** Why claims are not acted upon: nobody may hold these roles together (`combinable`). */
export interface ClaimsRefused {
  readonly refused: 'claims-not-combinable';
}

/**
 * What claims give. Unknown groups give nothing, nor does a district that is not of six digits or a school that is not of
 * ten; "all" is nothing that a provider can say. Roles that exclude each other are refused whole, for leaving one of them
 * out would be our choice.
 */
export const grantedBy = (
  claims: Readonly<Record<string, unknown>>,
  { names, rolesByGroup }: ClaimSettings,
): Granted | ClaimsRefused => {
  const roles = distinct(wordsIn(claims, names.roles).flatMap((group) => rolesByGroup.get(group) ?? []));
  if (!combinable(roles)) return { refused: 'claims-not-combinable' };
  return {
    roles,
    districts: distinct(wordsIn(claims, names.districts).filter((code) => /^\d{6}$/.test(code))),
    schools: distinct(wordsIn(claims, names.schools).filter((code) => /^\d{10}$/.test(code))),
  };
};

/** A claim is one text or a list of them; a text is never taken apart, for names of groups have blanks and commas. */
const wordsIn = (claims: Readonly<Record<string, unknown>>, name: string): readonly string[] => {
  const value = Object.hasOwn(claims, name) ? claims[name] : [];
  return (Array.isArray(value) ? value : [value]).filter((word: unknown) => typeof word === 'string');
};

const distinct = <Word>(words: readonly Word[]): readonly Word[] => [...new Set(words)];
