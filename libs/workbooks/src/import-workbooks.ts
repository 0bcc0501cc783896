import type { CommandContext } from '#commands';
import { RecordWorkbook } from '#domain/workbook-imports';
import { openWorkbook, SheetError } from '#platform/sheets';
import type { Sheet, SheetLimits, Workbook } from '#platform/sheets';
import type { ImportDesk } from './import-desk.ts';
import { ReportBook } from './import-report.ts';
import type { ImportReport } from './import-report.ts';
import { fileRefusal, importSheet } from './sheet-import.ts';
import { knownSheets } from './sheets.ts';

/** Who imports what, and who wants to hear of it. */
export interface ImportOrder {
  /** Workbooks or folders of CSV, one after another. */
  readonly paths: readonly string[];
  readonly importer: Pick<CommandContext, 'actor' | 'actorTrust'>;
  readonly limits?: SheetLimits;
  /** Shown instead of a path's own last part: an upload has only a temporary one. */
  readonly shownName?: string;
  /** Called with the number of rows read so far. */
  readonly onProgress?: (rows: number) => void;
}

/**
 * Records office ledgers through the same commands as everybody else. Good rows go in, bad rows are named; importing
 * the same file again records nothing. An import that was killed is finished by importing again.
 * @throws StoreError when the register itself cannot be written; what was acknowledged before stands
 */
export const importWorkbooks = async (desk: ImportDesk, order: ImportOrder): Promise<ImportReport> => {
  const book = new ReportBook();
  for (const path of order.paths) {
    const name = order.shownName ?? path;
    let workbook: Workbook | undefined;
    try {
      workbook = await openWorkbook(path, order.limits);
      await importFile(desk, { ...order, workbook, name, book });
    } catch (error) {
      if (!(error instanceof SheetError)) throw error;
      book.refuse(fileRefusal(name, null, error.code));
    } finally {
      await workbook?.close();
    }
  }
  return book.close(await desk.log.head());
};

interface FileImport extends ImportOrder {
  readonly workbook: Workbook;
  readonly name: string;
  readonly book: ReportBook;
}

/**
 * Reads every sheet once before its first row is recorded: a file that is damaged or unpacks to more than the limits
 * allow is refused as a whole, and nothing of it is half done. @throws SheetError
 */
const readToTheEnd = async (sheets: Iterable<Sheet>): Promise<void> => {
  for (const sheet of sheets) {
    const rows = sheet.rows()[Symbol.asyncIterator]();
    while (!(await rows.next()).done);
  }
};

const importFile = async (desk: ImportDesk, it: FileImport): Promise<void> => {
  const { workbook, name, book, importer } = it;
  const before = { rows: book.rows, refusedRows: book.refusedRows };
  const file = { name, sha256: workbook.sha256 };
  const extraColumns: Record<string, readonly string[]> = {};
  const found = knownSheets(workbook);
  await readToTheEnd(found.values());
  for (const [sheet, source] of found) {
    const onRow = (): void => it.onProgress?.(book.rows);
    const extra = await importSheet({ desk, sheet, file, book, importer, onRow }, source);
    if (extra && extra.length > 0) extraColumns[sheet.name] = extra;
  }
  const read = new Set(found.values());
  const unknownSheets = workbook.sheets.filter((one) => !read.has(one)).map((one) => one.name);
  const rows = book.rows - before.rows;
  book.file({ file: name, sha256: workbook.sha256, rows, unknownSheets, extraColumns });
  if (found.size === 0) {
    book.refuse(fileRefusal(name, null, 'header-missing'));
    return;
  }
  const content = {
    sha256: workbook.sha256,
    name: workbook.name,
    kind: workbook.kind,
    rows,
    refusedRows: book.refusedRows - before.refusedRows,
    importer: importer.actor.id,
  };
  await desk.gateway.execute(new RecordWorkbook(content), { ...importer, source: 'workbook' });
};
