import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Excel from 'exceljs';
import fc from 'fast-check';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cell, SheetToWrite } from '#platform/sheets';
import { openWorkbook, writeWorkbook } from '#platform/sheets';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'sheets-'))));
afterAll(() => rm(folder, { recursive: true }));

const readBack = async (path: string): Promise<[number, readonly Cell[]][]> => {
  const workbook = await openWorkbook(path);
  const rows: [number, readonly Cell[]][] = [];
  for await (const { number, cells } of workbook.sheets[0]?.rows() ?? []) rows.push([number, cells]);
  await workbook.close();
  return rows;
};
const cellOf = (value: string | number | null): Cell =>
  value === null || value === ''
    ? { kind: 'empty', text: '' }
    : typeof value === 'number'
      ? { kind: 'number', text: String(value), number: value }
      : { kind: 'text', text: value };
const trimmed = (cells: Cell[]): Cell[] => cells.slice(0, cells.findLastIndex(({ kind }) => kind !== 'empty') + 1);

const value = fc.oneof(
  fc.constant(null),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    ' 前后 ',
    'a\r\nb',
    '_x0041_',
    '_x000D',
    '\ud800',
    '0012',
    '<&>"',
    '\0\u001f\uffff',
  ),
);

async function* arriving(): AsyncGenerator<[number]> {
  for (let i = 0; i < 1_200; i += 1) yield [await Promise.resolve(i)];
}

describe('a written workbook', () => {
  it('1.2.10 L2 reads back as it was: any text, never a formula, any number', async () => {
    const path = join(folder, 'any.xlsx');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(value, { maxLength: 4 }), { maxLength: 8 }), async (rows) => {
        await writeWorkbook(path, [{ name: '表', columns: ['甲', '乙'].map((header) => ({ header })), rows }]);
        const expected = [['甲', '乙'], ...rows].map((row, i) => [i + 1, trimmed(row.map(cellOf))] as const);
        expect(await readBack(path)).toEqual(expected.filter(([, cells]) => cells.length > 0));
      }),
      { numRuns: 60 },
    );
  });

  it('has date cells where a column asks for them, and text where the text is no day', async () => {
    const path = join(folder, 'dates.xlsx');
    const dates = ['2022-05-10', '1900-03-01', '9999-12-31', '2023-02-29', '2022-5-1', '1899-01-01'];
    await writeWorkbook(path, [
      { name: '表', columns: [{ header: '日', date: true }], rows: dates.map((date) => [date]) },
    ]);
    const cells = (await readBack(path)).slice(1).map(([, [cell]]) => [cell?.kind, cell?.date ?? cell?.text]);
    expect(cells).toEqual(dates.map((date, i) => [i < 3 ? 'date' : 'text', date]));
  });

  it('has a bold frozen header, text format for codes, widths, and marks with their comment', async () => {
    const path = join(folder, 'styles.xlsx');
    const columns = [{ header: '编号', text: true, width: 24 }, { header: '名称' }];
    await writeWorkbook(path, [
      { name: '甲', columns, rows: [['0012', { value: '错', mark: '编号不存在' }]] },
      { name: '乙', columns, rows: [] },
    ]);
    const book = new Excel.Workbook();
    await book.xlsx.readFile(path);
    const sheet = book.getWorksheet('甲');
    expect(book.worksheets.map(({ name }) => name)).toEqual(['甲', '乙']);
    expect(sheet?.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
    expect(sheet?.getCell('A1').font).toMatchObject({ bold: true });
    expect(sheet?.getColumn(1).width).toBe(24);
    expect([sheet?.getCell('A2').numFmt, sheet?.getCell('A2').value]).toEqual(['@', '0012']);
    expect(sheet?.getCell('B2').fill).toMatchObject({ pattern: 'solid' });
    expect(sheet?.getCell('B2').note).toBe('编号不存在');
    expect(sheet?.getCell('A2').note).toBeUndefined();
  });

  it('takes its rows as they come', async () => {
    const path = join(folder, 'stream.xlsx');
    await writeWorkbook(path, [{ name: '表', columns: [{ header: '数' }], rows: arriving() }]);
    expect((await readBack(path)).at(-1)).toEqual([1_201, [cellOf(1_199)]]);
  });
});

describe('a long write', () => {
  it('lets the process do other work between its rows', async () => {
    let turns = 0;
    let seen = 0;
    function* rows(): Generator<[number]> {
      const other = setInterval(() => (turns += 1), 0);
      for (let i = 0; i < 5_000; i += 1) yield [i];
      seen = turns;
      clearInterval(other);
    }
    await writeWorkbook(join(folder, 'long.xlsx'), [{ name: '表', columns: [{ header: '数' }], rows: rows() }]);
    expect(seen).toBeGreaterThan(0);
  });
});

describe('a write that fails', () => {
  const failing: [string, SheetToWrite['rows'], string][] = [
    ['text too long for Excel', [['x'.repeat(32_768)]], 'too-large'],
    [
      'rows that throw',
      (function* () {
        for (let i = 0; i < 600; i += 1) yield ['a'];
        throw new Error('no more');
      })(),
      'no more',
    ],
  ];

  it.each(failing)('leaves what was there before: %s', async (_, rows, message) => {
    const inside = await mkdtemp(join(folder, 'failed-'));
    const path = join(inside, 'a.xlsx');
    await writeFile(path, 'before');
    await expect(writeWorkbook(path, [{ name: '表', columns: [{ header: '甲' }], rows }])).rejects.toThrow(message);
    expect(await readdir(inside)).toEqual(['a.xlsx']);
  });

  it('says so when the folder does not exist', async () => {
    const path = join(folder, 'none', 'a.xlsx');
    await expect(writeWorkbook(path, [{ name: '表', columns: [], rows: [] }])).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });
});
