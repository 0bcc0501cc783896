import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SheetLimits } from '#platform/sheets';
import { openWorkbook } from '#platform/sheets';

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'sheets-'))));
afterEach(() => rm(folder, { recursive: true }));

const read = async (limits: Partial<SheetLimits> = {}): Promise<Record<string, [number, string[]][]>> => {
  const workbook = await openWorkbook(folder, limits);
  try {
    const sheets: Record<string, [number, string[]][]> = {};
    for (const sheet of workbook.sheets) {
      const rows: [number, string[]][] = [];
      for await (const { number, cells } of sheet.rows()) rows.push([number, cells.map(({ text }) => text)]);
      sheets[sheet.name] = rows;
    }
    return sheets;
  } finally {
    await workbook.close();
  }
};
const put = (name: string, content: string | Uint8Array): Promise<void> => writeFile(join(folder, name), content);
const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');
// "编号,学校" in GB18030
const gb18030 = Buffer.from('b1e0bac52cd1a7d0a30a', 'hex');

describe('a folder of CSV files', () => {
  it('is one workbook with a sheet per file, in the order of their names', async () => {
    await put('乙.csv', '\ufeff编号,名称\r\n1,"含,逗号\n与""引号"""\r\n\r\n,,\r\n4\r\n');
    await put('甲.CSV', gb18030);
    await put('空.csv', '');
    await put('读我.txt', '\0');
    expect(await read()).toEqual({
      乙: [
        [1, ['编号', '名称']],
        [2, ['1', '含,逗号\n与"引号"']],
        [5, ['4']],
      ],
      甲: [[1, ['编号', '学校']]],
      空: [],
    });
  });

  it('is known by the digest of its names and digests', async () => {
    await put('b.csv', gb18030);
    await put('a.csv', 'x');
    const workbook = await openWorkbook(folder);
    await workbook.close();
    expect(workbook).toMatchObject({
      kind: 'csv',
      name: folder.split('/').at(-1),
      sha256: sha256(`a.csv\t${sha256('x')}\nb.csv\t${sha256(gb18030)}\n`),
    });
  });

  it('may be read twice and left early', async () => {
    await put('a.csv', '1\n2\n3\n');
    const workbook = await openWorkbook(folder);
    for await (const { number } of workbook.sheets[0]?.rows() ?? []) if (number === 2) break;
    let count = 0;
    for await (const row of workbook.sheets[0]?.rows() ?? []) count += row.number > 0 ? 1 : 0;
    await workbook.close();
    expect(count).toBe(3);
  });
});

describe('a folder of something else', () => {
  it.each<[string, Uint8Array | string]>([
    ['a workbook', Buffer.from('504b030414000000080021', 'hex')],
    ['NUL', 'a,b\0\n'],
    ['control characters', 'a,\u0001\n'],
    ['bytes of no encoding', Buffer.from([0x61, 0xff, 0xff, 0x0a])],
    ['an open quote', 'a,"b\nc'],
  ])('is refused when a file holds %s', async (_, content) => {
    await put('a.csv', content);
    await expect(read()).rejects.toMatchObject({ code: 'not-a-workbook' });
  });

  it.each<[string, Partial<SheetLimits>]>([
    ['bytes', { fileBytes: 7 }],
    ['rows', { rows: 1 }],
    ['columns', { columns: 1 }],
    ['text of a cell', { cellChars: 1 }],
  ])('is refused for its %s', async (_, limits) => {
    await put('a.csv', '1,22\n3,4');
    await expect(read(limits)).rejects.toMatchObject({ code: 'too-large' });
  });

  it('is refused without files, or with a folder among them', async () => {
    await expect(read()).rejects.toMatchObject({ code: 'not-a-workbook' });
    await mkdir(join(folder, 'a.csv'));
    await expect(read()).rejects.toMatchObject({ code: 'not-a-workbook' });
  });
});
