/** What one workbook may cost. Every limit is checked against what was really read, not against what a header says. */
export interface SheetLimits {
  /** Bytes on disk; for a CSV folder, of all its files together. */
  readonly fileBytes: number;
  /** Bytes of all parts after unpacking. */
  readonly unpackedBytes: number;
  /** Unpacked over packed bytes of one part, asked of parts that unpack to more than 10 MiB. */
  readonly ratio: number;
  /** Rows of one sheet that hold something. */
  readonly rows: number;
  /** Columns that hold something. */
  readonly columns: number;
  /** UTF-16 units of one cell; 32,767 is the format's own limit. */
  readonly cellChars: number;
  /** Memory for the shared strings, counted as two bytes a UTF-16 unit and 32 a string. */
  readonly sharedStringBytes: number;
}

const mebibyte = 2 ** 20;

/** Room for an office's ledger of 300,000 rows; real workbooks unpack 5 to 30 times, bombs about 1,000 times. */
export const defaultLimits: SheetLimits = {
  fileBytes: 100 * mebibyte,
  unpackedBytes: 1024 * mebibyte,
  ratio: 200,
  rows: 300_000,
  columns: 256,
  cellChars: 32_767,
  sharedStringBytes: 128 * mebibyte,
};

/** Parts that unpack to less are never asked for their ratio. */
export const ratioFloorBytes = 10 * mebibyte;
/** The parts that are held whole: relations, the list of sheets, styles. */
export const smallPartBytes = 16 * mebibyte;
/** The format's last row. */
export const lastRowNumber = 1_048_576;
