import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SheetLimits } from '#platform/sheets';
import { openWorkbook, SheetError } from '#platform/sheets';
import { minimalParts, packed, relationsPart, transitional } from '../fixtures/xlsx-parts.mjs';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'sheets-'))));
afterAll(() => rm(folder, { recursive: true }));

const reading = async (bytes: Uint8Array, limits: Partial<SheetLimits> = {}): Promise<number> => {
  const path = join(folder, '台账.xlsx');
  await writeFile(path, bytes);
  const workbook = await openWorkbook(path, limits);
  try {
    let rows = 0;
    for (const sheet of workbook.sheets) for await (const row of sheet.rows()) rows += row.cells.length > 0 ? 1 : 0;
    return rows;
  } finally {
    await workbook.close();
  }
};
const refused = async (bytes: Uint8Array, limits?: Partial<SheetLimits>): Promise<string> =>
  reading(bytes, limits).then(
    (rows) => `read ${rows} rows`,
    (error: unknown) => (error instanceof SheetError ? error.code : String(error)),
  );

const oneRow = '<row r="1"><c r="A1"><v>1</v></c></row>';
const sheetPart = 'xl/worksheets/sheet1.xml';
const sst = (items: string): string => `<sst xmlns="${transitional.main}">${items}</sst>`;
const good = packed(minimalParts(oneRow));

/** Rewrites four bytes of every directory entry of a part: local header and central directory. */
const patched = (zip: Uint8Array, name: string, change: { local: number; central: number; value: number }): Buffer => {
  const bytes = Buffer.from(zip);
  for (let at = bytes.indexOf(name); at !== -1; at = bytes.indexOf(name, at + 1)) {
    if (bytes.readUInt32LE(Math.max(0, at - 30)) === 0x04034b50)
      bytes.writeUInt32LE(change.value, at - 30 + change.local);
    else if (bytes.readUInt32LE(at - 46) === 0x02014b50) bytes.writeUInt32LE(change.value, at - 46 + change.central);
  }
  return bytes;
};

describe('a file of another kind', () => {
  it('is not what the others here are', async () => {
    expect(await reading(good)).toBe(1);
  });

  it.each<[string, Uint8Array]>([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('编号,名称\n1,2\n')],
    ['an old .xls or a locked .xlsx', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4096)])],
    ['a picture', Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(100)])],
    ['a zip of something', packed({ 'a.txt': 'a' })],
    [
      'a .docx',
      packed({
        '_rels/.rels': relationsPart([['officeDocument', 'word/document.xml']]),
        'word/document.xml': '<w:document xmlns:w="w"/>',
      }),
    ],
    ['a text document', packed({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': '<a/>' })],
    ['a .xlsx cut in half', good.subarray(0, good.length / 2)],
    ['a .xlsx without its last byte', good.subarray(0, -1)],
    ['a .xlsx without its sheet', packed({ ...minimalParts(oneRow), [sheetPart]: '' })],
    [
      'sheets in another encoding',
      packed(minimalParts('', { [sheetPart]: Buffer.from('\ufeff<worksheet/>', 'utf16le') })),
    ],
    ['invalid UTF-8', packed(minimalParts('', { [sheetPart]: Buffer.from([0x3c, 0x61, 0xff, 0xfe, 0x3e]) }))],
    [
      'a DOCTYPE',
      packed(minimalParts('', { [sheetPart]: `<!DOCTYPE worksheet [<!ENTITY a "${'x'.repeat(99)}">]><worksheet/>` })),
    ],
    ['a wrong checksum', patched(good, sheetPart, { local: 14, central: 16, value: 1 })],
    ['a part that holds less than it says', patched(good, sheetPart, { local: 22, central: 24, value: 9_999 })],
    ['parts that differ only in case', packed({ ...minimalParts(oneRow), [sheetPart.toUpperCase()]: '<worksheet/>' })],
  ])('is refused: %s', async (_, bytes) => {
    expect(await refused(bytes)).toBe('not-a-workbook');
  });

  it('is refused when the missing part is named', async () => {
    const { [sheetPart]: _, ...rest } = minimalParts(oneRow);
    await expect(reading(packed(rest))).rejects.toMatchObject({
      code: 'not-a-workbook',
      detail: 'a sheet without its part',
    });
  });

  it('is refused as locked when a part is', async () => {
    const locked = patched(good, sheetPart, { local: 6, central: 8, value: 0x0008_0001 });
    await expect(reading(locked)).rejects.toMatchObject({ code: 'not-a-workbook', detail: 'locked with a password' });
  });

  it('is not what a missing file is', async () => {
    await expect(openWorkbook(join(folder, 'none.xlsx'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('a bomb', () => {
  const zeros = packed(minimalParts('', { [sheetPart]: Buffer.alloc(11 * 2 ** 20) }));

  it('is small, and refused for its ratio', async () => {
    expect(zeros.length).toBeLessThan(20_000);
    expect(await refused(zeros)).toBe('too-large');
  });

  it('is refused by what it really holds when it says less', async () => {
    const rows = packed(
      minimalParts(Array.from({ length: 50_000 }, (_, i) => `<row r="${i + 1}"><c><v>1</v></c></row>`).join('')),
    );
    expect(await refused(patched(rows, sheetPart, { local: 22, central: 24, value: 500_000 }))).toBe('too-large');
  });

  it.each<[string, Partial<SheetLimits>, Uint8Array]>([
    ['bytes on disk', { fileBytes: 100 }, good],
    ['bytes unpacked', { unpackedBytes: 1_000 }, good],
    ['rows', { rows: 2 }, packed(minimalParts('<row><c><v>1</v></c></row>'.repeat(3)))],
    ['columns', { columns: 2 }, packed(minimalParts('<row><c r="C1"><v>1</v></c></row>'))],
    [
      'text of a cell',
      { cellChars: 3 },
      packed(minimalParts(oneRow, { 'xl/sharedStrings.xml': sst('<si><t>四个汉字</t></si>') })),
    ],
    [
      'shared strings',
      { sharedStringBytes: 300 },
      packed(minimalParts(oneRow, { 'xl/sharedStrings.xml': sst('<si/>'.repeat(10)) })),
    ],
    ['a small part', {}, packed(minimalParts(oneRow, { 'xl/styles.xml': [Buffer.alloc(17 * 2 ** 20), { level: 0 }] }))],
    [
      'parts',
      {},
      packed({
        ...minimalParts(oneRow),
        ...Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`x${i}`, ''])),
      }),
    ],
  ])('is refused for its %s', async (_, limits, bytes) => {
    expect(await refused(bytes, limits)).toBe('too-large');
  });

  it('stops at the limit of rows instead of unpacking the rest', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `<row r="${i + 1}"><c><v>${i}</v></c></row>`);
    const path = join(folder, 'rows.xlsx');
    await writeFile(path, packed(minimalParts(`${rows.join('')}<broken`)));
    const workbook = await openWorkbook(path, { rows: 10 });
    await expect(workbook.sheets[0]?.rows()[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'too-large',
    });
    await workbook.close();
  });
});
