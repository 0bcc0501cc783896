import { describe, expect, it } from '@jest/globals';
import type { Certainty } from './internship-rules.ts';
import { internshipRules, rulesThatFilingLifts } from './internship-rules.ts';

const rules = Object.entries(internshipRules);
const withCertainty = (certainty: Certainty): readonly string[] =>
  rules.filter(([, rule]) => rule.certainty === certainty).map(([code]) => code);

describe('the rules about internships', () => {
  it('are one prohibition, twenty-seven bans and eight duties', () => {
    const initials = rules.map(([code]) => code.charAt(0));
    expect(['Y', 'N', 'D'].map((initial) => initials.filter((one) => one === initial).length)).toEqual([1, 27, 8]);
    expect(new Set(rules.map(([, { text }]) => text)).size).toBe(36);
  });

  it('keep an unconfirmed place for the twenty-seventh ban, and none else', () => {
    expect(withCertainty('UNCONFIRMED')).toEqual(['N27']);
    expect(rules.filter(([code, { article }]) => article === null && !code.startsWith('D'))).toHaveLength(1);
  });

  it('say what nobody has seen in a source', () => {
    expect(withCertainty('FROM_KNOWLEDGE')).toEqual(['N06', 'N14', 'N15', 'N24', 'N25', 'N26']);
  });

  it('let a filing lift bans of article 17 alone', () => {
    expect(rulesThatFilingLifts.map((code) => internshipRules[code].article?.slice(0, 2))).toEqual(['17', '17', '17']);
  });
});
