import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWorkbook, writeWorkbook } from '#platform/sheets';
import { defaultLimits } from './limits.ts';
import { RowListener } from './row-listener.ts';
import { XmlFeed } from './xml-feed.ts';

const rowCount = 100_000;
let folder: string;
let path: string;

function* rows(): Generator<[string, number, string]> {
  for (let i = 0; i < rowCount; i += 1) yield [`第${i % 1_000}号`, i, String(4_600_000_000 + i)];
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sheets-'));
  path = join(folder, 'large.xlsx');
  await writeWorkbook(path, [{ name: '表', columns: ['甲', '乙', '丙'].map((header) => ({ header })), rows: rows() }]);
});
afterAll(() => rm(folder, { recursive: true }));

describe('a workbook of 100,000 rows', () => {
  it('is read whole, each row once and in order', async () => {
    const workbook = await openWorkbook(path);
    let [count, sum, last] = [0, 0, 0];
    for await (const { number, cells } of workbook.sheets[0]?.rows() ?? []) {
      if (number === last + 1) count += 1;
      last = number;
      sum += cells[1]?.number ?? 0;
    }
    await workbook.close();
    expect([count, sum]).toEqual([rowCount + 1, (rowCount * (rowCount - 1)) / 2]);
  });

  it('is parsed only as far as its rows are taken', async () => {
    const workbook = await openWorkbook(path);
    const parsed: number[] = [];
    const write = jest.spyOn(XmlFeed.prototype, 'write');
    for await (const { number } of workbook.sheets[0]?.rows() ?? []) {
      parsed.push(write.mock.calls.length);
      if (number === 2_000) break;
    }
    write.mockRestore();
    await workbook.close();
    expect(parsed[0]).toBe(1);
    expect(parsed.at(-1)).toBeLessThan(10); // of about 200 pieces
  });

  it('shares one cell among all places of a shared string', () => {
    const shared = { kind: 'text', text: '甲' } as const;
    const listener = new RowListener({ sharedStrings: [shared], isDate: [], is1904: false }, defaultLimits);
    new XmlFeed('worksheet', listener).write('<worksheet><row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>');
    expect(listener.take()[0]?.cells.every((cell) => cell === shared)).toBe(true);
  });
});
