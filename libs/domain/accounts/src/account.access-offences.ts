import { refusal } from '#kernel';
import type { Refusal } from '#kernel';
import { isSchoolCode } from '#law';
import type { Access, Identity, Reach } from './account.events.ts';
import { areCombinable, isPersonRole, workOnCases } from './account.roles.ts';

const districtShape = /^[1-9]\d{5}$/;

/** What is wrong with an account's access by itself, whoever gives it. */
export const accessOffences = (access: Access): readonly Refusal[] => [
  ...roleOffences(access.roles),
  ...districtOffences(access),
  ...schoolOffences(access),
  ...access.conflicts
    .filter((code) => !isSchoolCode(code))
    .map((code) => refusal('bad-account-conflicts', 'conflicts', code)),
];

const roleOffences = (roles: readonly string[]): readonly Refusal[] => {
  if (roles.length === 0) return [refusal('roles-missing', 'roles')];
  const unknown = roles.filter((role) => !isPersonRole(role)).map((role) => refusal('unknown-role', 'roles', role));
  if (unknown.length > 0 || areCombinable(roles)) return unknown;
  return [refusal('roles-not-combinable', 'roles', roles.join('; '))];
};

const listed = (reach: Reach): readonly string[] => (reach === 'all' ? [] : reach);

/** An empty list reaches nothing: whoever wrote it for work on cases meant something else. */
const districtOffences = ({ roles, districts }: Access): readonly Refusal[] => {
  if (workOnCases(roles) && districts.length === 0) return [refusal('bad-account-districts', 'districts')];
  const strange = listed(districts).filter((code) => !districtShape.test(code));
  return strange.map((code) => refusal('bad-account-districts', 'districts', code));
};

/** Only staff report for schools, each by name; for everybody else a list of schools would narrow nothing. */
const schoolOffences = ({ roles, schools }: Access): readonly Refusal[] => {
  const named = listed(schools);
  const strange = named.filter((code) => !isSchoolCode(code));
  if (strange.length > 0) return strange.map((code) => refusal('bad-account-schools', 'schools', code));
  if (roles.includes('SCHOOL_STAFF')) return named.length > 0 ? [] : [refusal('staff-without-school', 'schools')];
  return named.length > 0 ? [refusal('schools-for-staff-alone', 'schools', named.join('; '))] : [];
};

const issuerShape = /^https?:\/\/[^\s\p{Cc}]{1,400}$/u;
const subjectShape = /^[^\s\p{Cc}]{1,255}$/u;

/** An identity is compared character by character with what the provider says: nothing in it may be invisible. */
export const identityOffences = (identity: Identity | null): readonly Refusal[] => {
  if (identity === null) return [];
  const { issuer, subject } = identity;
  if (!issuerShape.test(issuer)) return [refusal('bad-identity', 'identity', issuer)];
  return subjectShape.test(subject) ? [] : [refusal('bad-identity', 'identity', subject)];
};
