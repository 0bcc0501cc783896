import { namesIn, RefusedError } from '#commands';
import type { CommandContext } from '#commands';
import type { Refusal } from '#kernel';
import { refusal } from '#kernel';
import type { Sheet } from '#platform/sheets';
import { HeaderSearch } from './header-row.ts';
import type { Header } from './header-row.ts';
import type { RefusedCell, ReportBook } from './import-report.ts';
import type { ImportDesk } from './import-desk.ts';
import { cellNamed, columnOrder, isBlank, readRow } from './row-reading.ts';
import type { ReadRow } from './row-reading.ts';
import type { AnySheet } from './sheets.ts';

/** Rows that are judged and not yet durable: they share flushes, and no more of them are held in memory. */
const rowsInFlight = 512;

/** What one sheet of one file is imported with. */
export interface SheetImport {
  readonly desk: ImportDesk;
  readonly sheet: AnySheet;
  readonly file: { readonly name: string; readonly sha256: string };
  readonly book: ReportBook;
  readonly importer: Pick<CommandContext, 'actor' | 'actorTrust'>;
  /** Called after each row was read. */
  readonly onRow: () => void;
}

/**
 * Records a sheet row by row, in row order. A refused row leaves nothing behind and stops nobody.
 * @returns the columns that the register does not know; null when no header was found
 */
export const importSheet = async (it: SheetImport, rows: Sheet): Promise<readonly string[] | null> => {
  const search = new HeaderSearch(it.sheet);
  const keys = new Set<string>();
  const inFlight: Promise<void>[] = [];
  let header: Header | null = null;
  let mayContinue = false;
  it.book.sheet(it.sheet.name);
  try {
    for await (const row of rows.rows()) {
      if (header === null) {
        if (search.isTooLate(row)) break;
        header = search.read(row);
        mayContinue = header !== null;
        continue;
      }
      const continued: Header | null = mayContinue ? search.continued(header, row) : null;
      mayContinue = false;
      if (continued) {
        header = continued;
        continue;
      }
      if (isBlank(row)) continue;
      inFlight.push(recordRow(it, header, withKeyCheck(readRow(it.sheet, header, row), keys)));
      it.onRow();
      if (inFlight.length >= rowsInFlight) await inFlight.shift();
    }
  } finally {
    await Promise.all(inFlight);
  }
  if (header === null) {
    it.book.refuse(fileRefusal(it.file.name, it.sheet.name, 'header-missing'));
    return null;
  }
  return [...header.extra.keys()];
};

/** A refusal of a whole file or sheet. */
export const fileRefusal = (file: string, sheet: string | null, code: string): RefusedCell => ({
  file,
  sheet,
  row: null,
  column: null,
  value: null,
  code,
});

/** The first row of a key stands for it; the others are refused without a look at the record. */
const withKeyCheck = (read: ReadRow, keys: Set<string>): ReadRow => {
  if (read.key === null) return read;
  if (keys.has(read.key)) return { ...read, refusals: [...read.refusals, refusal('key-twice-in-file', '')] };
  keys.add(read.key);
  return read;
};

const recordRow = async (it: SheetImport, header: Header, read: ReadRow): Promise<void> => {
  if (read.refusals.length > 0) return refuseUnreadable(it, header, read);
  try {
    const answer = await it.desk.gateway.execute(it.sheet.command(read.draft, read.correctionReason), {
      ...it.importer,
      source: 'workbook',
      workbook: { sha256: it.file.sha256, sheet: it.sheet.name, row: read.row.number, notes: read.notes },
    });
    it.book.count(it.sheet.name, answer.outcome);
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    refuseRow(it, { header, read, refusals: error.refusals });
  }
};

/** A row that could not be read completely is still told everything else that is wrong with it. */
const refuseUnreadable = async (it: SheetImport, header: Header, read: ReadRow): Promise<void> => {
  const more = await it.desk.examine(namesIn(read.draft), (facts) =>
    it.sheet.offences(read.draft, facts, read.correctionReason),
  );
  refuseRow(it, { header, read, refusals: [...read.refusals, ...more] });
};

const refuseRow = (
  it: SheetImport,
  { header, read, refusals }: { readonly header: Header; readonly read: ReadRow; readonly refusals: readonly Refusal[] },
): void => {
  it.book.count(it.sheet.name, 'refused');
  const keyField = it.sheet.columns.find((column) => column.header === it.sheet.key[0])?.field;
  const placed = refusals
    .map((one) => (one.field === '' ? { ...one, field: keyField ?? '' } : one))
    .toSorted((a, b) => columnOrder(it.sheet, a.field) - columnOrder(it.sheet, b.field));
  const seen = new Set<string>();
  for (const { code, field, detail } of placed) {
    const name = `${code} ${field} ${detail}`;
    if (seen.has(name)) continue;
    seen.add(name);
    it.book.refuse({
      file: it.file.name,
      sheet: it.sheet.name,
      row: read.row.number,
      ...cellNamed(it.sheet, header, { row: read.row, field }),
      code,
      ...(detail === undefined ? {} : { detail }),
    });
  }
};
