import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ImportReport, RefusedCell } from '#workbooks';
import { reportText } from '#workbooks';
import { alignedTable, displayWidth } from './display-width.ts';

const counts = { read: 3, recorded: 2, unchanged: 0, corrected: 0, refused: 1 };
const fault: RefusedCell = {
  file: 'a.xlsx',
  sheet: '处理决定',
  row: 12,
  column: '决定类型',
  value: '罚款',
  code: 'unknown-type',
};
const report = (more: Partial<ImportReport>): ImportReport => ({
  files: [{ file: 'a.xlsx', sha256: '00', rows: 3, unknownSheets: [], extraColumns: {} }],
  sheets: { 学校名册: counts, 处理决定: { ...counts, read: 1234 } },
  refused: [],
  position: '2',
  ...more,
});

describe('the report in a terminal', () => {
  it('has a table in which Chinese takes two places', () => {
    const [header, first, second, total] = reportText(report({}), 'zh-CN').split('\n');
    expect(header).toMatch(/^工作表 +读取 +新登记 +未变 +更正 +退回$/);
    expect([first, second, total].map((line) => displayWidth(line ?? ''))).toEqual(
      Array(3).fill(displayWidth(header ?? '')),
    );
    expect(total).toMatch(/^合计 +1237 +4 +0 +0 +2$/);
  });

  it('names file, sheet, row, column, value, sentence and code of each refusal', () => {
    const text = reportText(report({ refused: [fault] }), 'zh-CN');
    expect(text).toContain('- a.xlsx · 处理决定 · 第 12 行 · 决定类型 · “罚款”\n  填写的内容不在');
    expect(reportText(report({ refused: [fault] }), 'en')).toContain(
      'row 12 · 决定类型 · “罚款”\n  The value is not one',
    );
  });

  it('lists fifty and counts the rest', () => {
    const text = reportText(report({ refused: Array.from({ length: 57 }, () => fault) }), 'en');
    expect(text.match(/^- /gm)).toHaveLength(50);
    expect(text).toContain('…and 7 more');
  });

  it('mentions what was passed over, and says so when all is well or nothing was there', () => {
    const files = [
      { file: 'a.xlsx', sha256: '', rows: 0, unknownSheets: ['草稿'], extraColumns: { 学校名册: ['备注'] } },
    ];
    const text = reportText(report({ files }), 'en');
    expect(text).toContain('Unknown sheets, passed over: 草稿.');
    expect(text).toContain('学校名册 (备注)');
    expect(text).toContain('no row was refused');
    expect(reportText(report({ sheets: {} }), 'en')).toContain('No rows were read.');
  });

  it('lets no value command the terminal, turn the text around or fill the screen', () => {
    const value = `\u001b[2Ja\r\nb\u202e${'长'.repeat(500)}`;
    const text = reportText(report({ refused: [{ ...fault, file: value, value, detail: value }] }), 'en');
    // oxlint-disable-next-line no-control-regex -- these characters are what it looks for
    expect(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/.test(text)).toBe(false);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(300);
  });
});

describe('a table', () => {
  it('has lines of one width, whatever stands in it', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '海', 'Ａ', '1', '。'), minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1 }), (lines) => {
        expect(new Set(alignedTable(lines).map(displayWidth)).size).toBe(1);
      }),
    );
  });
});
