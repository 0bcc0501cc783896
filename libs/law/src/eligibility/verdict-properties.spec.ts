import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '#kernel';
import type { DecisionFact } from '#law';
import { decisionRules, rankOf } from '#law';
import { anyDay, anyDecision, anyRegister, happened, keys } from '#testing';
import type { MemoryRegister } from '#testing';
import { evaluate } from './evaluate.ts';
import { dayThatCounts, firstIntakeOpeningAfter, intakeOf } from './intakes.ts';
import { momentOf } from './moment.ts';
import type { Question } from './moment.ts';
import { stateAt } from './reasons.ts';
import { viewOf } from './view.ts';
import type { SchoolView } from './view.ts';

const anyQuestion: fc.Arbitrary<Question> = fc
  .record({
    year: fc.constantFrom(2021, 2022, 2023),
    season: fc.constantFrom('AUTUMN', 'SPRING'),
    major: fc.option(fc.constantFrom('740101', '770101')),
    on: anyDay,
  })
  .map(({ year, season, major, on }) => ({ intake: intakeOf(year, season), major, on }));

const seen = (register: MemoryRegister): SchoolView => viewOf(register.office, register.school(keys.school));
const rankIn = (register: MemoryRegister, question: Question): number =>
  rankOf[evaluate(seen(register), question).state];
const lastDayScanned = '2025-12-31';

/** The next change as the contract defines it, by looking at one day after the other. */
const scanned = (view: SchoolView, { intake, major, on }: Question): string | null => {
  const state = stateAt(view, momentOf({ intake, major, on }));
  let later = firstIntakeOpeningAfter(intake.opensOn);
  for (let day = addDays(on, 1); day <= lastDayScanned; day = addDays(day, 1)) {
    if (stateAt(view, { intake, major, on: day, day: dayThatCounts(intake, day) }) !== state)
      return `${day} ${intake.year} ${intake.season}`;
    while (later && later.opensOn < day) later = firstIntakeOpeningAfter(later.opensOn);
    if (later?.opensOn === day && stateAt(view, momentOf({ intake: later, major, on: day })) !== state)
      return `${day} ${later.year} ${later.season}`;
  }
  return null;
};

describe('any verdict', () => {
  it('is the worst of its reasons, which stand in order', () => {
    fc.assert(
      fc.property(anyRegister, anyQuestion, (register, question) => {
        const { state, mayEnrol, headline, reasons } = evaluate(seen(register), question);
        const ranks = reasons.map((reason) => rankOf[reason.state]);
        expect(rankOf[state]).toBe(Math.max(0, ...ranks));
        expect(ranks).toStrictEqual(ranks.toSorted((a, b) => b - a));
        expect(headline).toBe(reasons[0] ?? null);
        expect(mayEnrol).toBe(['ELIGIBLE', 'WATCH', 'CONDITIONAL'].includes(state));
      }),
    );
  });

  it('covers its intake by spans without a gap, each of which stands as that day does', () => {
    fc.assert(
      fc.property(anyRegister, anyQuestion, (register, question) => {
        const view = seen(register);
        const { spans } = evaluate(view, question);
        const { opensOn, closesOn } = question.intake;
        expect([spans[0]?.from, spans.at(-1)?.until]).toStrictEqual([opensOn, addDays(closesOn, 1)]);
        for (const [i, span] of spans.entries()) {
          expect(span.until).toBe(spans[i + 1]?.from ?? addDays(closesOn, 1));
          expect(span.state).not.toBe(spans[i + 1]?.state);
          for (let day = span.from; day < span.until; day = addDays(day, 1))
            expect(stateAt(view, { ...question, day })).toBe(span.state);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('names the next change that looking at every day finds', () => {
    fc.assert(
      fc.property(anyRegister, anyQuestion, (register, question) => {
        const view = seen(register);
        const { nextChange } = evaluate(view, question);
        const told = nextChange && `${nextChange.on} ${nextChange.year} ${nextChange.season}`;
        expect(told).toBe(scanned(view, question));
      }),
      { numRuns: 25 },
    );
  });
});

const isInspection = ({ kind }: DecisionFact): boolean => decisionRules[kind].inspectionRank !== null;

describe('one more paper', () => {
  it('never improves a verdict by being a decision, but for an inspection', () => {
    const anyBan = anyDecision.filter((row) => !isInspection(row));
    fc.assert(
      fc.property(anyRegister, anyBan, anyQuestion, (register, row, question) => {
        const more = register.with(happened.decided({ ...row, number: '新' }));
        expect(rankIn(more, question)).toBeGreaterThanOrEqual(rankIn(register, question));
      }),
    );
  });

  it('never worsens a verdict by being a lift', () => {
    fc.assert(
      fc.property(anyRegister, anyDay, anyQuestion, (register, servedOn, question) => {
        for (const { number: target, kind } of register.school(keys.school).decisions) {
          const lift = decisionRules[kind].liftedBy ?? 'LIFT';
          const more = register.with(happened.followedUp({ number: '新', kind: lift, target, servedOn }));
          expect(rankIn(more, question)).toBeLessThanOrEqual(rankIn(register, question));
        }
      }),
    );
  });

  it('never lengthens a term by being a stay', () => {
    fc.assert(
      fc.property(anyRegister, anyDay, anyDay, (register, servedOn, closingOn) => {
        const paper = register.school(keys.school).decisions.find((decision) => !isInspection(decision));
        fc.pre(paper !== undefined);
        const stay = { number: '新', kind: 'STAY', target: paper.number, servedOn, closingOn } as const;
        const more = register.with(happened.followedUp(stay));
        for (const question of everyQuestion)
          expect(rankIn(more, question)).toBeLessThanOrEqual(rankIn(register, question));
      }),
      { numRuns: 30 },
    );
  });
});

const everyQuestion: readonly Question[] = [
  '2022-09-15',
  '2022-11-01',
  '2023-03-15',
  '2023-10-01',
  '2024-10-01',
].flatMap((on) => [2022, 2023, 2024].map((year) => ({ intake: intakeOf(year, 'AUTUMN'), major: '740101', on })));
