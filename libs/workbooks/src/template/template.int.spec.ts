import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Excel from 'exceljs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMemoryEventStore } from '#platform/event-store';
import { openWorkbook } from '#platform/sheets';
import { writeTemplates } from '#workbooks';
import { ledgerGuide } from '#wording';
import { LedgerBench } from '../../fixtures/ledger-bench.ts';
import { correctionColumn } from '../sheet-spec.ts';
import { sheetsInOrder } from '../sheets.ts';
import { exampleRows } from './example-rows.ts';

let folder: string;
let path: string;
let bench: LedgerBench;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'template-'));
  path = join(folder, '模板.xlsx');
  bench = new LedgerBench(folder, openMemoryEventStore({ sequenceKeyName: 'school' }));
  await writeTemplates(path);
});
afterEach(() => rm(folder, { recursive: true }));

const opened = async (): Promise<Excel.Workbook> => {
  const book = new Excel.Workbook();
  await book.xlsx.readFile(path);
  return book;
};

/** Types a row in as a person would: days as dates, the rest into cells that the template has formatted. */
const fillIn = async (rows: Readonly<Record<string, Readonly<Record<string, string>>>>): Promise<void> => {
  const book = await opened();
  for (const sheet of sheetsInOrder) {
    const target = book.getWorksheet(sheet.name);
    sheet.columns.forEach(({ header, format }, i) => {
      const value = rows[sheet.name]?.[header];
      if (!target || !value) return;
      target.getCell(2, i + 1).value = format === 'date' ? new Date(`${value}T00:00:00Z`) : value;
    });
  }
  await book.xlsx.writeFile(path);
};

describe('a blank template', () => {
  it('imports as it is: no row, no refusal, and only the instructions are passed over', async () => {
    const report = await bench.importPaths(path);
    expect(report.refused).toEqual([]);
    expect(Object.keys(report.sheets)).toEqual(sheetsInOrder.map(({ name }) => name));
    expect(Object.values(report.sheets).map(({ read }) => read)).toEqual(Array(7).fill(0));
    expect(report.files[0]).toMatchObject({ unknownSheets: ['填写说明'], extraColumns: {} });
  });

  it('has stars on what is required, text where codes stand, dates where days stand, a bold frozen header', async () => {
    const book = await opened();
    expect(book.worksheets.map(({ name }) => name)).toEqual(['填写说明', ...sheetsInOrder.map(({ name }) => name)]);
    for (const sheet of sheetsInOrder) {
      const target = book.getWorksheet(sheet.name);
      expect(target?.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
      [...sheet.columns, correctionColumn].forEach(({ header, required, format }, i) => {
        const cell = target?.getCell(1, i + 1);
        expect([cell?.value, cell?.font.bold]).toEqual([required ? `${header} *` : header, true]);
        const numFmt = { text: '@', date: 'yyyy-mm-dd', plain: undefined }[format];
        expect(target?.getColumn(i + 1).numFmt).toBe(numFmt);
      });
    }
  });
});

describe('a filled-in template', () => {
  it('imports: the examples of the instructions make a clean small office', async () => {
    await fillIn(exampleRows);
    const report = await bench.importPaths(path);
    expect(report.refused).toEqual([]);
    expect(Object.values(report.sheets).map(({ recorded }) => recorded)).toEqual(Array(7).fill(1));
  });

  it('is checked like any other file', async () => {
    await fillIn({ ...exampleRows, 处理决定: { ...exampleRows['处理决定'], 结束方式: '' } });
    const { refused } = await bench.importPaths(path);
    expect(refused.map(({ sheet, row, column, code }) => [sheet, row, column, code])).toEqual([
      ['处理决定', 2, '结束方式', 'required'],
      ['后续处理', 2, '针对文号', 'target-not-found'],
    ]);
  });
});

describe('the instructions', () => {
  it('explain every column of every sheet once, with what it allows and an example', async () => {
    const workbook = await openWorkbook(path);
    const lines: (readonly string[])[] = [];
    for await (const { cells } of workbook.sheets[0]?.rows() ?? []) lines.push(cells.map(({ text }) => text));
    await workbook.close();
    expect(lines[0]).toEqual([...ledgerGuide.headings]);
    for (const { name, columns } of sheetsInOrder) {
      const told = lines.filter(([sheet, header]) => sheet === name && header !== '').map(([, header]) => header);
      expect(told).toEqual([...columns, correctionColumn].map(({ header }) => header));
    }
    expect(lines.find(([sheet, header]) => sheet === '处理决定' && header === '结束方式')?.[4]).toContain(
      '到期、解除、到期且解除',
    );
  });

  it('speak of no sheet and no column that does not exist', () => {
    const headersOf = new Map(
      sheetsInOrder.map((sheet) => [sheet.name, [...sheet.columns, correctionColumn].map((one) => one.header)]),
    );
    for (const [name, guide] of Object.entries(ledgerGuide.sheets))
      for (const header of Object.keys(guide.columns)) expect(headersOf.get(name)).toContain(header);
    for (const [name, row] of Object.entries(exampleRows))
      for (const header of Object.keys(row)) expect(headersOf.get(name)).toContain(header);
  });
});
