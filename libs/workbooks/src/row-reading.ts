import type { Refusal } from '#kernel';
import { refusal } from '#kernel';
import type { Cell, Row } from '#platform/sheets';
import { visible } from './cell-values.ts';
import type { Header } from './header-row.ts';
import { correctionColumn } from './sheet-spec.ts';
import type { Column } from './sheet-spec.ts';
import type { AnySheet } from './sheets.ts';

/** A row as far as it could be read: what could not be read is undefined in the draft and named in the refusals. */
export interface ReadRow {
  readonly row: Row;
  readonly draft: Readonly<Record<string, unknown>>;
  readonly refusals: readonly Refusal[];
  readonly correctionReason: string | null;
  readonly notes: Readonly<Record<string, string>>;
  /** Null when a part of the key could not be read. */
  readonly key: string | null;
}

const isEmpty = (cell: Cell | undefined): boolean =>
  cell === undefined || cell.kind === 'empty' || (cell.kind === 'text' && visible(cell.text) === '');

/** True for a row that only looks as if it held something. */
export const isBlank = (row: Row): boolean => row.cells.every(isEmpty);

/** Reads one row by the sheet's columns. */
export const readRow = (sheet: AnySheet, header: Header, row: Row): ReadRow => {
  const draft: Record<string, unknown> = {};
  const refusals: Refusal[] = [];
  for (const column of sheet.columns) {
    const read = readCell(column, cellUnder(header, row, column));
    draft[column.field] = read.value;
    if (read.code !== undefined) refusals.push(refusal(read.code, column.field));
  }
  const settled = sheet.settle(draft);
  const reason = readCell(correctionColumn, cellUnder(header, row, correctionColumn));
  if (reason.code !== undefined) refusals.push(refusal(reason.code, correctionColumn.field));
  const notes = notesOf(header, row);
  if (isTooLong([settled.draft, reason.value, JSON.stringify(notes)]))
    refusals.push(refusal('bad-text', longestField(sheet, header, row)));
  return {
    row,
    draft: settled.draft,
    refusals: [...refusals, ...settled.refusals],
    correctionReason: (reason.value as string | null | undefined) ?? null,
    notes,
    key: keyOf(sheet, settled.draft),
  };
};

const cellUnder = (header: Header, row: Row, { header: name }: Column): Cell | undefined => {
  const at = header.at.get(name);
  return at === undefined ? undefined : row.cells[at];
};

/** A list that holds nothing but separators is as empty as an empty cell. */
const isNothing = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

const readCell = (column: Column, cell: Cell | undefined): { readonly value: unknown; readonly code?: string } => {
  const missing = column.required ? { value: undefined, code: 'required' } : { value: column.empty };
  if (cell === undefined || isEmpty(cell)) return missing;
  const parsed = column.parse(cell);
  if ('code' in parsed) return { value: undefined, code: parsed.code };
  return isNothing(parsed.value) ? missing : { value: parsed.value };
};

const longestNote = 500;

const notesOf = (header: Header, row: Row): Readonly<Record<string, string>> => {
  const notes: Record<string, string> = {};
  for (const [name, at] of header.extra) {
    const cell = row.cells[at];
    if (cell !== undefined && !isEmpty(cell)) notes[name] = remark(cell.text);
  }
  return notes;
};

/** A note is never a reason to refuse a row: what the log cannot carry is replaced, what is too long is cut. */
const remark = (text: string): string =>
  Buffer.from(visible(text.replaceAll('\u0000', ' ')).slice(0, longestNote), 'utf8').toString('utf8');

const longestRowBytes = 28 * 1024; // an event holds 32 KiB, and says more than its row

const isTooLong = (parts: readonly unknown[]): boolean => Buffer.byteLength(JSON.stringify(parts)) > longestRowBytes;

const longestField = (sheet: AnySheet, header: Header, row: Row): string | undefined => {
  const lengthOf = (column: Column): number => cellUnder(header, row, column)?.text.length ?? 0;
  return [...sheet.columns, correctionColumn].toSorted((a, b) => lengthOf(b) - lengthOf(a))[0]?.field;
};

const keyOf = (sheet: AnySheet, draft: Readonly<Record<string, unknown>>): string | null => {
  const parts: string[] = [];
  for (const name of sheet.key) {
    const column = sheet.columns.find((one) => one.header === name);
    const value = column && draft[column.field];
    if (value === undefined) return null;
    parts.push(typeof value === 'string' ? value : ''); // keys are codes, terms and days; an absent part is null
  }
  return parts.join('\n');
};

/** The column's place in the sheet, for sorting refusals as a reader's eye goes; unknown fields last. */
export const columnOrder = (sheet: AnySheet, field: string | undefined): number => {
  const at = sheet.columns.findIndex((column) => column.field === field);
  return at === -1 ? sheet.columns.length : at;
};

/** The header that a field stands under, and the raw text of its cell. */
export const cellNamed = (
  sheet: AnySheet,
  header: Header,
  place: { readonly row: Row; readonly field: string | undefined },
): { readonly column: string | null; readonly value: string | null } => {
  const column = [...sheet.columns, correctionColumn].find((one) => one.field === place.field);
  return column
    ? { column: column.header, value: cellUnder(header, place.row, column)?.text ?? '' }
    : { column: null, value: null };
};
