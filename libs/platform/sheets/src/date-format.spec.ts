import { describe, expect, it } from '@jest/globals';
import { isBuiltInDateFormat, isDateFormat } from './date-format.ts';

describe('a number format', () => {
  it.each([
    'yyyy-mm-dd',
    'YYYY\\-MM\\-DD',
    'yyyy"年"m"月"d"日";@',
    'yyyy\\年m\\月d\\日',
    '[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy',
    '[$-804]yyyy"年"m"月"',
    'mmm',
    'yyyy/m/d\\ h:mm;@',
    '[DBNum1][$-804]ggge"年"m"月"',
    '[Red]d/m/yy',
  ])('%s shows a day', (format) => {
    expect(isDateFormat(format)).toBe(true);
  });

  it.each([
    'General',
    '@',
    '0',
    '0.00E+00',
    '#,##0.00" 元"',
    '[Red]#,##0;[Blue]\\-#,##0',
    'h:mm:ss',
    '[h]:mm',
    '[mm]:ss',
    'mm:ss.0',
    'h:mm AM/PM',
    '0" days"',
    '0\\d',
    '_-* #,##0_-;_-* "yd"_-',
    '',
  ])('%s shows none', (format) => {
    expect(isDateFormat(format)).toBe(false);
  });

  it.each([
    [14, true],
    [22, true],
    [31, true],
    [57, true],
    [0, false],
    [20, false],
    [32, false],
    [46, false],
    [49, false],
  ])('built in as %i: %p', (id, shows) => {
    expect(isBuiltInDateFormat(id)).toBe(shows);
  });
});
