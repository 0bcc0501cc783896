import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { actions, can, roles, scopes } from '#policy';
import type { Action, Actor, Resource } from '#policy';
import { rulesOf } from './actions.ts';
import { openToAnyone, openToTheKnown } from './permissions.ts';
import { isRole } from './roles.ts';

const anySchool = fc.constantFrom('3646012001', '3646012002');
const anyDistrict = fc.constantFrom('460105', '460106', '460100', '460000', '440100');
const anyAction = fc.constantFrom(...(Object.keys(actions) as Action[]));
const anyId = fc.constantFrom('u-1', 'u-2');
const allOrSome = (one: fc.Arbitrary<string>): fc.Arbitrary<'all' | string[]> =>
  fc.oneof(fc.constant('all' as const), fc.array(one, { maxLength: 3 }));

const anyActor: fc.Arbitrary<Actor> = fc.record({
  id: anyId,
  roles: fc.uniqueArray(fc.constantFrom(...roles), { maxLength: 4 }),
  districts: allOrSome(anyDistrict),
  schools: allOrSome(anySchool),
  scopes: fc.subarray([...scopes]),
  steppedUp: fc.boolean(),
  conflicts: fc.array(anySchool, { maxLength: 1 }),
});
const anyResource = fc.record(
  {
    school: anySchool,
    district: anyDistrict,
    state: fc.constantFrom('NOT_FILED', 'FILED', 'RETURNED', 'ACCEPTED'),
    actors: fc.dictionary(fc.constantFrom('PROPOSED', 'APPROVED', 'RECORDED', 'RECTIFIED'), fc.array(anyId)),
    ownAccount: fc.boolean(),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Resource>;

const holds = (rule: (actor: Actor, action: Action, resource: Resource) => void): void =>
  fc.assert(fc.property(anyActor, anyAction, anyResource, rule), { numRuns: 2_000 });
/** Actions that no role is looked at for. */
const withoutRole: ReadonlySet<Action> = new Set([...openToAnyone, ...openToTheKnown]);
const allows = (actor: Actor, action: Action, resource: Resource): boolean => can(actor, action, resource).allowed;

describe('the answer', () => {
  it('is yes often enough to prove something', () => {
    const asked = fc.sample(fc.tuple(anyActor, anyAction, anyResource), 2_000);
    expect(asked.filter((question) => allows(...question)).length).toBeGreaterThan(100);
  });

  it('is never more for an unknown role', () => {
    const anyName = fc.string().filter((name) => !isRole(name));
    const moreRoles = fc.tuple(anyActor, anyName).map(([actor, name]) => ({
      actor,
      before: { ...actor, roles: [name, ...actor.roles] },
      after: { ...actor, roles: [...actor.roles, name] },
    }));
    fc.assert(
      fc.property(moreRoles, anyAction, anyResource, ({ actor, before, after }, action, resource) => {
        expect(can(before, action, resource)).toStrictEqual(can(actor, action, resource));
        expect(can(after, action, resource)).toStrictEqual(can(actor, action, resource));
      }),
    );
  });

  it('is the union of what each role allows, so that a role less is never more', () => {
    holds((actor, action, resource) => {
      const each = actor.roles.map((role) => allows({ ...actor, roles: [role] }, action, resource));
      expect(allows(actor, action, resource)).toBe(withoutRole.has(action) || each.includes(true));
      const fewer = { ...actor, roles: actor.roles.slice(1) };
      expect(allows(actor, action, resource) || !allows(fewer, action, resource)).toBe(true);
    });
  });

  it('changes with stepping up only where it says so, and then to yes', () => {
    holds((actor, action, resource) => {
      const without = can({ ...actor, steppedUp: false }, action, resource);
      const withProof = can({ ...actor, steppedUp: true }, action, resource);
      const mended = !without.allowed && without.code === 'step-up-needed';
      expect(withProof).toStrictEqual(mended ? { allowed: true } : without);
    });
  });

  it('to a machine is never yes without a scope that the key holds', () => {
    holds((actor, action, resource) => {
      const machine = { ...actor, roles: ['MACHINE'] };
      const scope = rulesOf(action)?.scope;
      if (withoutRole.has(action) || (scope && actor.scopes.includes(scope))) return;
      expect(allows(machine, action, resource)).toBe(false);
      expect(allows({ ...machine, scopes: [] }, action, resource)).toBe(false);
    });
  });

  it('is never more with fewer districts, schools or scopes, or with one conflict more', () => {
    holds((actor, action, resource) => {
      if (allows(actor, action, resource)) return;
      const fewer = (list: 'all' | readonly string[]): readonly string[] => (list === 'all' ? [] : list.slice(1));
      for (const narrowed of [
        { ...actor, districts: fewer(actor.districts) },
        { ...actor, schools: fewer(actor.schools) },
        { ...actor, scopes: fewer(actor.scopes) },
        { ...actor, conflicts: [...actor.conflicts, '3646012002'] },
      ])
        expect(allows(narrowed, action, resource)).toBe(false);
    });
  });

  it('to anything at all is an answer, and no', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.anything(), (actor, action, resource) => {
        expect(can(actor as Actor, action as Action, resource as Resource)).toStrictEqual({
          allowed: false,
          code: 'role-may-not',
        });
      }),
    );
  });

  it('to one attribute that is anything at all is an answer', () => {
    const anySpoilt = (...names: readonly string[]): fc.Arbitrary<object> =>
      fc.tuple(fc.constantFrom(...names), fc.anything()).map(([name, value]) => ({ [name]: value }));
    const anyQuestion = fc.tuple(anyActor, anyAction, anyResource);
    const ofActor = anySpoilt('id', 'roles', 'districts', 'schools', 'scopes', 'conflicts', 'steppedUp');
    const ofResource = anySpoilt('school', 'district', 'state', 'actors', 'ownAccount');
    fc.assert(
      fc.property(anyQuestion, ofActor, ofResource, ([actor, action, resource], badActor, badResource) => {
        expect(typeof allows({ ...actor, ...badActor }, action, resource)).toBe('boolean');
        expect(typeof allows(actor, action, { ...resource, ...badResource })).toBe('boolean');
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the roles beside cases', () => {
  const groupsOf = (role: string): readonly string[] => {
    const everything = fc.sample(fc.tuple(anyActor, anyAction, anyResource), { numRuns: 5_000, seed: 7 });
    const reached = everything.filter(([actor, action, resource]) =>
      allows({ ...actor, roles: [role], scopes, steppedUp: true }, action, resource),
    );
    return [...new Set(reached.map(([, action]) => actions[action].group))].toSorted();
  };

  it('reach no case data and no decision', () => {
    expect(groupsOf('SECURITY_ADMINISTRATOR')).toStrictEqual(['CLIENTS', 'OWN_ACCOUNT', 'PEOPLE', 'SERVICE']);
    expect(groupsOf('AUDITOR')).toStrictEqual(['OWN_ACCOUNT', 'PROOF', 'SERVICE']);
    expect(groupsOf('SYSTEM_OPERATOR')).toStrictEqual(['CLIENTS', 'OWN_ACCOUNT', 'SERVICE']);
    expect(groupsOf('SCHOOL_STAFF')).toStrictEqual(['OWN_ACCOUNT', 'SELF_INSPECTIONS', 'SERVICE']);
    expect(groupsOf('MACHINE')).toStrictEqual(['ELIGIBILITY', 'OWN_ACCOUNT', 'PROOF', 'SERVICE']);
  });
});
