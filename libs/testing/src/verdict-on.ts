import type { RegisterEvent } from '#facts';
import { evaluate, intakeOf, viewOf } from '#law';
import type { Season, Verdict } from '#law';
import { MemoryRegister } from './memory-register.ts';
import { keys } from './rows.ts';

/** A question, about autumn 2022 on 1 June 2022 unless it says otherwise. */
export interface Asked {
  readonly school?: string;
  readonly year?: number;
  readonly season?: Season;
  readonly major?: string | null;
  readonly on?: string;
}

/** The verdict on a school about which exactly these events were recorded, in this order. */
export const verdictOn = (history: readonly RegisterEvent[], asked: Asked = {}): Verdict => {
  const { school = keys.school, year = 2022, season = 'AUTUMN', major = null, on = '2022-06-01' } = asked;
  const register = new MemoryRegister(history);
  return evaluate(viewOf(register.office, register.school(school)), { intake: intakeOf(year, season), major, on });
};
