import { describe, expect, it } from '@jest/globals';
import { decision } from '#domain/decisions';
import type { DocumentState } from '#domain/decisions';
import { canonicalText, isRefused } from '#kernel';
import { evaluate, intakeOf, viewOf } from '#law';
import { anyCommands, anyDay, anyRegister, begunRegister, codesOf, keys } from '#testing';
import type { MemoryRegister } from '#testing';
import fc from 'fast-check';

const snapshot = (register: MemoryRegister): string =>
  JSON.stringify([...register.states].map(([stream, state]) => [stream, plain(state)]));

/** Maps as lists, so that two states can be compared as text. */
const plain = (value: unknown): unknown =>
  value instanceof Map
    ? [...value].map(plain)
    : value !== null && typeof value === 'object'
      ? Array.isArray(value)
        ? value.map(plain)
        : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
      : value;

describe('any legal history', () => {
  it('is judged and folded without an error, and what is refused changes nothing', () => {
    fc.assert(
      fc.property(anyCommands, (commands) => {
        const register = begunRegister();
        for (const command of commands) {
          const before = snapshot(register);
          const judgement = register.carryOut(command);
          if (!isRefused(judgement)) continue;
          expect(judgement.refusals.length).toBeGreaterThan(0);
          expect(snapshot(register)).toBe(before);
        }
      }),
    );
  });

  it('takes a row that is sent again for recorded, whatever was recorded since, unless it differs', () => {
    fc.assert(
      fc.property(anyCommands, (commands) => {
        const register = begunRegister();
        for (const command of commands) {
          const judgement = register.carryOut(command);
          if (isRefused(judgement) || !('content' in command) || command.constructor.name === 'RegisterLead') continue;
          expect(register.carryOut(command)).toStrictEqual([]);
        }
      }),
    );
  });

  it('keeps every version: a correction carries its whole content and its reason', () => {
    fc.assert(
      fc.property(anyRegister, ({ events }) => {
        for (const { data } of events) expect(() => canonicalText(data)).not.toThrow();
        const corrections = events.filter(({ type }) => type.endsWith('Corrected') || type === 'SchoolAmended');
        for (const { data } of corrections) expect(data).toMatchObject({ correctionReason: expect.any(String) });
      }),
    );
  });
});

/** What a row says by itself: not about whom, where it stands, and why it was corrected. */
const textOf = (row: object): string => {
  const {
    source: _source,
    correctionReason: _reason,
    school: _school,
    ...says
  } = row as Readonly<Record<string, unknown>>;
  return canonicalText(says);
};
const textsOf = (rows: readonly object[]): readonly string[] => rows.map(textOf).toSorted();

const schools = [keys.school, keys.otherSchool] as const;
const caseNos = ['案1', '案2', ...schools.map((code) => `${code}-案`)];

describe('the facts', () => {
  it('tell of every document what its own stream tells', () => {
    fc.assert(
      fc.property(anyRegister, (register) => {
        const documents = [...register.states].filter(([stream]) => stream.startsWith(`${decision.subject}-`));
        const states = documents.map(([, state]) => state as DocumentState);
        const facts = schools.map((code) => register.school(code));
        const inFacts = [register.office, ...facts].flatMap((place) => place.followUps);
        expect(textsOf(facts.flatMap((place) => place.decisions))).toStrictEqual(
          textsOf(states.flatMap((state) => Array.from(state.decisions.values()))),
        );
        expect(textsOf(inFacts)).toStrictEqual(
          textsOf(states.flatMap((state) => Array.from(state.followUps.values()))),
        );
      }),
    );
  });

  it('tell of every case what its own stream tells, at exactly one school', () => {
    fc.assert(
      fc.property(anyRegister, (register) => {
        const told = caseNos.flatMap((caseNo) => register.caseByNo(caseNo) ?? []);
        const inFacts = schools.flatMap((code) => register.school(code).cases.map((one) => `${code} ${textOf(one)}`));
        expect(inFacts.toSorted()).toStrictEqual(told.map((one) => `${one.school} ${textOf(one)}`).toSorted());
      }),
    );
  });

  it('keep the place of first recording through every correction', () => {
    fc.assert(
      fc.property(anyRegister, (register) => {
        for (const code of schools) {
          const { changes, decisions, followUps } = register.school(code);
          for (const list of [changes, decisions, followUps]) {
            const places = list.map(({ source }) => source.order);
            expect(places).toStrictEqual(places.toSorted((a, b) => a - b));
          }
        }
      }),
    );
  });
});

describe('any question', () => {
  const question = fc.record({
    intake: fc
      .tuple(fc.integer({ min: 2020, max: 2026 }), fc.constantFrom('AUTUMN', 'SPRING'))
      .map(([year, season]) => intakeOf(year, season)),
    major: fc.option(fc.constantFrom('740101', '770101', '999999')),
    on: anyDay,
  });

  it('can be asked of any legal history', () => {
    fc.assert(
      fc.property(anyRegister, question, (register, asked) => {
        const view = viewOf(register.office, register.school(keys.school));
        expect(() => evaluate(view, asked)).not.toThrow();
      }),
    );
  });
});

describe('the random histories of these tests', () => {
  it('get far enough to mean something', () => {
    const codes = new Set<string>();
    let accepted = 0;
    let asked = 0;
    for (const commands of fc.sample(anyCommands, { numRuns: 200, seed: 7 })) {
      const register = begunRegister();
      for (const command of commands) {
        const refused = codesOf(register.carryOut(command));
        asked += 1;
        if (refused.length === 0) accepted += 1;
        for (const code of refused) codes.add(code);
      }
    }
    expect(accepted / asked).toBeGreaterThan(0.3);
    expect(codes.size).toBeGreaterThan(25);
  });
});
