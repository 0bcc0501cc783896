import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { combinable, roles } from '#policy';
import { grantedBy } from './claims.ts';
import type { ClaimSettings, PersonRole } from './claims.ts';

const groups: readonly (readonly [string, readonly PersonRole[]])[] = [
  ['职业教育处, 经办', ['OFFICER']],
  ['负责人', ['LEADER', 'APPROVER']],
  ['审计', ['AUDITOR']],
  ['系统', ['SYSTEM_OPERATOR']],
];
const settings: ClaimSettings = {
  names: { roles: 'roles', districts: 'https://idp.example/districts', schools: 'schools' },
  rolesByGroup: new Map(groups),
};
const nothing = { roles: [], districts: [], schools: [] };

describe('claims', () => {
  it('give roles by groups, and districts and schools by their codes', () => {
    const claims = {
      roles: ['职业教育处, 经办', '负责人', '职业教育处, 经办'],
      'https://idp.example/districts': ['460106', '460100', '460106'],
      schools: ['4601061001'],
    };
    expect(grantedBy(claims, settings)).toEqual({
      roles: ['OFFICER', 'LEADER', 'APPROVER'],
      districts: ['460106', '460100'],
      schools: ['4601061001'],
    });
  });

  it('may be one text in place of a list', () => {
    const claims = { roles: '审计', schools: '4601061001' };
    expect(grantedBy(claims, settings)).toEqual({ ...nothing, roles: ['AUDITOR'], schools: ['4601061001'] });
  });

  it('give nothing that is not understood: unknown groups, our own words, other shapes, everything at once', () => {
    for (const value of ['OFFICER', 'officers', '*', 'all', '', ['审计 '], [['审计']], { 审计: true }, 7, null, true])
      expect(grantedBy({ roles: value }, settings)).toEqual(nothing);
    for (const value of ['all', '46010', '4601061', '４６０１０６', '460106,460105', ['all'], [460106], null])
      expect(grantedBy({ 'https://idp.example/districts': value, schools: value }, settings)).toEqual(nothing);
    expect(grantedBy({}, settings)).toEqual(nothing);
    const named = { ...settings, names: { roles: 'constructor', districts: '__proto__', schools: 'toString' } };
    expect(grantedBy({}, named)).toEqual(nothing);
  });

  it('are refused whole when nobody may hold their roles together', () => {
    const refused = { refused: 'claims-not-combinable' };
    expect(grantedBy({ roles: ['职业教育处, 经办', '审计'] }, settings)).toEqual(refused);
    expect(grantedBy({ roles: ['审计', '系统'] }, settings)).toEqual(refused);
  });

  it('never give roles that policy forbids, nor any but those of the groups named', () => {
    const group = fc.constantFrom(...groups.map(([name]) => name), ...roles, 'unknown');
    const holds = fc.property(fc.array(group, { maxLength: 4 }), (names) => {
      const granted = grantedBy({ roles: names }, settings);
      const meant = groups.filter(([name]) => names.includes(name)).flatMap(([, given]) => given);
      const expected = combinable(meant) ? [...new Set(meant)].toSorted() : 'claims-not-combinable';
      expect('refused' in granted ? granted.refused : granted.roles.toSorted()).toEqual(expected);
    });
    fc.assert(holds);
  });
});
