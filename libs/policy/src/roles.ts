/** Every role, of people and of machines. Their names for people stand in libs/wording. */
export const roles = [
  'OFFICER',
  'APPROVER',
  'LEGAL_REVIEWER',
  'DISTRICT_SUPERVISOR',
  'LEADER',
  'AUDITOR',
  'SCHOOL_STAFF',
  'SECURITY_ADMINISTRATOR',
  'SYSTEM_OPERATOR',
  'MACHINE',
] as const;

/** A word of `roles`. */
export type Role = (typeof roles)[number];

const known: ReadonlySet<unknown> = new Set(roles);

/** True for a role that this version knows; any other name gives nobody anything. */
export const isRole = (name: unknown): name is Role => known.has(name);

/** Who works on cases, one way or another; separation of duties keeps them apart on each document. */
const caseRoles: ReadonlySet<Role> = new Set<Role>([
  'OFFICER',
  'APPROVER',
  'LEGAL_REVIEWER',
  'DISTRICT_SUPERVISOR',
  'LEADER',
]);

/**
 * The roles that nobody may hold beside this one. Only the roles that work on cases go together: who gives out
 * accounts, who audits, who runs the machine, who works at a school and what is a machine each stands alone.
 */
export const rolesThatExclude = (role: Role): readonly Role[] =>
  roles.filter((other) => other !== role && !(caseRoles.has(role) && caseRoles.has(other)));

/**
 * Whether one account may hold all these roles. False as soon as one of them is unknown. Whoever opens an account or
 * changes roles asks this; `can` does not, for it is asked after the roles were granted.
 */
export const combinable = (names: readonly string[]): boolean =>
  names.every(isRole) && names.every((role) => rolesThatExclude(role).every((other) => !names.includes(other)));
