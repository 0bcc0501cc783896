import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { internshipAgencyFine } from './internship-agency-fine.ts';

const gain = { illegalGainFen: 2_500_000, refundedFen: 0, actUntil: '2022-06-30' };
const refused = (code: string, field: string): object => ({ refusals: [expect.objectContaining({ code, field })] });

describe('the fine for placing interns through an agency', () => {
  it('is one to five times the gain, which is confiscated as far as it was not given back', () => {
    expect(internshipAgencyFine({ ...gain, refundedFen: 400_000 })).toEqual({
      baseFen: 2_500_000,
      leastFineFen: 2_500_000,
      mostFineFen: 12_500_000,
      confiscatedFen: 2_100_000,
    });
  });

  it.each([0, 1, 999_999, 1_000_000])('counts a gain of %d fen as 10,000 yuan', (illegalGainFen) => {
    expect(internshipAgencyFine({ ...gain, illegalGainFen })).toMatchObject({
      baseFen: 1_000_000,
      mostFineFen: 5_000_000,
      confiscatedFen: illegalGainFen,
    });
  });

  it('takes the gain itself from 10,000 yuan on', () => {
    expect(internshipAgencyFine({ ...gain, illegalGainFen: 1_000_001 })).toMatchObject({ baseFen: 1_000_001 });
  });

  it('knows no act that ended before 1 May 2022', () => {
    expect(internshipAgencyFine({ ...gain, actUntil: '2022-04-30' })).toEqual(
      refused('basis-not-in-force', 'actUntil'),
    );
    expect(internshipAgencyFine({ ...gain, actUntil: '2022-05-01' })).toHaveProperty('baseFen');
    expect(internshipAgencyFine({ ...gain, actUntil: null })).toHaveProperty('baseFen');
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 53, 2 ** 52, Infinity])('refuses %p as an amount', (amount) => {
    expect(internshipAgencyFine({ ...gain, illegalGainFen: amount })).toEqual(refused('bad-number', 'illegalGainFen'));
    expect(internshipAgencyFine({ ...gain, refundedFen: amount })).toEqual(refused('bad-number', 'refundedFen'));
  });

  it('refuses to have given back more than was gained', () => {
    expect(internshipAgencyFine({ ...gain, refundedFen: 2_500_001 })).toEqual(
      refused('refund-exceeds-gain', 'refundedFen'),
    );
  });

  it('stays within safe integers, and gain is refunded or confiscated', () => {
    const amount = fc.integer({ min: 0, max: Math.floor(Number.MAX_SAFE_INTEGER / 5) });
    fc.assert(
      fc.property(amount, amount, (one, other) => {
        const [refundedFen, illegalGainFen] = one < other ? [one, other] : [other, one];
        const frame = internshipAgencyFine({ illegalGainFen, refundedFen, actUntil: null });
        if ('refusals' in frame) throw new Error('lawful input');
        expect(Object.values(frame).every(Number.isSafeInteger)).toBe(true);
        expect(frame.confiscatedFen + refundedFen).toBe(illegalGainFen);
        expect(frame.leastFineFen).toBeLessThanOrEqual(frame.mostFineFen);
      }),
    );
  });
});
