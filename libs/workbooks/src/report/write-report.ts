import { openWorkbook, writeWorkbook } from '#platform/sheets';
import type { SheetToWrite, Workbook } from '#platform/sheets';
import type { Locale } from '#wording';
import type { ImportReport } from '../import-report.ts';
import { knownSheets } from '../sheets.ts';
import { refusedSheet } from './refused-sheet.ts';
import { summarySheet } from './summary-sheet.ts';

/** Where the imported files are, and in which language to write. */
export interface ReportSources {
  /** Path by the name under which the report knows the file; a name that is missing here is a path itself. */
  readonly paths: ReadonlyMap<string, string>;
  readonly locale: Locale;
}

/** A file was changed between its import and its report: its rows are no longer those that were refused. */
export class SourceChanged extends Error {
  readonly code = 'source-changed';

  constructor(readonly file: string) {
    super(`${file} was changed after it was imported`);
    this.name = 'SourceChanged';
  }
}

/**
 * Saves a report as .xlsx: a summary, and for each sheet with refusals the refused rows with the errors beside them.
 * Whatever the rows hold is written as text, never as a formula.
 * @throws SourceChanged; SheetError or the system's own error when a file cannot be read again or the report written
 */
export const writeReport = async (path: string, report: ImportReport, sources: ReportSources): Promise<void> => {
  const opened: Workbook[] = [];
  const sheets = [summarySheet(report, sources.locale)];
  try {
    for (const file of new Set(report.refused.filter(({ row }) => row !== null).map((cell) => cell.file))) {
      const workbook = await openWorkbook(sources.paths.get(file) ?? file);
      opened.push(workbook);
      const imported = report.files.find((one) => one.file === file);
      if (imported && imported.sha256 !== workbook.sha256) throw new SourceChanged(file);
      for (const [sheet, source] of knownSheets(workbook)) {
        const refused = report.refused.filter((cell) => cell.file === file && cell.sheet === sheet.name);
        const rows = { sheet, source, refused, locale: sources.locale };
        if (refused.length > 0) sheets.push(await refusedSheet(rows, freeName(sheet.name, sheets)));
      }
    }
    await writeWorkbook(path, sheets);
  } finally {
    await Promise.all(opened.map((workbook) => workbook.close()));
  }
};

/** The sheet's own name, so that mended rows can be imported; the same sheet of a second file gets a number. */
const freeName = (name: string, taken: readonly SheetToWrite[]): string => {
  const same = taken.filter((sheet) => sheet.name === name || sheet.name.startsWith(`${name} `)).length;
  return same === 0 ? name : `${name} ${same + 1}`;
};
