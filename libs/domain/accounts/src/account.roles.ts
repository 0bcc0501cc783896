/** What a person may be; `libs/policy` says what each of them opens. A machine has keys and no account. */
export const personRoles = [
  'OFFICER',
  'APPROVER',
  'LEGAL_REVIEWER',
  'DISTRICT_SUPERVISOR',
  'LEADER',
  'AUDITOR',
  'SCHOOL_STAFF',
  'SECURITY_ADMINISTRATOR',
  'SYSTEM_OPERATOR',
] as const;

export type PersonRole = (typeof personRoles)[number];

/** True for one of `personRoles`. */
export const isPersonRole = (text: string): text is PersonRole => (personRoles as readonly string[]).includes(text);

const caseRoles: ReadonlySet<string> = new Set<PersonRole>([
  'OFFICER',
  'APPROVER',
  'LEGAL_REVIEWER',
  'DISTRICT_SUPERVISOR',
  'LEADER',
]);

/** Whether one of these roles works on cases, in the districts of the account. */
export const workOnCases = (roles: readonly string[]): boolean => roles.some((role) => caseRoles.has(role));

/** Whether one person may hold all these roles: those that work on cases together, every other one alone. */
export const areCombinable = (roles: readonly string[]): boolean =>
  new Set(roles).size <= 1 || roles.every((role) => caseRoles.has(role));

/** Whether whoever has this access gives out accounts and keys. */
export const isAdministrator = (access: { readonly roles: readonly string[] } | null): boolean =>
  access?.roles.includes('SECURITY_ADMINISTRATOR' satisfies PersonRole) ?? false;
