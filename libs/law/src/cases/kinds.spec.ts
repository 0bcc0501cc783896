import { describe, expect, it } from '@jest/globals';
import type { Finding } from './kinds.ts';
import { establishes, findingTerms, itemStatusTerms, leadSourceTerms } from './kinds.ts';

describe('the terms of cases', () => {
  it('are those of the workbooks', () => {
    expect(Object.values(leadSourceTerms)).toEqual(['自查', '举报', '巡查', '年检', '数据比对', '移送']);
    expect(Object.values(findingTerms)).toEqual(['属实', '部分属实', '查否']);
    expect(Object.values(itemStatusTerms)).toEqual(['未整改', '整改中', '已销号']);
  });

  it('say which findings establish the facts', () => {
    expect((Object.keys(findingTerms) as Finding[]).filter(establishes)).toEqual(['ESTABLISHED', 'PARTLY_ESTABLISHED']);
  });
});
