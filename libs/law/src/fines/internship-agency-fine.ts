import type { LocalDate, Refused } from '#kernel';
import { refuse } from '#kernel';
import { isBasisInForce } from '../bases/legal-bases.ts';

/** What a school gained by placing interns through an agency or a broker. Money in fen. */
export interface AgencyGain {
  readonly illegalGainFen: number;
  /** Given back to those who paid, before the decision. */
  readonly refundedFen: number;
  /** Last day of the act; null while it goes on. */
  readonly actUntil: LocalDate | null;
}

/** The lawful frame of the decision: the fine lies from `leastFineFen` to `mostFineFen`, both allowed. */
export interface InternshipAgencyFine {
  readonly baseFen: number;
  readonly leastFineFen: number;
  readonly mostFineFen: number;
  /** 没收违法所得: what was not given back (行政处罚法 28). */
  readonly confiscatedFen: number;
}

const leastBaseFen = 1_000_000;
const most = 5;

const isAmountFen = (fen: number): boolean => Number.isSafeInteger(fen * most) && Number.isSafeInteger(fen) && fen >= 0;

/**
 * 职业教育法 66: one to five times the illegal gain, where a gain under 10,000 yuan counts as 10,000.
 * Refuses `bad-number` (no whole, safe, non-negative fen), `refund-exceeds-gain`, and `basis-not-in-force` for an act that
 * ended before the law's first day. It says what is lawful, not what is fitting.
 */
export const internshipAgencyFine = (gain: AgencyGain): InternshipAgencyFine | Refused => {
  const { illegalGainFen, refundedFen, actUntil } = gain;
  if (!isAmountFen(illegalGainFen)) return refuse('bad-number', 'illegalGainFen');
  if (!isAmountFen(refundedFen)) return refuse('bad-number', 'refundedFen');
  if (refundedFen > illegalGainFen) return refuse('refund-exceeds-gain', 'refundedFen');
  if (actUntil !== null && !isBasisInForce('VEL-66', actUntil))
    return refuse('basis-not-in-force', 'actUntil', 'VEL-66');
  const baseFen = Math.max(illegalGainFen, leastBaseFen);
  return {
    baseFen,
    leastFineFen: baseFen,
    mostFineFen: most * baseFen,
    confiscatedFen: illegalGainFen - refundedFen,
  };
};
