import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '#kernel';
import { anyRegister, keys } from '#testing';
import { evaluate } from './evaluate.ts';
import { intakeOf } from './intakes.ts';
import { verdictHoldsBefore, verdictOnLaterDay } from './verdict-stretch.ts';
import { viewOf } from './view.ts';

const anyIntake = fc
  .tuple(fc.constantFrom(2021, 2022, 2023), fc.constantFrom('AUTUMN' as const, 'SPRING' as const))
  .map(([year, season]) => intakeOf(year, season));
const anyMajor = fc.option(fc.constantFrom('740101', '770101'));

describe('the stretch of a verdict', () => {
  it('holds no day on which evaluating would say something else', () => {
    fc.assert(
      fc.property(anyRegister, anyIntake, anyMajor, (register, intake, major) => {
        const view = viewOf(register.office, register.school(keys.school));
        let known = evaluate(view, { intake, major, on: '2022-04-25' });
        for (let on = known.on; on < '2023-05-01'; on = addDays(on, 1)) {
          const fresh = evaluate(view, { intake, major, on });
          const told = on < verdictHoldsBefore(view, known) ? verdictOnLaterDay(known, on) : fresh;
          expect(told).toStrictEqual(fresh);
          if (told === fresh) known = fresh;
        }
      }),
      { numRuns: 15 },
    );
  });

  it('is longer than a day where nothing happens', () => {
    const view = viewOf({ campaigns: [], followUps: [] }, { ...emptyFacts, code: keys.school });
    const verdict = evaluate(view, { intake: intakeOf(2022, 'AUTUMN'), major: null, on: '2022-09-02' });
    expect(verdictHoldsBefore(view, verdict)).toBe('2022-11-21');
  });
});

const emptyFacts = {
  register: null,
  changes: [],
  reports: [],
  orders: [],
  cases: [],
  decisions: [],
  followUps: [],
  position: -1,
};
