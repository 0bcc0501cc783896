import type { Refusal } from '#kernel';
import { refusal } from '#kernel';
import type { Cell, Row } from '#platform/sheets';
import { visible } from './cell-values.ts';
import type { Header } from './header-row.ts';
import { correctionHeader } from './sheet-spec.ts';
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
  const cellOf = (name: string): Cell | undefined => {
    const at = header.at.get(name);
    return at === undefined ? undefined : row.cells[at];
  };
  const draft: Record<string, unknown> = {};
  const refusals: Refusal[] = [];
  for (const column of sheet.columns) {
    const cell = cellOf(column.header);
    if (cell === undefined || isEmpty(cell)) {
      draft[column.field] = column.required ? undefined : column.empty;
      if (column.required) refusals.push(refusal('required', column.field));
      continue;
    }
    const parsed = column.parse(cell);
    if ('code' in parsed) refusals.push(refusal(parsed.code, column.field));
    draft[column.field] = 'code' in parsed ? undefined : parsed.value;
  }
  const settled = sheet.settle(draft);
  const reason = cellOf(correctionHeader);
  return {
    row,
    draft: settled.draft,
    refusals: [...refusals, ...settled.refusals],
    correctionReason: reason === undefined || isEmpty(reason) ? null : visible(reason.text),
    notes: notesOf(header, row),
    key: keyOf(sheet, settled.draft),
  };
};

const longestNote = 500; // an event holds 32 KiB: a note is a remark, not a document

const notesOf = (header: Header, row: Row): Readonly<Record<string, string>> => {
  const notes: Record<string, string> = {};
  for (const [name, at] of header.extra) {
    const cell = row.cells[at];
    if (cell !== undefined && !isEmpty(cell)) notes[name] = visible(cell.text).slice(0, longestNote);
  }
  return notes;
};

const keyOf = (sheet: AnySheet, draft: Readonly<Record<string, unknown>>): string | null => {
  const parts: string[] = [];
  for (const name of sheet.key) {
    const column = sheet.columns.find((one) => one.header === name);
    const value = column && draft[column.field];
    if (value === undefined) return null;
    parts.push(String(value ?? ''));
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
  const column = sheet.columns.find((one) => one.field === place.field);
  if (!column) return { column: null, value: null };
  const at = header.at.get(column.header);
  return { column: column.header, value: (at === undefined ? undefined : place.row.cells[at]?.text) ?? '' };
};
