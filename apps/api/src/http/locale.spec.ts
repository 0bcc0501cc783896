import { describe, expect, it } from '@jest/globals';
import { localeOf } from './locale.ts';

describe('the language of an answer', () => {
  it.each([
    [undefined, 'zh-CN'],
    ['', 'zh-CN'],
    ['fr-FR,*;q=0.1', 'zh-CN'],
    ['en', 'en'],
    ['EN-us, zh;q=0.9', 'en'],
    ['en;q=0.3, zh-TW;q=0.8', 'zh-CN'],
    ['en;q=0', 'zh-CN'],
    ['zh;q=x,en;q=2,de', 'zh-CN'],
    [`${'a,'.repeat(100_000)}en`, 'zh-CN'],
  ])('for %.40s is %s', (header, locale) => {
    expect(localeOf(header)).toBe(locale);
  });
});
