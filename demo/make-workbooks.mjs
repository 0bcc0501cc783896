// node demo/make-workbooks.mjs [folder]: writes the demo's workbooks. The same sources give the same bytes on any day.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ExcelJS from 'exceljs';
import { unzipSync, zipSync } from 'fflate';
import * as first from './source/ledger-2022.mjs';
import * as second from './source/ledger-2023.mjs';
import { addLedger, addNote } from './source/office-style.mjs';

const folder = process.argv[2] ?? fileURLToPath(new URL('.', import.meta.url));
const madeOn = new Date('2023-09-25T00:00:00Z');

const bytesOf = async ({ sheets, heading }) => {
  const book = new ExcelJS.Workbook();
  Object.assign(book, { creator: '职成科（虚构）', lastModifiedBy: '职成科（虚构）', created: madeOn, modified: madeOn });
  addNote(book);
  for (const sheet of sheets) addLedger(book, sheet, heading);
  const parts = unzipSync(new Uint8Array(await book.xlsx.writeBuffer()));
  return zipSync(parts, { mtime: '2023-09-25T00:00:00', level: 9 }); // exceljs stamps every part with the hour of writing
};

const isSame = (path, bytes) => {
  try {
    return readFileSync(path).equals(Buffer.from(bytes));
  } catch {
    return false;
  }
};

for (const ledger of [first, second]) {
  const path = join(folder, ledger.fileName);
  const bytes = await bytesOf(ledger);
  const unchanged = isSame(path, bytes);
  if (!unchanged) writeFileSync(path, bytes);
  console.log(`${ledger.fileName}: ${unchanged ? 'unchanged' : `written, ${bytes.length} bytes`}`);
}
