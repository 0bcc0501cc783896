import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '#kernel';
import { evaluate, intakeOf, viewOf } from '#law';
import type { Question, SchoolView, Verdict } from '#law';
import { anyDay, anyRegister, keys } from '#testing';
import { AnswerMemory } from './answer-memory.ts';

const anyQuestion: fc.Arbitrary<Question> = fc
  .record({
    year: fc.constantFrom(2022, 2023),
    season: fc.constantFrom('AUTUMN', 'SPRING'),
    major: fc.option(fc.constantFrom('740101', '770101')),
    on: fc.tuple(anyDay, fc.nat(40)).map(([day, later]) => addDays(day, later)),
  })
  .map(({ year, season, major, on }) => ({ intake: intakeOf(year, season), major, on }));

const frame = (verdict: Verdict) => ({ school: { code: keys.school, name: '海口一中' }, ...verdict, knownAt: null });

const read = (text: string): unknown => JSON.parse(Buffer.from(text, 'latin1').toString('utf8'));

describe('remembered answers', () => {
  it('are what evaluating says, whatever was asked before', () => {
    fc.assert(
      fc.property(anyRegister, fc.array(anyQuestion, { maxLength: 30 }), (register, questions) => {
        const memory = new AnswerMemory(8);
        const views = [keys.school, keys.otherSchool].map((code) => viewOf(register.office, register.school(code)));
        for (const [n, question] of questions.entries()) {
          const view = views[n % 2] as SchoolView;
          const verdict = evaluate(view, question);
          expect(memory.verdict(view, question)).toStrictEqual(verdict);
          expect(read(memory.text(view, question, frame))).toStrictEqual(frame(verdict));
          expect(memory.text(view, question, frame)).toBe(
            Buffer.from(JSON.stringify(frame(verdict))).toString('latin1'),
          );
        }
      }),
    );
  });

  it('are not told of a school that has changed since', () => {
    fc.assert(
      fc.property(anyRegister, anyRegister, anyQuestion, (before, after, question) => {
        const memory = new AnswerMemory(8);
        const seen = [before, after].map((register) => viewOf(register.office, register.school(keys.school)));
        for (const view of seen) expect(memory.verdict(view, question)).toStrictEqual(evaluate(view, question));
      }),
    );
  });
});
