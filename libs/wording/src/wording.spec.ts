import { describe, expect, it } from '@jest/globals';
import {
  changeTerms,
  decisionRules,
  districtTerms,
  findingTerms,
  followUpTerms,
  itemStatusTerms,
  leadSourceTerms,
  legalBases,
  rankOf,
  redLines,
  severityTerms,
} from '#law';
import { hasSentence, locales, sentenceFor, wordFor } from '#wording';
import { sentenceCodes } from './sentences/sentence-for.ts';
import { words as enWords } from './words/en.ts';
import { words as zhWords } from './words/zh.ts';

const cjk = /[\u4e00-\u9fff]/;

const mapped = (table: Readonly<Record<string, { readonly term: string }>>): [string, string][] =>
  Object.entries(table).map(([code, row]) => [code, row.term]);

describe('sentences', () => {
  const said = locales.flatMap((locale) =>
    sentenceCodes.flatMap((code) => [
      [locale, code, sentenceFor(code, locale)] as const,
      [locale, code, sentenceFor(code, locale, '海教职成〔2022〕7号')] as const,
    ]),
  );

  it.each(said)('%s %s is a whole sentence without a placeholder', (locale, _, sentence) => {
    expect(sentence).not.toMatch(/[{}]|detail|undefined|!|！/);
    expect(sentence.length).toBeGreaterThan(3);
    expect(cjk.test(sentence.replaceAll('海教职成〔2022〕7号', '')) || locale === 'en').toBe(true);
  });

  it('keep to two sentences, beside the manual of the work', () => {
    const long = said.filter(([, , sentence]) => (sentence.match(/[。]|\.(?= [A-Z])|\.$/g) ?? []).length > 2);
    expect(long).toEqual([]);
  });

  it('name the detail where one is given, in the language of the sentence', () => {
    expect(sentenceFor('unknown-school', 'zh-CN', '3646012999')).toContain('（3646012999）');
    expect(sentenceFor('unknown-school', 'zh-CN')).not.toContain('（');
    expect(sentenceFor('lift-not-allowed', 'zh-CN', 'LICENCE_REVOCATION')).toContain('（吊销办学许可证）');
    expect(sentenceFor('basis-not-in-force', 'en', 'VEL-65; PER-63')).toContain(
      'Vocational Education Law, art. 65, Implementing Regulations',
    );
  });

  it('take a detail as it is, whatever it holds', () => {
    expect(sentenceFor('unknown-case', 'en', '$1 {detail}')).toContain('($1 {detail})');
  });

  it('give an unknown code back, names of Object included', () => {
    expect(['no-such-code', 'constructor', ''].map((code) => sentenceFor(code, 'zh-CN'))).toEqual([
      'no-such-code',
      'constructor',
      '',
    ]);
    expect(hasSentence('toString')).toBe(false);
  });

  it('name the article where the law has one', () => {
    expect(sentenceFor('licence-revocation-needs-private-school', 'zh-CN')).toContain('民办教育促进法第六十二条');
    expect(sentenceFor('basis-not-in-force', 'en')).toContain('Administrative Penalty Law, art. 37');
    expect(sentenceFor('term-too-long', 'zh-CN')).toContain('教育法第七十六条');
    expect(sentenceFor('bad-credit-code', 'en')).toContain('GB 32100-2015');
  });
});

describe('words', () => {
  const official: readonly [string, string][] = [
    ...mapped(decisionRules),
    ...mapped(redLines),
    ...Object.entries(legalBases).map(([code, { citation }]): [string, string] => [code, citation]),
    ...[
      followUpTerms,
      changeTerms,
      findingTerms,
      itemStatusTerms,
      leadSourceTerms,
      severityTerms,
      districtTerms,
    ].flatMap((table): [string, string][] => Object.entries(table)),
  ];

  it.each(official)('%s is called what the law table calls it', (code, term) => {
    expect(wordFor(code, 'zh-CN')).toBe(term);
  });

  it('exist in both languages, and in English without Chinese', () => {
    expect(Object.keys(enWords).toSorted()).toEqual(Object.keys(zhWords).toSorted());
    expect(Object.values(enWords).filter((word) => cjk.test(word))).toEqual([]);
  });

  it('name every state and every reason', () => {
    const reasons = Object.values(decisionRules).flatMap(({ reason }) => reason ?? []);
    for (const code of [...Object.keys(rankOf), ...reasons]) expect(wordFor(code, 'zh-CN')).toMatch(cjk);
    expect(wordFor('REVOKED', 'zh-CN')).toBe('取消办学资格');
  });

  it('give an unknown term back', () => {
    expect([wordFor('NO_SUCH_TERM', 'en'), wordFor('valueOf', 'zh-CN')]).toEqual(['NO_SUCH_TERM', 'valueOf']);
  });
});
