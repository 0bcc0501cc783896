import { describe, expect, it } from '@jest/globals';
import { addDays, isLocalDate } from '#kernel';
import { basisOf, isBasisInForce, legalBases } from './legal-bases.ts';

const firstDays = {
  MOE21: '2021-09-22',
  'PER-63': '2021-09-01',
  'VEL-65': '2022-05-01',
  'VEL-66': '2022-05-01',
  'PLAN-3': '2022-01-01',
  'PLAN-4': '2022-01-01',
  'PLAN-5': '2022-01-01',
};

describe('the legal bases', () => {
  it.each(Object.entries(firstDays))('%s can be cited from %s on', (code, day) => {
    expect(isBasisInForce(code, day)).toBe(true);
    expect(isBasisInForce(code, addDays(day, -1))).toBe(false);
  });

  it.each(['EDU-76', 'EDU-82', 'PEL-62', 'FIN-6', 'FIN-14'])('%s has no checked first day', (code) => {
    expect(basisOf(code)).toMatchObject({ inForceFrom: null });
    expect(isBasisInForce(code, '1995-01-01')).toBe(true);
  });

  it('are twelve, with real days, and two of them bind private schools alone', () => {
    const all = Object.entries(legalBases);
    expect(all).toHaveLength(12);
    expect(all.filter(([, { binds }]) => binds === 'PRIVATE').map(([code]) => code)).toEqual(['PEL-62', 'PER-63']);
    expect(all.filter(([, { inForceFrom }]) => inForceFrom !== null && !isLocalDate(inForceFrom))).toEqual([]);
  });

  it.each(['行政处罚法第九条', '', 'constructor'])('%j is a citation that nobody checks', (text) => {
    expect(basisOf(text)).toBeNull();
    expect(isBasisInForce(text, '1900-01-01')).toBe(true);
  });
});
