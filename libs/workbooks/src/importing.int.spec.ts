import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventStore } from '#platform/event-store-sqlite';
import { LedgerBench, refusedIn } from '../fixtures/ledger-bench.ts';
import { good, smallOffice } from '../fixtures/small-office.ts';

let folder: string;
let opened: ReturnType<typeof openSqliteEventStore>;
let bench: LedgerBench;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'importing-'));
  opened = openSqliteEventStore({ directory: join(folder, 'data'), sequenceKeyName: 'school' });
  bench = new LedgerBench(folder, opened);
});
afterEach(async () => {
  await opened.close();
  await rm(folder, { recursive: true });
});

const school = good.学校名册;
const { 学校标识码: code } = school;
const dataOf = async (type: string): Promise<readonly object[]> => {
  const data: object[] = [];
  for await (const event of opened.log.read()) if (event.type === type) data.push(event.data);
  return data;
};

describe('acceptance offices', () => {
  const offices: readonly (readonly [string, ...string[]])[] = [
    ['small/office.xlsx'],
    ['small/csv'],
    ['office/office.xlsx'],
    ['office/csv'],
    ['two-stage/first.xlsx', 'two-stage/second.xlsx'],
  ];

  it.each(offices)('%s imports cleanly, and again changes nothing', async (...names) => {
    const paths = names.map((name) => join('test/acceptance', name));
    const first = await bench.importPaths(...paths);
    expect(first.refused).toEqual([]);
    const again = await bench.importPaths(...paths.slice(-1));
    expect(again.position).toBe(first.position);
    expect(Object.values(again.sheets).every(({ read, unchanged }) => read === unchanged)).toBe(true);
  });

  it.each(['small', 'office'])('%s says the same as .xlsx and as .csv', async (office) => {
    await bench.importPaths(`test/acceptance/${office}/office.xlsx`);
    const before = String(await opened.log.head());
    const { sheets, refused } = await bench.importPaths(`test/acceptance/${office}/csv`);
    expect(refused).toEqual([]);
    expect(Object.values(sheets).every(({ read, unchanged }) => read === unchanged)).toBe(true);
    expect(await bench.typesAfter(before)).toEqual(['WorkbookImported']);
  });
});

describe('the same content', () => {
  it('is unchanged however it is spelt', async () => {
    await bench.import({ 学校名册: [school] });
    const spelt = {
      ...school,
      学校标识码: `\u3000３６４６０１２００９\u200b`,
      开设专业: '770101、７４０１０１；740101',
      行政区划: '460106',
      办学性质: ' 公 办 ',
      备注: '另一列',
    };
    const report = await bench.import({ 学校名册: [spelt] });
    expect(report.sheets['学校名册']).toMatchObject({ unchanged: 1, refused: 0 });
    expect(report.files[0]?.extraColumns).toEqual({ 学校名册: ['备注'] });
  });
});

describe('a row that differs from the record', () => {
  const renamed = { ...school, 学校名称: '海口新名学校' };

  it('is refused without a reason, and with one both versions are kept', async () => {
    await bench.import({ 学校名册: [school] });
    expect(refusedIn(await bench.import({ 学校名册: [renamed] }))).toEqual([['row-differs-from-record', '学校标识码']]);
    const report = await bench.import({ 学校名册: [{ ...renamed, 更正理由: '名称录入有误' }] });
    expect(report.sheets['学校名册']).toMatchObject({ corrected: 1 });
    expect(await dataOf('SchoolRegistered')).toMatchObject([{ name: school.学校名称 }]);
    expect(await dataOf('SchoolAmended')).toMatchObject([{ name: '海口新名学校', correctionReason: '名称录入有误' }]);
  });

  it('is the record from then on', async () => {
    await bench.import({ 学校名册: [school] });
    await bench.import({ 学校名册: [{ ...renamed, 更正理由: '名称录入有误' }] });
    const report = await bench.import({ 学校名册: [renamed], 学校变更: [] });
    expect(report.sheets['学校名册']).toMatchObject({ unchanged: 1 });
  });

  it('may carry a code that fails its check only with a reason', async () => {
    const odd = { ...school, 统一社会信用代码: '91350203M0001QAY9B' };
    expect(refusedIn(await bench.import({ 学校名册: [odd] }))).toEqual([['bad-credit-code', '统一社会信用代码']]);
    const report = await bench.import({ 学校名册: [{ ...odd, 更正理由: '证书即为此号' }] });
    expect(report.sheets['学校名册']).toMatchObject({ recorded: 1 });
    expect(await dataOf('SchoolRegistered')).toMatchObject([{ creditCodeOverride: '证书即为此号' }]);
  });
});

const suspensionOf = (one: string) => ({
  ...good.处理决定,
  决定类型: '暂停新生学籍注册',
  学校标识码: one,
  案件编号: '',
  招生年度: '',
  结束方式: '',
});

