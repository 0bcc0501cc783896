import { rulesOf } from './actions.ts';
import type { Action, ActionRules } from './actions.ts';
import type { Actor, Resource } from './actor.ts';
import { denials } from './denials.ts';
import type { DenialCode } from './denials.ts';
import { openStandings, openToAnyone, openToTheKnown, permissions } from './permissions.ts';
import type { Where } from './permissions.ts';
import { isSchool, nameSchool, reachDistrict, reachSchool } from './places.ts';
import { isRole } from './roles.ts';
import type { Role } from './roles.ts';

/** Yes. */
export interface Allowed {
  readonly allowed: true;
}

/** No, and the first reason why. */
export interface Denied {
  readonly allowed: false;
  readonly code: DenialCode;
}

/** One line of the table, held against the question. */
interface Claim {
  readonly role: Role;
  readonly where: Where;
  readonly rules: ActionRules;
  readonly actor: Actor;
  readonly resource: Resource;
}

const allowed: Allowed = { allowed: true };

/**
 * Whether this actor may do this to that: the one answer for HTTP, command line, commands and processes. Any role that
 * allows it is enough; else the denial is that of the role which came furthest, so that `step-up-needed` means that
 * stepping up helps. What is unknown or malformed is denied. Pure, and never throws.
 */
export const can = (actor: Actor, action: Action, resource: Resource): Allowed | Denied => {
  if (openToAnyone.includes(action)) return allowed;
  const rules = rulesOf(action);
  if (!rules || !isObject(actor) || !isObject(resource) || !isName(actor.id) || !Array.isArray(actor.roles))
    return deniedAt(0);
  if (openToTheKnown.includes(action)) return allowed;
  let furthest = 0;
  for (const role of actor.roles.filter(isRole)) {
    const where = permissions[role][action];
    const reached = where === undefined ? 0 : checksPassed({ role, where, rules, actor, resource });
    if (reached === denials.length) return allowed;
    furthest = Math.max(furthest, reached);
  }
  return deniedAt(furthest);
};

const deniedAt = (place: number): Denied => ({ allowed: false, code: denials[place] ?? 'role-may-not' });

/** How many denials a claim leaves behind; all of them, when it holds. */
const checksPassed = (claim: Claim): number => {
  const failed = denials.findIndex((code) => !checks[code](claim));
  return failed === -1 ? denials.length : failed;
};

/** What must hold for a claim not to be denied with the code. Each looks at attributes as if anybody had sent them. */
const checks: Readonly<Record<DenialCode, (claim: Claim) => boolean>> = {
  'role-may-not': () => true, // a claim stands in the table
  'scope-missing': ({ role, rules, actor }) =>
    role !== 'MACHINE' ||
    (rules.scope !== undefined && Array.isArray(actor.scopes) && actor.scopes.includes(rules.scope)),
  'other-district': (claim) =>
    !(claim.where === 'OWN_DISTRICT' || claim.where === 'WITHIN_KEY') ||
    asksForRows(claim) ||
    reachDistrict(claim.actor.districts, claim.resource.district),
  'other-school': (claim) => {
    const { where, actor, resource } = claim;
    if (where === 'OWN_OPEN_REPORT') return nameSchool(actor.schools, resource.school);
    return where !== 'WITHIN_KEY' || asksForRows(claim) || reachSchool(actor.schools, resource.school);
  },
  'conflict-of-interest': (claim) => !claim.rules.recusal || asksForRows(claim) || hasNoConflict(claim),
  'closed-in-this-state': ({ where, resource }) => where !== 'OWN_OPEN_REPORT' || openStandings.has(resource.state),
  'own-earlier-step': ({ rules, actor, resource: { actors } }) =>
    rules.apartFrom === undefined ||
    actors === undefined ||
    (isObject(actors) && rules.apartFrom.every((step) => isDoneByOthers(actors[step], actor))),
  'own-account': ({ rules, resource }) => !rules.notOwnAccount || resource.ownAccount === false,
  'step-up-needed': ({ rules, actor }) => !rules.stepUp || isTrue(actor.steppedUp),
};

const asksForRows = ({ rules, resource }: Claim): boolean =>
  rules.rows === true && resource.school === undefined && resource.district === undefined;

/** Whoever has conflicts cannot act on something that does not say which school it is about. */
const hasNoConflict = ({ actor: { conflicts }, resource: { school } }: Claim): boolean =>
  Array.isArray(conflicts) &&
  (conflicts.length === 0 || (conflicts.every(isSchool) && isSchool(school) && !conflicts.includes(school)));

const isDoneByOthers = (ids: unknown, { id }: Actor): boolean =>
  ids === undefined || (Array.isArray(ids) && ids.every(isName) && !ids.includes(id));

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isTrue = (value: unknown): boolean => value === true;
const isName = (value: unknown): value is string => typeof value === 'string' && value !== '';
