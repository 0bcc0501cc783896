import { describe, expect, it } from '@jest/globals';
import { QuestionRefused, readQuestion } from '#read-models/eligibility';
import type { AskedQuestion } from '#read-models/eligibility';

const faultOf = (asked: AskedQuestion): string => {
  try {
    readQuestion(asked, '2022-06-01');
    return 'answered';
  } catch (error) {
    return error instanceof QuestionRefused ? `${error.code} ${error.field}` : 'thrown';
  }
};

const school = '3646012001';

describe('a question', () => {
  it.each([
    [{}, 'malformed-question school'],
    [{ school: 5 }, 'malformed-question school'],
    [{ school, year: 2022 }, 'year-and-season-together season'],
    [{ school, season: 'AUTUMN' }, 'year-and-season-together year'],
    [{ school, year: 1999, season: 'AUTUMN' }, 'bad-year year'],
    [{ school, year: 2101, season: 'AUTUMN' }, 'bad-year year'],
    [{ school, year: 2022.5, season: 'AUTUMN' }, 'bad-year year'],
    [{ school, year: '二〇二二', season: 'AUTUMN' }, 'bad-year year'],
    [{ school, year: 2022, season: 'SUMMER' }, 'malformed-question season'],
    [{ school, on: '2022-02-30' }, 'bad-date on'],
    [{ school, on: 20220501 }, 'bad-date on'],
    [{ school, major: '7401' }, 'malformed-question major'],
    [{ school, knownAt: 'yesterday' }, 'bad-date knownAt'],
    [{ school, knownAt: '2022-05-01T10:00:00' }, 'bad-date knownAt'],
    [{ school, knownAt: '2022-02-30T10:00:00Z' }, 'bad-date knownAt'],
    [{ school, knownAt: -1 }, 'bad-date knownAt'],
  ])('%j is %s', (asked, fault) => {
    expect(faultOf(asked)).toBe(fault);
  });

  it('without a year asks about the first intake that is still open', () => {
    const intake = (on: string): string => {
      const { year, season } = readQuestion({ school, on }, '2000-01-01').intake;
      return `${year} ${season}`;
    };
    expect(intake('2022-11-20')).toBe('2022 AUTUMN');
    expect(intake('2022-11-21')).toBe('2022 SPRING');
    expect(intake('2023-04-20')).toBe('2022 SPRING');
    expect(intake('2023-04-21')).toBe('2023 AUTUMN');
  });

  it('is asked today where it names no day, and takes a year as text', () => {
    const question = readQuestion({ school, year: '2023', season: 'SPRING' }, '2022-06-01');
    expect([question.on, question.intake.opensOn, question.intake.closesOn]).toEqual([
      '2022-06-01',
      '2024-03-01',
      '2024-04-20',
    ]);
  });

  it('tells a position from an instant, which is cut at the millisecond', () => {
    const knownAt = (text: unknown) => readQuestion({ school, knownAt: text }, '2022-06-01').knownAt;
    expect(knownAt('17')).toEqual({ position: 17 });
    expect(knownAt(17)).toEqual({ position: 17 });
    expect(knownAt('2022-05-01T10:00:00.1239+08:00')).toEqual({ instantMs: Date.parse('2022-05-01T02:00:00.123Z') });
    expect(knownAt('')).toBeNull();
  });
});
