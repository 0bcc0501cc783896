import { describe, expect, it } from '@jest/globals';
import { can, denials, nobody } from '#policy';
import type { Action, Actor, Resource } from '#policy';

const school = '3646012001';
const officer: Actor = {
  ...nobody,
  id: 'u-1',
  roles: ['OFFICER'],
  districts: ['460106'],
  steppedUp: true,
};
const approver: Actor = { ...officer, id: 'u-2', roles: ['APPROVER'] };
const staff: Actor = { ...officer, id: 'u-3', roles: ['SCHOOL_STAFF'], districts: [], schools: [school] };
const key: Actor = {
  ...nobody,
  id: 'client-1',
  roles: ['MACHINE'],
  districts: 'all',
  schools: 'all',
  scopes: ['eligibility:read'],
};
const here: Resource = { school, district: '460106' };

const said = (actor: unknown, action: string, resource: unknown = here): string => {
  const answer = can(actor as Actor, action as Action, resource as Resource);
  return answer.allowed ? 'allowed' : answer.code;
};

describe('who may', () => {
  it('is whoever the table names, where it says so', () => {
    expect(said(officer, 'ACCEPT_REPORT')).toBe('allowed');
    expect(said(approver, 'APPROVE_DECISION')).toBe('allowed');
    expect(said(staff, 'FILE_REPORT', { school, state: 'RETURNED' })).toBe('allowed');
    expect(said(key, 'ASK_ELIGIBILITY')).toBe('allowed');
  });

  it('is anyone for the few actions that need no identity, and nobody else for the rest', () => {
    expect(said(nobody, 'READ_HEALTH', {})).toBe('allowed');
    expect(said(nobody, 'SIGN_IN', {})).toBe('allowed');
    expect(said(nobody, 'ASK_ELIGIBILITY')).toBe('role-may-not');
  });

  it('is whoever is known, a key without any scope too, for the description of the API', () => {
    for (const known of [officer, staff, { ...key, scopes: [] }, { ...nobody, id: 'u-4' }])
      expect(said(known, 'READ_API_DESCRIPTION', {})).toBe('allowed');
    expect(said(nobody, 'READ_API_DESCRIPTION', {})).toBe('role-may-not');
  });

  it('is whoever holds one role that allows it', () => {
    const both = { ...officer, roles: ['LEADER', 'OFFICER'] };
    expect(said(both, 'SIGN_BOARD')).toBe('allowed');
    expect(said(both, 'ACCEPT_REPORT')).toBe('allowed');
    expect(said(both, 'APPROVE_DECISION')).toBe('role-may-not');
  });

  it('is told by the role that came furthest', () => {
    const teacher = { ...officer, roles: ['SCHOOL_STAFF', 'OFFICER'], schools: [school], districts: [] };
    expect(said(teacher, 'FILE_REPORT', { ...here, state: 'ACCEPTED' })).toBe('closed-in-this-state');
    expect(said({ ...teacher, roles: teacher.roles.toReversed() }, 'FILE_REPORT', { ...here, state: 'ACCEPTED' })).toBe(
      'closed-in-this-state',
    );
  });
});

describe('districts', () => {
  const reach = (districts: unknown, district: unknown): string =>
    said({ ...officer, districts }, 'ACCEPT_REPORT', { school, district });

  it.each([
    ['460106', '460106', 'allowed'],
    ['460100', '460106', 'allowed'],
    ['460100', '460100', 'allowed'],
    ['460000', '460106', 'allowed'],
    ['460000', '469001', 'allowed'],
    ['469000', '469001', 'allowed'],
    ['460106', '460107', 'other-district'],
    ['460106', '460100', 'other-district'],
    ['460100', '460200', 'other-district'],
    ['460100', '460000', 'other-district'],
    ['469000', '460106', 'other-district'],
    ['440000', '460106', 'other-district'],
    ['000000', '460106', 'other-district'],
    ['46', '460106', 'other-district'],
    ['4601', '460106', 'other-district'],
    ['', '460106', 'other-district'],
  ])('an account of %s reaches %s: %s', (own, district, expected) => {
    expect(reach([own], district)).toBe(expected);
    expect(reach(['310101', own], district)).toBe(expected);
  });

  it('of an account are all, or a list; what names none is for all alone', () => {
    expect(reach('all', '460106')).toBe('allowed');
    expect(reach('all', undefined)).toBe('allowed');
    expect(reach(['460106'], undefined)).toBe('other-district');
    expect(reach([], '460106')).toBe('other-district');
    expect(reach(['all'], '460106')).toBe('other-district');
  });
});

