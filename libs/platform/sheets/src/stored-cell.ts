import { isLocalDate } from '#kernel';
import { dateOfSerial } from './serial-date.ts';
import { SheetError } from './sheet-error.ts';
import type { Cell } from './workbook.ts';
import { emptyCell, textCell } from './workbook.ts';

/** What the cells of all sheets of a workbook refer to. */
export interface CellContext {
  readonly sharedStrings: readonly Cell[];
  /** By cell format: whether it shows a day. */
  readonly isDate: readonly boolean[];
  /** Whether days are counted from 1904-01-01. */
  readonly is1904: boolean;
}

/** A cell as it stands in the sheet: the attributes `t` and `s`, and the text of `v` or `is`. */
export interface StoredCell {
  readonly type: string | undefined;
  readonly style: string | undefined;
  readonly text: string;
}

/** Reads a stored cell. A number that is none stays text: nothing is lost, and the row rules can name it. */
export const cellOf = ({ type, style, text }: StoredCell, context: CellContext): Cell => {
  if (text === '') return emptyCell;
  switch (type) {
    case undefined:
    case 'n':
      return numberCell(text, style !== undefined && context.isDate[Number(style)] === true, context.is1904);
    case 's':
      return sharedCell(text, context.sharedStrings);
    case 'b':
      return { kind: 'bool', text: text.trim() === '1' || text.trim() === 'true' ? 'TRUE' : 'FALSE' };
    case 'e':
      return { kind: 'error', text };
    case 'd':
      return isoCell(text);
    default:
      return textCell(text);
  }
};

const numberCell = (stored: string, isDate: boolean, is1904: boolean): Cell => {
  const text = stored.trim();
  const number = Number(text);
  if (text === '' || !Number.isFinite(number)) return textCell(stored);
  const date = isDate ? dateOfSerial(number, is1904) : undefined;
  return date === undefined ? { kind: 'number', text, number } : { kind: 'date', text: date, date, number };
};

const sharedCell = (index: string, sharedStrings: readonly Cell[]): Cell => {
  const cell = sharedStrings[Number(index)];
  if (!cell) throw new SheetError('not-a-workbook', 'a shared string that does not exist');
  return cell;
};

/** Strict files may store a day as ISO 8601 text. */
const isoCell = (text: string): Cell => {
  const date = text.slice(0, 10);
  return isLocalDate(date) ? { kind: 'date', text: date, date } : textCell(text);
};
