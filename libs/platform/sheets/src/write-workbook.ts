import { open, rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type Excel from 'exceljs';
import { defaultLimits } from './limits.ts';
import { SheetError } from './sheet-error.ts';

/** A value to write. Text is always written as text, never as a formula. */
export type SheetValue = string | number | null;

/** A value that stands out: filled, with `mark` as its comment. */
export interface MarkedValue {
  readonly value: SheetValue;
  readonly mark: string;
}

/** A column of a sheet to write. */
export interface SheetColumn {
  readonly header: string;
  /** In characters, as Excel counts; 12 when left out. */
  readonly width?: number;
  /** For codes: shown as text also where a person types one in later. */
  readonly text?: boolean;
  /** `YYYY-MM-DD` texts from 1900-03-01 on are written as date cells; other texts stay text. */
  readonly date?: boolean;
}

/** A sheet to write: a bold, frozen header row, then the rows. */
export interface SheetToWrite {
  /** At most 31 characters, none of `* ? : \ / [ ]`, no other sheet's. */
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  readonly rows: Iterable<readonly (SheetValue | MarkedValue)[]> | AsyncIterable<readonly (SheetValue | MarkedValue)[]>;
}

const rowsPerTurn = 500;
const markFill: Excel.Fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFFC7CE' } };

/**
 * Writes an .xlsx file row by row. The path holds the whole workbook or what it held before: a failed write leaves
 * only what it throws. @throws SheetError `too-large` for text beyond 32,767 characters, which Excel could not open
 */
export const writeWorkbook = async (path: string, sheets: readonly SheetToWrite[]): Promise<void> => {
  // Half a second to load, and most programs that read workbooks write none.
  const { default: Excel } = await import('exceljs');
  const unfinished = `${path}.part`;
  const stream = (await open(unfinished, 'w')).createWriteStream();
  const written = finished(stream);
  written.catch(() => {}); // awaited below, unless writing fails first
  try {
    const book = new Excel.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: true });
    for (const sheet of sheets) await Promise.race([writeSheet(book, sheet), written]);
    await Promise.race([book.commit(), written]);
    await written;
    await rename(unfinished, path);
  } catch (error) {
    stream.destroy();
    await written.catch(() => {}); // closed, so that no late write brings the file back
    await rm(unfinished, { force: true });
    throw error;
  }
};

const writeSheet = async (book: Excel.stream.xlsx.WorkbookWriter, sheet: SheetToWrite): Promise<void> => {
  const { name, columns } = sheet;
  const target = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
  target.columns = columns.map((column) => ({ width: column.width ?? 12, style: styleOf(column) }));
  const header = target.addRow(columns.map((column) => stored(column.header)));
  header.font = { bold: true };
  header.commit();
  let count = 0;
  for await (const row of sheet.rows) {
    writeRow(target, row, columns);
    count += 1;
    // Packing goes on between turns, and so does whatever else this process has to answer.
    if (count % rowsPerTurn === 0) await nextTurn();
  }
  target.commit();
};

const writeRow = (
  target: Excel.Worksheet,
  row: readonly (SheetValue | MarkedValue)[],
  columns: readonly SheetColumn[],
): void => {
  const values = row.map((cell) => (isMarked(cell) ? cell.value : cell));
  const added = target.addRow(
    values.map((value, i) => (columns[i]?.date ? (dayOf(value) ?? stored(value)) : stored(value))),
  );
  row.forEach((cell, i) => {
    if (!isMarked(cell)) return;
    const place = added.getCell(i + 1);
    place.fill = markFill;
    place.note = stored(cell.mark);
  });
  added.commit();
};

const isMarked = (cell: SheetValue | MarkedValue): cell is MarkedValue => typeof cell === 'object' && cell !== null;

const styleOf = ({ text, date }: SheetColumn): Partial<Excel.Style> =>
  text ? { numFmt: '@' } : date ? { numFmt: 'yyyy-mm-dd' } : {};

const day = /^\d{4}-\d{2}-\d{2}$/;

const dayOf = (value: SheetValue): Date | undefined => {
  if (typeof value !== 'string' || !day.test(value) || value < '1900-03-01') return undefined;
  const date = new Date(`${value}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== value ? undefined : date;
};

// What XML cannot carry, and what would be taken for such an escape (ECMA-376, ST_Xstring).
const unstorable =
  // oxlint-disable-next-line no-control-regex -- these characters are what it looks for
  /[\0-\u0008\u000b-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|_(?=x[0-9a-f]{4}_)/gi;

const stored = <T extends SheetValue>(value: T): T | string => {
  if (typeof value !== 'string') return value;
  if (value.length > defaultLimits.cellChars)
    throw new SheetError('too-large', `a cell over ${defaultLimits.cellChars} characters`);
  return value.replaceAll(unstorable, (char) => `_x${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`);
};