describe('two rows of one key', () => {
  it('leave the first, whatever the second says and however it is spelt', async () => {
    const report = await bench.import({
      学校名册: [school, { ...school, 学校标识码: '３６４６０１２００９', 学校名称: '另一校' }, school],
    });
    expect(report.sheets['学校名册']).toEqual({ read: 3, recorded: 1, unchanged: 0, corrected: 0, refused: 2 });
    expect(report.refused.map(({ row, code: found }) => [row, found])).toEqual([
      [3, 'key-twice-in-file'],
      [4, 'key-twice-in-file'],
    ]);
  });

  it('are told apart by every part of the key: one document decides about many schools', async () => {
    await bench.import(smallOffice);
    const rows = ['3646012001', '3646012003'].map(suspensionOf);
    expect((await bench.import({ 处理决定: rows })).sheets['处理决定']).toMatchObject({ recorded: 2 });
  });
});

describe('a refused row', () => {
  it('stops nobody and leaves nothing behind: whoever names it is refused too', async () => {
    const report = await bench.import({
      学校名册: [
        { ...school, 办学性质: '私立' },
        { ...school, 学校标识码: '3646012008' },
      ],
      学校变更: [
        { ...good.学校变更, 学校标识码: code },
        { ...good.学校变更, 学校标识码: '3646012008' },
      ],
    });
    expect(report.refused.map((cell) => [cell.sheet, cell.row, cell.code])).toEqual([
      ['学校名册', 2, 'unknown-type'],
      ['学校变更', 2, 'unknown-school'],
    ]);
    expect(await bench.typesAfter(null)).toEqual(['SchoolRegistered', 'SchoolRenamed', 'WorkbookImported']);
  });

  it('is told everything that is wrong with it, in column order', async () => {
    const row = {
      ...good.处理决定,
      决定类型: '罚款',
      学校标识码: '3646012O01',
      案件编号: 'A-0',
      决定日期: '2022-02-30',
    };
    const report = await bench.import({ 处理决定: [row] });
    expect(refusedIn(report)).toEqual([
      ['unknown-type', '决定类型'],
      ['bad-code', '学校标识码'],
      ['unknown-case', '案件编号'],
      ['bad-date', '决定日期'],
    ]);
  });

  it('is refused for its length, not the whole file for its size', async () => {
    const schools = Array.from({ length: 2_900 }, (_, i) => String(3_646_010_000 + i)).join(';');
    const report = await bench.import({
      学校名册: [school],
      自查批次: [
        { ...good.自查批次, 适用学校: schools },
        { ...good.自查批次, 批次号: 'ZC8', 适用学校: code },
      ],
    });
    expect(report.sheets['自查批次']).toMatchObject({ recorded: 1, refused: 1 });
    expect(refusedIn(report)[0]).toContain('bad-text');
  });
});

describe('columns', () => {
  it('may be swapped, empty or wrong: what stands under a header is read as that', async () => {
    const header = '学校名称,学校标识码,办学性质,行政区划\r\n';
    const report = await bench.import({
      学校名册: `${header}一校,3646012001,公办,龙华区\r\n3646012002,二校,公办,龙华区\r\n,,公办,\r\n`,
    });
    expect(report.sheets['学校名册']).toMatchObject({ read: 3, recorded: 1, refused: 2 });
    expect(report.refused.map(({ row, column, code: found }) => [row, column, found])).toEqual([
      [3, '学校标识码', 'bad-code'],
      [4, '学校标识码', 'required'],
      [4, '学校名称', 'required'],
      [4, '行政区划', 'required'],
    ]);
  });

  it('without a header refuse the sheet, not its neighbours', async () => {
    const report = await bench.import({
      学校名册: '编号,名称\r\n1,一校\r\n',
      自查批次: [{ ...good.自查批次, 适用学校: '' }],
    });
    const missing = { sheet: '学校名册', row: null, column: null, value: null, code: 'header-missing' };
    expect(report.refused).toEqual([expect.objectContaining(missing)]);
    expect(report.sheets['自查批次']).toMatchObject({ recorded: 1 });
  });
});

describe('a whole file', () => {
  it('that is none is refused with its name, and the next one goes in', async () => {
    const none = join(folder, 'none.xlsx');
    await writeFile(none, 'not a workbook');
    const report = await bench.importPaths(none, await bench.write({ 学校名册: [school] }));
    expect(report.refused).toEqual([
      { file: none, sheet: null, row: null, column: null, value: null, code: 'not-a-workbook' },
    ]);
    expect(report.sheets['学校名册']).toMatchObject({ recorded: 1 });
  });

  it('without a known sheet is refused and not remembered', async () => {
    const report = await bench.import({ 杂项: [{ 甲: '乙' }] });
    expect(report.refused.map((cell) => [cell.sheet, cell.code])).toEqual([[null, 'header-missing']]);
    expect(report.files[0]?.unknownSheets).toEqual(['杂项']);
    expect(report.position).toBeNull();
  });

  it('is remembered once, with its digest, its rows and who brought it', async () => {
    const path = await bench.write({ 学校名册: [school, { ...school, 学校标识码: 'x' }] });
    await bench.importPaths(path);
    const { position, files } = await bench.importPaths(path);
    expect(position).toBe('1');
    expect(await dataOf('WorkbookImported')).toEqual([
      { sha256: files[0]?.sha256, name: 'csv', kind: 'csv', rows: 2, refusedRows: 1, importer: '经办人' },
    ]);
  });
});
