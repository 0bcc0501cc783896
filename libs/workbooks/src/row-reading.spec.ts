import { describe, expect, it } from '@jest/globals';
import type { Cell } from '#platform/sheets';
import { textCellOf } from '../fixtures/cells.ts';
import { refusedCells } from './row-refusal.ts';
import { readRow } from './row-reading.ts';
import { RowsInFlight } from './rows-in-flight.ts';
import { sheetsInOrder } from './sheets.ts';
import type { AnySheet } from './sheets.ts';

const sheetNamed = (name: string): AnySheet => {
  const sheet = sheetsInOrder.find((one) => one.name === name);
  if (!sheet) throw new Error(name);
  return sheet;
};

/** Reads a row given by header; `notes` are columns that the register does not know. */
const read = (
  name: string,
  cells: Readonly<Record<string, string | Cell>>,
  notes: Readonly<Record<string, string>> = {},
) => {
  const headers = Object.keys(cells);
  const extras = Object.keys(notes);
  const header = {
    at: new Map(headers.map((one, i) => [one, i])),
    extra: new Map(extras.map((one, i) => [one, headers.length + i])),
  };
  const values = [...Object.values(cells), ...Object.values(notes)];
  const row = { number: 7, cells: values.map((value) => (typeof value === 'string' ? textCellOf(value) : value)) };
  return { ...readRow(sheetNamed(name), header, row), header };
};
const codes = (row: { readonly refusals: readonly { readonly code: string; readonly field?: string }[] }): string[] =>
  row.refusals.map(({ code, field }) => `${code} ${field}`);

const authorityOf = (cells: Readonly<Record<string, string>>): unknown => read('学校名册', cells).draft['authority'];
const modeOf = (kind: string): unknown => read('处理决定', { 决定类型: kind }).draft['endMode'];

describe('a row', () => {
  it('names everything that cannot be read and keeps what can', () => {
    const row = read('自查批次', {
      批次号: 'Ｚ１',
      名称: '',
      招生年度: '两千',
      发文日期: '2022-02-30',
      报送截止日期: '2022/4/1',
    });
    expect(codes(row)).toEqual(['required name', 'bad-number enrolmentYear', 'bad-date noticeOn']);
    expect(row.draft).toMatchObject({
      batch: 'Z1',
      name: undefined,
      noticeOn: undefined,
      dueOn: '2022-04-01',
      endsOn: null,
      schools: [],
    });
    expect(row.key).toBe('Z1');
  });

  it('reads an absent optional column as empty and an absent required one as missing', () => {
    const row = read('学校名册', { 学校标识码: '3646012001' });
    expect(codes(row)).toEqual(['required name', 'required district', 'required ownership']);
    expect(row.draft).toMatchObject({ authority: 'EDU', majors: [], licenceUntil: null });
  });

  it('has no key when a part of it cannot be read', () => {
    const row = read('学校变更', { 学校标识码: '3646012001', 变更类型: '搬家', 批准日期: '2022-01-01', 新值: 'x' });
    expect(row.key).toBeNull();
  });

  it('gives a technician school to the labour authority unless the ledger says otherwise', () => {
    expect(authorityOf({ 学校类型: '技工学校' })).toBe('HRSS');
    expect(authorityOf({ 学校类型: '技工学校', 主管部门: '教育' })).toBe('EDU');
  });

  it('fills in the end mode of the table, never one for a ban whose row must say it', () => {
    expect([modeOf('年检不合格'), modeOf('撤销招生资格'), modeOf('一票否决')]).toEqual([
      'FIXED_TERM',
      'UNTIL_LIFTED',
      undefined,
    ]);
  });
});

describe('a cell', () => {
  it('of separators alone is an empty cell', () => {
    expect(codes(read('处理决定', { 依据: '；、' }))).toContain('required basis');
  });

  it('that is a broken formula gives no reason for a correction', () => {
    const row = read('学校名册', { 更正理由: { kind: 'error', text: '=A1' } });
    expect(row.correctionReason).toBeNull();
    expect(codes(row)).toContain('bad-text correctionReason');
  });

  it('is named when it makes the row longer than an event can be', () => {
    const row = read('自查批次', {
      名称: '名'.repeat(50),
      适用学校: '3646012001;'.repeat(100),
      更正理由: '长'.repeat(10_000),
    });
    expect(codes(row)).toContain('bad-text correctionReason');
  });
});

describe('a column that the register does not know', () => {
  it('becomes a note that the log can carry, whatever it holds', () => {
    const { notes, refusals } = read(
      '学校名册',
      {},
      { 备注: ' 好\u0000 ', 长: `${'x'.repeat(499)}😀`, 空: '\u200b', 坏: 'a\ud800' },
    );
    expect(notes).toEqual({ 备注: '好', 长: `${'x'.repeat(499)}\ufffd`, 坏: 'a\ufffd' });
    expect(refusals.map(({ code }) => code)).not.toContain('bad-text');
  });
});

describe('refusals of a row', () => {
  const sheet = sheetNamed('处理决定');
  const { header, row } = read('处理决定', { 理由: '', 决定文号: '7号', 依据: 'VEL-65;PEL-62' });
  const cells = (...refusals: { code: string; field?: string; detail?: string }[]) =>
    refusedCells({ file: 'a.xlsx', sheet, header, row }, refusals);

  it('stand in column order with the raw text of their cell; of the whole row, under the key', () => {
    const found = cells({ code: 'required', field: 'reason' }, { code: 'key-twice-in-file', field: '' });
    expect(found.map(({ code, column, value }) => [code, column, value])).toEqual([
      ['key-twice-in-file', '决定文号', '7号'],
      ['required', '理由', ''],
    ]);
  });

  it('say once what fits one cell several times, and name all of it', () => {
    const found = cells(
      { code: 'basis-not-in-force', field: 'basis', detail: 'VEL-65' },
      { code: 'basis-not-in-force', field: 'basis', detail: 'PEL-62' },
      { code: 'basis-not-in-force', field: 'basis', detail: 'VEL-65' },
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ row: 7, column: '依据', value: 'VEL-65;PEL-62', detail: 'VEL-65; PEL-62' });
  });

  it('have no column when they are about none', () => {
    expect(cells({ code: 'internal' })[0]).toMatchObject({ column: null, value: null });
  });
});

const failed = (message: string): Promise<void> => Promise.reject(new Error(message));

describe('rows in flight', () => {
  it('tell the first failure to whoever comes next, and to whoever waits for the end', async () => {
    const rows = new RowsInFlight(10);
    await rows.add(Promise.resolve());
    await rows.add(failed('disk full')).catch(() => undefined);
    await new Promise(setImmediate); // an unhandled rejection would end the process here
    await expect(rows.add(failed('later'))).rejects.toThrow('disk full');
    await expect(rows.landed()).rejects.toThrow('disk full');
  });

  it('hold no more than they may', async () => {
    const rows = new RowsInFlight(2);
    const begun: (() => void)[] = [];
    const work = (): Promise<void> => new Promise((resolve) => void begun.push(resolve));
    await rows.add(work());
    let second = false;
    const adding = rows.add(work()).then(() => (second = true));
    await new Promise(setImmediate);
    expect(second).toBe(false);
    begun[0]?.();
    await adding;
    begun[1]?.();
    await expect(rows.landed()).resolves.toBeUndefined();
  });
});
