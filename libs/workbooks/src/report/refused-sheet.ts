import type { Cell, MarkedValue, Row, Sheet, SheetColumn, SheetToWrite, SheetValue } from '#platform/sheets';
import { sentenceFor, wordFor } from '#wording';
import type { Locale } from '#wording';
import type { Header } from '../header-row.ts';
import type { RefusedCell } from '../import-report.ts';
import { LedgerRows } from '../ledger-rows.ts';
import type { AnySheet } from '../sheets.ts';
import { displayWidth } from './display-width.ts';

/** The refused rows of one sheet of one file. */
export interface RefusedRows {
  readonly sheet: AnySheet;
  readonly source: Sheet;
  readonly refused: readonly RefusedCell[];
  readonly locale: Locale;
}

/**
 * The refused rows as they stood in the file, under the same headers, with what is wrong beside them: mended, the
 * sheet can be imported. The file is read row by row, twice: once for its header. @throws SheetError
 */
export const refusedSheet = async (it: RefusedRows, name: string): Promise<SheetToWrite> => {
  const header = await headerOf(it);
  const names = namesByColumn(header);
  const side = (['row', 'code', 'sentence'] as const).map((term) => wordFor(term, it.locale));
  return {
    name,
    columns: [...names.map((column) => columnOf(it.sheet, column)), ...side.map((term, i) => sideColumn(term, i))],
    rows: rowsOf(it, names),
  };
};

const headerOf = async ({ sheet, source }: RefusedRows): Promise<Header> => {
  const ledger = new LedgerRows(sheet, source);
  const rows = ledger.rows();
  await rows.next();
  await rows.return();
  return ledger.header ?? { at: new Map(), extra: new Map() };
};

const namesByColumn = ({ at, extra }: Header): readonly string[] => {
  const names: string[] = [];
  for (const [name, i] of [...at, ...extra]) names[i] = name;
  return Array.from(names, (name) => name ?? '');
};

const columnOf = (sheet: AnySheet, header: string): SheetColumn => {
  const format = sheet.columns.find((column) => column.header === header)?.format;
  return { header, width: Math.max(14, displayWidth(header) + 2), text: format === 'text', date: format === 'date' };
};

const sideWidths = [8, 28, 100];
const sideColumn = (header: string, i: number): SheetColumn => ({ header, width: sideWidths[i] ?? 12 });

type Value = SheetValue | MarkedValue;

async function* rowsOf(it: RefusedRows, names: readonly string[]): AsyncGenerator<readonly Value[], void, undefined> {
  const byRow = new Map<number | null, RefusedCell[]>();
  for (const cell of it.refused) byRow.set(cell.row, [...(byRow.get(cell.row) ?? []), cell]);
  for await (const { row } of new LedgerRows(it.sheet, it.source).rows()) {
    const faults = byRow.get(row.number);
    if (faults)
      yield [...cellsOf(row, names, { faults, locale: it.locale }), row.number, ...besides(faults, it.locale)];
  }
}

interface Faults {
  readonly faults: readonly RefusedCell[];
  readonly locale: Locale;
}

const cellsOf = (row: Row, names: readonly string[], { faults, locale }: Faults): readonly Value[] =>
  names.map((name, i) => {
    const value = valueOf(row.cells[i]);
    const here = faults.filter((fault) => fault.column === name);
    return here.length === 0 ? value : { value, mark: here.map((fault) => saidOf(fault, locale)).join('\n') };
  });

/** A number stays one only where its spelling is kept: a code in scientific notation must be shown as it was. */
const valueOf = (cell: Cell | undefined): SheetValue => {
  if (cell === undefined || cell.kind === 'empty') return null;
  return cell.kind === 'number' && String(cell.number) === cell.text ? Number(cell.text) : cell.text;
};

const besides = (faults: readonly RefusedCell[], locale: Locale): readonly string[] => [
  [...new Set(faults.map(({ code }) => code))].join('; '),
  faults.map((fault) => (fault.column === null ? '' : `${fault.column}: `) + saidOf(fault, locale)).join(' '),
];

const saidOf = ({ code, detail }: RefusedCell, locale: Locale): string => sentenceFor(code, locale, detail);
