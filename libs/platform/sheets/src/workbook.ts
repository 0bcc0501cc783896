import type { LocalDate } from '#kernel';

/**
 * One cell as it was stored. An `error` is a stored error value, or a formula that nobody has calculated yet.
 * Cells are shared between rows: treat them as frozen.
 */
export interface Cell {
  readonly kind: 'text' | 'number' | 'date' | 'bool' | 'error' | 'empty';
  /** Text as stored; a number's own spelling (`3.646012001E17`); a date as `YYYY-MM-DD`; `TRUE`, `#N/A`, `=A1+1`; else ''. */
  readonly text: string;
  /** The day of a number that is formatted as a date; a time of day is cut off. */
  readonly date?: LocalDate;
  /**
   * The stored number, a date's serial number included. Amounts are to be taken from here: Excel spells 1.1 as
   * 1.1000000000000001.
   */
  readonly number?: number;
}

/** A row that holds something. */
export interface Row {
  /** Excel's own row number; in CSV the record's number. The first is 1. */
  readonly number: number;
  /** By column from 0, never ending in an empty cell. Of merged cells the first holds the value, the others are empty. */
  readonly cells: readonly Cell[];
}

/** One sheet. Hidden sheets and hidden rows are read like any other; rows that hold nothing are passed over. */
export interface Sheet {
  readonly name: string;
  /**
   * The rows from the top, read while they are asked for; may be called again, and left early.
   * @throws SheetError from the iteration, when the sheet turns out to be damaged or over a limit
   */
  rows(): AsyncIterable<Row>;
}

/** An opened .xlsx file or folder of .csv files. It holds open files until `close`. */
export interface Workbook {
  /** The file's or folder's own name. */
  readonly name: string;
  /** Hex. Of a folder: over the lines `<file name>\t<its sha256>\n`, sorted by file name. */
  readonly sha256: string;
  readonly kind: 'xlsx' | 'csv';
  /** In the workbook's own order; CSV files by name. */
  readonly sheets: readonly Sheet[];
  /** Gives the files back. Rows cannot be read afterwards. */
  close(): Promise<void>;
}

/** Stands wherever nothing was stored. */
export const emptyCell: Cell = { kind: 'empty', text: '' };

/** Text, or the empty cell where there is none. */
export const textCell = (text: string): Cell => (text === '' ? emptyCell : { kind: 'text', text });