describe('machines', () => {
  it('need the scope of the question', () => {
    expect(said({ ...key, scopes: ['log:read'] }, 'ASK_ELIGIBILITY')).toBe('scope-missing');
    expect(said({ ...key, scopes: ['log:read'] }, 'READ_LOG', {})).toBe('allowed');
    expect(said({ ...key, scopes: ['metrics:read'] }, 'READ_METRICS', {})).toBe('allowed');
  });

  it('see what their key is narrowed to: both districts and schools', () => {
    const narrow = { ...key, districts: ['460100'], schools: [school] };
    expect(said(narrow, 'ASK_ELIGIBILITY')).toBe('allowed');
    expect(said(narrow, 'ASK_ELIGIBILITY', { school, district: '460201' })).toBe('other-district');
    expect(said(narrow, 'ASK_ELIGIBILITY', { school: '3646012002', district: '460106' })).toBe('other-school');
    expect(said({ ...narrow, districts: 'all' }, 'ASK_ELIGIBILITY', { school })).toBe('allowed');
  });

  it('may follow the feed with a narrow key, which is asked about each row; the log is whole or closed', () => {
    const narrow = { ...key, schools: [school], scopes: ['eligibility:read', 'log:read'] };
    expect(said(narrow, 'FOLLOW_CHANGES', {})).toBe('allowed');
    expect(said(narrow, 'FOLLOW_CHANGES', { school: '3646012002' })).toBe('other-school');
    expect(said(narrow, 'READ_LOG', {})).toBe('other-school');
  });
});

describe('school staff', () => {
  it('report for the school that their account names, never for all', () => {
    expect(said(staff, 'FILE_REPORT', { school: '3646012002', state: 'FILED' })).toBe('other-school');
    expect(said({ ...staff, schools: 'all' }, 'FILE_REPORT', { school, state: 'FILED' })).toBe('other-school');
  });

  it('report until the report is accepted, and read no file', () => {
    expect(said(staff, 'REPORT_ITEM', { school, state: 'ACCEPTED' })).toBe('closed-in-this-state');
    expect(said(staff, 'REPORT_ITEM', { school })).toBe('closed-in-this-state');
    expect(said(staff, 'READ_SCHOOL_FILE')).toBe('role-may-not');
  });
});

describe('a second person', () => {
  it('stands aside for a conflict of interest, whether or not the school is named', () => {
    const partial = { ...officer, conflicts: [school] };
    expect(said(partial, 'ACCEPT_REPORT')).toBe('conflict-of-interest');
    expect(said(partial, 'ACCEPT_REPORT', { ...here, school: '3646012002' })).toBe('allowed');
    expect(said(partial, 'ACCEPT_REPORT', { district: '460106' })).toBe('conflict-of-interest');
    expect(said(partial, 'ASK_ELIGIBILITY')).toBe('allowed');
  });

  it.each([
    [officer, 'CLOSE_ITEM', 'RECTIFIED'],
    [approver, 'APPROVE_DECISION', 'PROPOSED'],
    [approver, 'APPROVE_DECISION', 'RECORDED'],
    [officer, 'RECORD_DECISION', 'PROPOSED'],
    [officer, 'RECORD_DECISION', 'APPROVED'],
    [officer, 'SERVE_DECISION', 'RECORDED'],
  ])('is needed: %#', (actor, action, step) => {
    expect(said(actor, action, { ...here, actors: { [step]: ['somebody', actor.id] } })).toBe('own-earlier-step');
    expect(said(actor, action, { ...here, actors: { [step]: ['somebody'] } })).toBe('allowed');
    expect(said(actor, action)).toBe('allowed');
  });

  it('changes roles, and must be known to be one', () => {
    const administrator = { ...officer, roles: ['SECURITY_ADMINISTRATOR'] };
    expect(said(administrator, 'CHANGE_ROLES', { ownAccount: false })).toBe('allowed');
    expect(said(administrator, 'CHANGE_ROLES', { ownAccount: true })).toBe('own-account');
    expect(said(administrator, 'CHANGE_ROLES', {})).toBe('own-account');
  });
});

