import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Excel from 'exceljs';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMemoryEventStore } from '#platform/event-store';
import { sentenceFor } from '#wording';
import { writeReport } from '#workbooks';
import { LedgerBench } from '../../fixtures/ledger-bench.ts';
import type { Ledger } from '../../fixtures/ledger-bench.ts';
import { good } from '../../fixtures/small-office.ts';

let folder: string;
let path: string;
let bench: LedgerBench;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'report-'));
  path = join(folder, '报告.xlsx');
  bench = new LedgerBench(folder, openMemoryEventStore({ sequenceKeyName: 'school' }));
});
afterEach(() => rm(folder, { recursive: true }));

const school = good.学校名册;
const rows = [
  school,
  {
    ...school,
    学校标识码: '3646012002',
    学校名称: '=HYPERLINK("http://example.org")',
    办学性质: '私立',
    备注: '@SUM(A1)',
  },
  { ...school, 学校标识码: '3646012003' },
  { ...school, 学校标识码: '3646012003', 许可证有效期至: '2022-02-30' },
];
const textsOf = (sheet: Excel.Worksheet | undefined, row: number): readonly unknown[] =>
  (sheet?.getRow(row).values as unknown[] | undefined)?.slice(1) ?? [];
const reportOf = async (ledger: Ledger, locale: 'zh-CN' | 'en' = 'zh-CN') => {
  const source = await bench.write(ledger);
  const report = await bench.importPaths(source);
  await writeReport(path, report, { paths: new Map([[source, source]]), locale });
  const book = new Excel.Workbook();
  await book.xlsx.readFile(path);
  return { book, report, source };
};

describe('a report as .xlsx', () => {
  it('has the refused rows as they stood, with the errors beside them and on their cells', async () => {
    const { book } = await reportOf({ 学校名册: rows });
    const sheet = book.getWorksheet('学校名册');
    const headers = textsOf(sheet, 1);
    expect(headers.slice(0, 2)).toEqual(['学校标识码', '学校名称']);
    expect(headers.slice(-3)).toEqual(['行号', '错误代码', '错误说明']);
    expect(sheet?.rowCount).toBe(3);
    expect(textsOf(sheet, 2).slice(-3)).toEqual([
      3,
      'unknown-type',
      `办学性质: ${sentenceFor('unknown-type', 'zh-CN')}`,
    ]);
    expect(textsOf(sheet, 3).slice(-3, -1)).toEqual([5, 'key-twice-in-file; bad-date']);
    const marked = sheet?.getCell(2, headers.indexOf('办学性质') + 1);
    expect([marked?.value, marked?.note]).toEqual(['私立', sentenceFor('unknown-type', 'zh-CN')]);
    expect(sheet?.getCell(2, 1).note).toBeUndefined();
  });

  it('never holds a formula, whatever the rows hold', async () => {
    const { book } = await reportOf({ 学校名册: rows });
    const sheet = book.getWorksheet('学校名册');
    const formulas: string[] = [];
    sheet?.eachRow((row) => row.eachCell((cell) => void (cell.formula && formulas.push(cell.address))));
    expect(formulas).toEqual([]);
    expect(textsOf(sheet, 2)).toEqual(expect.arrayContaining(['=HYPERLINK("http://example.org")', '@SUM(A1)']));
  });

  it('sums up sheets and files, and says what is wrong with whole files', async () => {
    const { book, report } = await reportOf({ 学校名册: rows, 自查批次: '甲,乙\r\n', 草稿: '甲\r\n' }, 'en');
    const lines = [...Array(7).keys()].map((i) => textsOf(book.getWorksheet('summary'), i + 1));
    expect(lines[0]).toEqual([
      'file',
      'sheet',
      'read',
      'recorded',
      'unchanged',
      'corrected',
      'refused',
      'what is wrong',
    ]);
    expect(lines[1]?.slice(1, 7)).toEqual(['学校名册', 4, 2, 0, 0, 2]);
    expect(lines[3]?.slice(1, 7)).toEqual(['total', 4, 2, 0, 0, 2]);
    expect(lines[4]?.at(-1)).toContain(report.files[0]?.sha256);
    expect(lines[4]?.at(-1)).toContain('草稿');
    expect(lines[5]?.at(-1)).toContain('[header-missing]');
  });
});

describe('the sheets of a report', () => {
  it('can be mended and imported', async () => {
    const { book } = await reportOf({ 学校名册: rows });
    const sheet = book.getWorksheet('学校名册');
    const at = textsOf(sheet, 1).indexOf('办学性质') + 1;
    if (sheet) sheet.getCell(2, at).value = '公办';
    await book.xlsx.writeFile(path);
    const { sheets, files } = await bench.importPaths(path);
    expect(sheets['学校名册']).toMatchObject({ recorded: 1, refused: 1 });
    expect(files[0]?.extraColumns['学校名册']).toEqual(['备注', '行号', '错误代码', '错误说明']);
  });

  it('are apart for two files', async () => {
    const sources = [
      await bench.write({ 学校名册: rows.slice(1, 2) }),
      await bench.write({ 学校名册: [{ ...school, 行政区划: '?' }] }),
    ];
    await writeReport(path, await bench.importPaths(...sources), { paths: new Map(), locale: 'zh-CN' });
    const book = new Excel.Workbook();
    await book.xlsx.readFile(path);
    expect(book.worksheets.map(({ name }) => name)).toEqual(['汇总', '学校名册', '学校名册 2']);
  });

  it('are not made from a file that is no longer the one that was imported', async () => {
    const source = await bench.write({ 学校名册: rows });
    const report = await bench.importPaths(source);
    await appendFile(join(source, '学校名册.csv'), 'x\r\n');
    const writing = writeReport(path, report, { paths: new Map(), locale: 'zh-CN' });
    await expect(writing).rejects.toMatchObject({ code: 'source-changed' });
  });
});
