import { describe, expect, it } from '@jest/globals';
import type { Row, Sheet } from '#platform/sheets';
import { textCellOf } from '../fixtures/cells.ts';
import { HeaderSearch } from './header-row.ts';
import { LedgerRows } from './ledger-rows.ts';
import { sheetsInOrder } from './sheets.ts';
import type { AnySheet } from './sheets.ts';

const sheetNamed = (name: string): AnySheet => {
  const sheet = sheetsInOrder.find((one) => one.name === name);
  if (!sheet) throw new Error(name);
  return sheet;
};
const rowOf = (number: number, ...texts: string[]): Row => ({
  number,
  cells: texts.map(textCellOf),
});
const sourceOf = (...rows: Row[]): Sheet => ({
  name: '',
  async *rows() {
    yield* rows;
  },
});
const read = async (name: string, ...rows: Row[]) => {
  const ledger = new LedgerRows(sheetNamed(name), sourceOf(...rows));
  const numbers: number[] = [];
  for await (const { row } of ledger.rows()) numbers.push(row.number);
  return { header: ledger.header, numbers };
};

describe('the header', () => {
  it('is known by its key columns, in any order, with stars, spaces, breaks and full-width brackets', () => {
    const header = new HeaderSearch(sheetNamed('自查台账')).read(
      rowOf(1, '学校标识码 *', '涉及金额（元）', '备注', '批次\n号＊'),
    );
    expect(header?.at).toEqual(
      new Map([
        ['学校标识码', 0],
        ['涉及金额(元)', 1],
        ['批次号', 3],
      ]),
    );
    expect(header?.extra).toEqual(new Map([['备注', 2]]));
  });

  it.each([1, 5, 10])('stands in row %i, under a title', async (number) => {
    const rows = [rowOf(number, '学校标识码', '学校名称'), rowOf(number + 1, '3646012001', '一校')];
    const title = number > 1 ? [rowOf(1, '海口市学校名册')] : [];
    expect((await read('学校名册', ...title, ...rows)).numbers).toEqual([number + 1]);
  });

  it('is missing below row 10, and where a key column is missing', async () => {
    expect(await read('学校名册', rowOf(11, '学校标识码'), rowOf(12, '3646012001'))).toEqual({
      header: null,
      numbers: [],
    });
    const lacking = await read('处理决定', rowOf(1, '决定文号', '决定类型'), rowOf(2, 'x', '一票否决'));
    expect(lacking).toEqual({ header: null, numbers: [] });
  });

  it('does not need a key column that may be empty', async () => {
    const { header } = await read('后续处理', rowOf(1, '文号', '针对文号'));
    expect(header?.at.size).toBe(2);
  });
});

describe('a header of two rows', () => {
  it('has groups above, names below, key cells merged down', async () => {
    const { header, numbers } = await read(
      '学校名册',
      rowOf(1, '学校标识码', '基本情况', '', '许可'),
      rowOf(2, '', '学校名称', '办学性质', '许可证有效期至'),
      rowOf(3, '3646012001', '一校', '民办', '2030-01-01'),
    );
    expect(numbers).toEqual([3]);
    expect(header?.at).toEqual(
      new Map([
        ['学校标识码', 0],
        ['学校名称', 1],
        ['办学性质', 2],
        ['许可证有效期至', 3],
      ]),
    );
    expect(header?.extra).toEqual(new Map());
  });

  it('never takes a row of data for its second', async () => {
    expect(
      (await read('学校名册', rowOf(1, '学校标识码', '学校名称'), rowOf(2, '', '校长'), rowOf(3, 'x'))).numbers,
    ).toEqual([2, 3]);
  });
});

describe('a header with a column twice', () => {
  it('counts the first of them', async () => {
    const { header } = await read('学校名册', rowOf(1, '学校标识码', '校长', '校长'));
    expect(header?.at.get('校长')).toBe(1);
  });
});

describe('the rows below', () => {
  it('are those that hold something that can be seen', async () => {
    const rows = [rowOf(2, ' ', '\u200b'), rowOf(3, '', '\u3000'), rowOf(4, '3646012001')];
    expect((await read('学校名册', rowOf(1, '学校标识码'), ...rows)).numbers).toEqual([4]);
  });
});
