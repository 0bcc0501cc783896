import { namesIn, RefusedError } from '#commands';
import type { CommandContext } from '#commands';
import { refusal } from '#kernel';
import type { Refusal } from '#kernel';
import { isSchoolCode } from '#law';
import type { Sheet } from '#platform/sheets';
import type { Header } from './header-row.ts';
import type { ImportDesk } from './import-desk.ts';
import type { RefusedCell, ReportBook } from './import-report.ts';
import { LedgerRows } from './ledger-rows.ts';
import { readRow } from './row-reading.ts';
import type { ReadRow } from './row-reading.ts';
import { refusedCells } from './row-refusal.ts';
import { RowsInFlight } from './rows-in-flight.ts';
import type { AnySheet } from './sheets.ts';

/** Rows that are judged and not yet durable: one flush for all of them. More would only grow old in memory. */
const rowsInFlight = 64;

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
export const importSheet = async (it: SheetImport, source: Sheet): Promise<readonly string[] | null> => {
  const ledger = new LedgerRows(it.sheet, source);
  const keys = new Set<string>();
  const inFlight = new RowsInFlight(rowsInFlight);
  const refused: RefusedCell[] = [];
  it.book.sheet(it.sheet.name);
  try {
    for await (const { header, row } of ledger.rows()) {
      await inFlight.add(recordRow(it, { header, read: withKeyCheck(readRow(it.sheet, header, row), keys), refused }));
      it.onRow();
    }
  } finally {
    await inFlight.landed();
    it.book.refuse(...refused.toSorted((a, b) => (a.row ?? 0) - (b.row ?? 0)));
  }
  if (ledger.header === null) {
    it.book.refuse(fileRefusal(it.file.name, it.sheet.name, 'header-missing'));
    return null;
  }
  return [...ledger.header.extra.keys()];
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

interface RowImport {
  readonly header: Header;
  readonly read: ReadRow;
  /** Where refusals are gathered: rows end in another order than they began. */
  readonly refused: RefusedCell[];
}

const recordRow = async (it: SheetImport, row: RowImport): Promise<void> => {
  const refusals = await judge(it, row.read);
  if (refusals.length === 0) return;
  it.book.count(it.sheet.name, 'refused');
  const { name: file } = it.file;
  row.refused.push(...refusedCells({ file, sheet: it.sheet, header: row.header, row: row.read.row }, refusals));
};

/** A row that could not be read completely is still told everything else that is wrong with it. */
const judge = async (it: SheetImport, read: ReadRow): Promise<readonly Refusal[]> => {
  const { draft, correctionReason, refusals } = read;
  const names = namesIn(draft);
  // What is no school code names no stream: the domain's rules refuse it before anything looks for one.
  if (refusals.length === 0 && names.schools.every(isSchoolCode)) return record(it, read);
  const more = await it.desk.examine(names, (facts) => it.sheet.offences(draft, facts, correctionReason));
  return [...refusals, ...more];
};

const record = async (it: SheetImport, read: ReadRow): Promise<readonly Refusal[]> => {
  try {
    const answer = await it.desk.gateway.execute(it.sheet.command(read.draft, read.correctionReason), {
      ...it.importer,
      source: 'workbook',
      workbook: { sha256: it.file.sha256, sheet: it.sheet.name, row: read.row.number, notes: read.notes },
    });
    it.book.count(it.sheet.name, answer.outcome);
    return [];
  } catch (error) {
    if (error instanceof RefusedError) return error.refusals;
    throw error;
  }
};
