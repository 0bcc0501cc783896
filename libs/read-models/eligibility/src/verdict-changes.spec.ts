import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, addYears } from '#kernel';
import type { LocalDate } from '#kernel';
import { firstIntakeClosingFrom, headlineAt, intakeAfter, momentOf, viewOf } from '#law';
import { anyRegister, happened, keys, MemoryRegister, rows } from '#testing';
import { GroundOutlooks } from './ground-outlooks.ts';
import type { Known } from './ground-outlooks.ts';
import { changesIn } from './verdict-changes.ts';

/** The feed as the contract defines it: every open intake is evaluated before and after. */
const plainChanges = (before: Known, after: Known, day: LocalDate) => {
  const outlook = ({ office, facts }: Known, intake: ReturnType<typeof firstIntakeClosingFrom>) =>
    facts.register?.authority === 'EDU'
      ? headlineAt(viewOf(office, facts), momentOf({ intake, major: null, on: day }))
      : { state: null, headline: null };
  const changes = [];
  for (let intake = firstIntakeClosingFrom(day); intake.opensOn <= addYears(day, 3); intake = intakeAfter(intake)) {
    const [from, to] = [outlook(before, intake), outlook(after, intake)];
    if (from.state !== to.state) changes.push({ intake, from: from.state, to: to.state, headline: to.headline });
  }
  return changes;
};

const knownIn = (register: MemoryRegister, school: string): Known => ({
  office: register.office,
  facts: register.school(school),
});

describe('the changes that events make', () => {
  it('are those that evaluating everything before and after finds', () => {
    let found = 0;
    fc.assert(
      fc.property(anyRegister, fc.array(fc.nat(60)), (register, waits) => {
        const outlooks = new GroundOutlooks();
        const replayed = new MemoryRegister();
        let day = '2022-01-15';
        for (const [n, event] of register.events.entries()) {
          day = addDays(day, waits[n % (waits.length || 1)] ?? 0);
          const before = [keys.school, keys.otherSchool].map((school) => knownIn(replayed, school));
          replayed.record(event);
          for (const known of before) {
            const after = knownIn(replayed, known.facts.code);
            const changes = changesIn(outlooks, { before: known, after, day });
            expect(changes).toStrictEqual(plainChanges(known, after, day));
            found += changes.length;
          }
        }
      }),
    );
    expect(found).toBeGreaterThan(100);
  });

  it('are none where an event touches nothing that a verdict stands on', () => {
    const register = new MemoryRegister([happened.registered(), happened.leadRegistered()]);
    const before = knownIn(register, keys.school);
    const { caseNo, school } = rows.lead();
    register.record({ type: 'ViolationCaseConcluded', data: { caseNo, school, finding: 'ESTABLISHED' } });
    const after = knownIn(register, keys.school);
    expect(changesIn(new GroundOutlooks(), { before, after, day: '2022-06-01' })).toStrictEqual([]);
  });
});
