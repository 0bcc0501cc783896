import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '#kernel';
import { evaluate, intakeOf, viewOf } from '#law';
import type { Question, Verdict } from '#law';
import { anyDay, anyRegister, keys } from '#testing';
import type { MemoryRegister } from '#testing';
import { AnswerMemory } from './answer-memory.ts';
import type { Judged } from './answer-memory.ts';

const anyQuestion: fc.Arbitrary<Question> = fc
  .record({
    year: fc.constantFrom(2022, 2023),
    season: fc.constantFrom('AUTUMN', 'SPRING'),
    major: fc.option(fc.constantFrom('740101', '770101')),
    on: fc.tuple(anyDay, fc.nat(40)).map(([day, later]) => addDays(day, later)),
  })
  .map(({ year, season, major, on }) => ({ intake: intakeOf(year, season), major, on }));

const frame = (verdict: Verdict) => ({ school: { code: keys.school, name: '海口一中' }, ...verdict, knownAt: null });

const judgedOf = (register: MemoryRegister, code: string): Judged => ({
  view: viewOf(register.office, register.school(code)),
  stamp: {},
});

const read = (text: string): unknown => JSON.parse(Buffer.from(text, 'latin1').toString('utf8'));

describe('remembered answers', () => {
  it('are what evaluating says, whatever was asked before', () => {
    fc.assert(
      fc.property(anyRegister, fc.array(anyQuestion, { maxLength: 30 }), (register, questions) => {
        const memory = new AnswerMemory(8);
        const schools = [keys.school, keys.otherSchool].map((code) => judgedOf(register, code));
        for (const [n, question] of questions.entries()) {
          const judged = schools[n % 2] as Judged;
          const verdict = evaluate(judged.view, question);
          expect(memory.verdict(judged, question)).toStrictEqual(verdict);
          expect(read(memory.text(judged, question, frame))).toStrictEqual(frame(verdict));
          expect(memory.text(judged, question, frame)).toBe(
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
        for (const judged of [before, after].map((register) => judgedOf(register, keys.school)))
          expect(memory.verdict(judged, question)).toStrictEqual(evaluate(judged.view, question));
      }),
    );
  });
});
