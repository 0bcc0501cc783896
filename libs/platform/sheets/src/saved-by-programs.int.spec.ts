import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cell, Row } from '#platform/sheets';
import { openWorkbook } from '#platform/sheets';

const fixtures = join(import.meta.dirname, '../fixtures');

/** A cell of fixtures/table.json, out of which every fixture was made. */
interface Planned {
  readonly text?: string;
  readonly runs?: readonly string[];
  readonly date?: string;
  readonly number?: number;
  readonly bool?: boolean;
  readonly error?: string;
}

const meant = (planned: Planned | null): string => {
  const { text, runs, date, number, bool, error } = planned ?? {};
  if (date !== undefined) return `date ${date}`;
  if (number !== undefined) return `number ${number}`;
  if (bool !== undefined) return `bool ${String(bool).toUpperCase()}`;
  if (error !== undefined) return `error ${error}`;
  const words = runs?.join('') ?? text;
  return words === undefined ? 'empty ' : `text ${words}`;
};

// A number's spelling is the program's own: 1.1 is 1.1000000000000001 to Excel.
const found = ({ kind, text, number }: Cell): string => `${kind} ${kind === 'number' ? number : text}`;

const read = async (name: string): Promise<{ sheet: string | undefined; rows: Row[] }> => {
  const workbook = await openWorkbook(join(fixtures, name));
  try {
    const rows: Row[] = [];
    for await (const row of workbook.sheets[0]?.rows() ?? []) rows.push(row);
    return { sheet: workbook.sheets[0]?.name, rows };
  } finally {
    await workbook.close();
  }
};

const table = async (): Promise<{ sheet: string; rows: (Planned | null)[][] }> =>
  JSON.parse(await readFile(join(fixtures, 'table.json'), 'utf8'));

const numbered = <T>(rows: readonly T[][]): (readonly [number, T[]])[] =>
  rows.map((row, i) => [i + 1, row] as const).filter(([, row]) => row.length > 0);

const lastLine = [
  '46010519990101123X',
  '红线台账',
  '2024年2月29日',
  '3646012001',
  '6',
  '',
  '#N/A',
  ' <&>"\' 前后空格 ',
];

describe('the same table', () => {
  it.each([
    'libreoffice.xlsx',
    'libreoffice-1904.xlsx',
    'imitation-excel.xlsx',
    'imitation-excel-1904.xlsx',
    'imitation-excel-strict.xlsx',
    'imitation-wps.xlsx',
  ])('is read from %s: dates, codes, merged header, hidden row, runs, formula', async (name) => {
    const { sheet, rows } = await table();
    const got = await read(name);
    expect(got.sheet).toBe(sheet);
    expect(got.rows.map(({ number, cells }) => [number, cells.map(found)])).toEqual(
      numbered(rows.map((row) => row.map(meant))),
    );
  });

  it.each(['libreoffice-csv', 'libreoffice-csv-gb18030', 'libreoffice-csv-utf16'])(
    'is read from %s as the text that LibreOffice showed',
    async (name) => {
      const { sheet, rows } = await read(name);
      expect(sheet).toBe('设备台账');
      expect(rows.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 7]);
      expect(rows.at(-1)?.cells.map(({ text }) => text)).toEqual(lastLine);
      expect(rows[4]?.cells[7]?.text).toBe('两行\n备注');
      expect(rows[3]?.cells.map(({ kind }) => kind)).toEqual(Array.from({ length: 8 }, () => 'text'));
    },
  );
});

describe('a header of two rows', () => {
  it.each(['libreoffice.xlsx', 'imitation-excel.xlsx', 'imitation-wps.xlsx'])(
    'is whole in %s when its rows are laid over each other',
    async (name) => {
      const { rows } = await read(name);
      const [upper, lower] = [rows[1], rows[2]].map((row) => row?.cells.map(({ text }) => text) ?? []);
      expect(upper?.slice(0, 6)).toEqual(['编号', '名称', '购置日期', '数量', '金额', '大数']);
      expect(lower?.map((text, i) => text || upper?.[i]).slice(5)).toEqual(['大数', '在用', '备注']);
    },
  );
});

describe('a number that lost its digits', () => {
  it.each(['libreoffice.xlsx', 'imitation-excel.xlsx', 'imitation-wps.xlsx', 'libreoffice-csv'])(
    'can be told by its spelling in %s',
    async (name) => {
      const { rows } = await read(name);
      expect(rows[3]?.cells[5]?.text).toMatch(/^3\.646012001E\+0?17$/);
    },
  );
});
