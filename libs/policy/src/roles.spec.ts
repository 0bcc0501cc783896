import { describe, expect, it } from '@jest/globals';
import { combinable, roles, rolesThatExclude } from '#policy';

describe('roles of one account', () => {
  it('go together where people work on cases', () => {
    expect(combinable(['OFFICER', 'APPROVER', 'LEADER'])).toBe(true);
    expect(combinable(['OFFICER', 'OFFICER'])).toBe(true);
    expect(combinable([])).toBe(true);
  });

  it('never join the security administrator with anything', () => {
    expect(rolesThatExclude('SECURITY_ADMINISTRATOR')).toStrictEqual(
      roles.filter((role) => role !== 'SECURITY_ADMINISTRATOR'),
    );
    expect(combinable(['SECURITY_ADMINISTRATOR'])).toBe(true);
    expect(combinable(['LEADER', 'SECURITY_ADMINISTRATOR'])).toBe(false);
    expect(combinable(['SECURITY_ADMINISTRATOR', 'AUDITOR'])).toBe(false);
  });

  it('exclude each other both ways', () => {
    for (const one of roles) for (const two of rolesThatExclude(one)) expect(rolesThatExclude(two)).toContain(one);
  });

  it('are known roles', () => {
    expect(combinable(['OFFICER', 'WIZARD'])).toBe(false);
    expect(combinable(['toString'])).toBe(false);
  });
});
