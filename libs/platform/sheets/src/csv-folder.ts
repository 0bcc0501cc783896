import { createHash } from 'node:crypto';
import { open, readdir } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable, pipeline } from 'node:stream';
import { parse } from 'csv-parse';
import type { CsvLook } from './csv-text.ts';
import { csvText, lookAtCsv } from './csv-text.ts';
import type { SheetLimits } from './limits.ts';
import { damaged, SheetError } from './sheet-error.ts';
import type { Cell, Row, Workbook } from './workbook.ts';
import { emptyCell, textCell } from './workbook.ts';

const maxFiles = 255;
const extension = /\.csv$/i;

interface CsvFile extends CsvLook {
  readonly name: string;
  readonly file: FileHandle;
}

/** Opens a folder of `<sheet name>.csv`; other files in it are not looked at. Every cell of a CSV is text. */
export const openCsvFolder = async (path: string, limits: SheetLimits): Promise<Workbook> => {
  const names = (await readdir(path)).filter((name) => extension.test(name)).toSorted();
  if (names.length === 0) throw new SheetError('not-a-workbook', 'a folder without .csv files');
  if (names.length > maxFiles) throw new SheetError('too-large', `more than ${maxFiles} files`);
  const handles: FileHandle[] = [];
  const close = async (): Promise<void> => void (await Promise.all(handles.map((file) => file.close())));
  try {
    for (const name of names) handles.push(await open(join(path, name)));
    await refuseTooLarge(handles, limits);
    const files: CsvFile[] = [];
    for (const [i, file] of handles.entries()) {
      const name = names[i] ?? '';
      files.push({ name, file, ...(await lookAtCsv(file, name)) });
    }
    const sheets = files.map((csv) => ({ name: csv.name.replace(extension, ''), rows: () => rowsOf(csv, limits) }));
    return { name: basename(path), sha256: digestOf(files), kind: 'csv', sheets, close };
  } catch (error) {
    await close();
    throw error;
  }
};

const refuseTooLarge = async (handles: readonly FileHandle[], limits: SheetLimits): Promise<void> => {
  const stats = await Promise.all(handles.map((file) => file.stat()));
  if (stats.some((stat) => !stat.isFile())) throw new SheetError('not-a-workbook', 'a .csv that is no file');
  const bytes = stats.reduce((sum, stat) => sum + stat.size, 0);
  if (bytes > limits.fileBytes) throw new SheetError('too-large', `${bytes} bytes, over ${limits.fileBytes}`);
};

const digestOf = (files: readonly CsvFile[]): string =>
  createHash('sha256')
    .update(files.map(({ name, sha256 }) => `${name}\t${sha256}\n`).join(''))
    .digest('hex');

async function* rowsOf(csv: CsvFile, limits: SheetLimits): AsyncGenerator<Row, void, undefined> {
  const records = pipeline(
    Readable.from(csvText(csv.file, csv.encoding)),
    parse({ delimiter: csv.delimiter, relax_column_count: true, max_record_size: limits.columns * limits.cellChars }),
    () => {}, // its error reaches the loop below
  ) as AsyncIterable<string[]>;
  let [number, rowCount] = [0, 0];
  try {
    for await (const record of records) {
      number += 1;
      const cells = cellsOf(record, number, limits);
      if (cells.length === 0) continue;
      rowCount += 1;
      if (rowCount > limits.rows) throw new SheetError('too-large', `more than ${limits.rows} rows`);
      yield { number, cells };
    }
  } catch (error) {
    throw damaged(error, csv.name);
  }
}

const cellsOf = (record: readonly string[], number: number, limits: SheetLimits): Cell[] => {
  const cells = record.map(textCell);
  while (cells.at(-1) === emptyCell) cells.pop();
  if (cells.length > limits.columns)
    throw new SheetError('too-large', `record ${number} has more than ${limits.columns} columns`);
  if (cells.some(({ text }) => text.length > limits.cellChars))
    throw new SheetError('too-large', `record ${number} has a cell over ${limits.cellChars} characters`);
  return cells;
};