describe('reasons', () => {
  it('are given in the order of the list, stepping up last', () => {
    const worst = { ...approver, roles: ['OFFICER'], districts: [], conflicts: [school], steppedUp: false };
    const mine = { ...here, actors: { RECORDED: [approver.id] } };
    expect(said({ ...worst, roles: ['AUDITOR'] }, 'SERVE_DECISION', mine)).toBe('role-may-not');
    expect(said(worst, 'SERVE_DECISION', mine)).toBe('other-district');
    expect(said({ ...worst, districts: 'all' }, 'SERVE_DECISION', mine)).toBe('conflict-of-interest');
    expect(said({ ...worst, districts: 'all', conflicts: [] }, 'SERVE_DECISION', mine)).toBe('own-earlier-step');
    expect(said({ ...worst, districts: 'all', conflicts: [] }, 'SERVE_DECISION')).toBe('step-up-needed');
    expect(denials.at(-1)).toBe('step-up-needed');
  });
});

describe('what is unknown or malformed is denied', () => {
  const cases: readonly (readonly [what: string, question: readonly [unknown, string, unknown], code: string])[] = [
    ['an unknown role', [{ ...officer, roles: ['OFFICER '] }, 'ACCEPT_REPORT', here], 'role-may-not'],
    ['a role of Object', [{ ...officer, roles: ['constructor'] }, 'ACCEPT_REPORT', here], 'role-may-not'],
    ['roles as a text', [{ ...officer, roles: 'OFFICER' }, 'ACCEPT_REPORT', here], 'role-may-not'],
    ['an unknown action', [officer, 'ACCEPT_REPORTS', here], 'role-may-not'],
    ['an action of Object', [officer, 'toString', here], 'role-may-not'],
    ['no actor', [null, 'ACCEPT_REPORT', here], 'role-may-not'],
    ['an actor without id', [{ ...officer, id: '' }, 'ACCEPT_REPORT', here], 'role-may-not'],
    ['no resource', [officer, 'ACCEPT_REPORT', null], 'role-may-not'],
    ['scopes as a text', [{ ...key, scopes: 'eligibility:read' }, 'ASK_ELIGIBILITY', here], 'scope-missing'],
    ['districts as a text', [{ ...officer, districts: '460106' }, 'ACCEPT_REPORT', here], 'other-district'],
    ['a district as a number', [officer, 'ACCEPT_REPORT', { school, district: 460_106 }], 'other-district'],
    ['a district as null', [key, 'FOLLOW_CHANGES', { district: null }], 'other-district'],
    ['schools as a text', [{ ...key, schools: school }, 'ASK_ELIGIBILITY', here], 'other-school'],
    ['a malformed school', [key, 'ASK_ELIGIBILITY', { school: `${school} ` }], 'other-school'],
    ['no list of conflicts', [{ ...officer, conflicts: undefined }, 'ACCEPT_REPORT', here], 'conflict-of-interest'],
    ['a malformed conflict', [{ ...officer, conflicts: [3646] }, 'ACCEPT_REPORT', here], 'conflict-of-interest'],
    ['actors as a list', [officer, 'CLOSE_ITEM', { ...here, actors: null }], 'own-earlier-step'],
    ['a step as a text', [officer, 'CLOSE_ITEM', { ...here, actors: { RECTIFIED: 'u-9' } }], 'own-earlier-step'],
    ['a step with null', [officer, 'CLOSE_ITEM', { ...here, actors: { RECTIFIED: [null] } }], 'own-earlier-step'],
    ['step-up as a text', [{ ...officer, steppedUp: 'true' }, 'RECORD_DECISION', here], 'step-up-needed'],
  ];

  it.each(cases)('%s', (_, question, code) => {
    expect(said(...question)).toBe(code);
  });
});
