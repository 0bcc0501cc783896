import { describe, expect, it } from '@jest/globals';
import { basisOf } from '../bases/legal-bases.ts';
import type { RedLine } from './catalogue.ts';
import { redLineOf, redLines } from './catalogue.ts';

describe('the red-line catalogue', () => {
  it.each([
    ['隐瞒学生学籍', 'HIDDEN_ENROLMENT'],
    ['挂靠学籍', 'AFFILIATED_ENROLMENT'],
    ['骗取国家助学金、奖学金', 'SUBSIDY_FRAUD'],
    ['骗取国家助学金,奖学金', 'SUBSIDY_FRAUD'],
    ['骗取国家助学金，奖学金', 'SUBSIDY_FRAUD'],
    ['骗取国家助学金 奖学金', 'SUBSIDY_FRAUD'],
    [' 骗取\u3000资助 ', 'SUBSIDY_FRAUD'],
    ['不按照要求安排学生实习', 'IMPROPER_INTERNSHIP'],
    ['不按要求安排学生实习', 'IMPROPER_INTERNSHIP'],
    ['收取实习中介费用', 'INTERNSHIP_AGENCY_FEE'],
  ])('knows %j', (text, category) => {
    expect(redLineOf(text)).toBe(category);
  });

  it.each(Object.entries(redLines as Readonly<Record<string, RedLine>>))(
    '%s is found by its own names, and rests on known bases',
    (category, { term, aliases, bases }) => {
      expect([term, ...aliases].map(redLineOf)).toEqual([term, ...aliases].map(() => category));
      expect(bases.map(basisOf)).not.toContain(null);
    },
  );

  it.each(['', '、', '资助', '隐瞒', 'HIDDEN_ENROLMENT', '隐瞒学籍挂靠学籍'])('does not guess at %j', (text) => {
    expect(redLineOf(text)).toBeNull();
  });
});
