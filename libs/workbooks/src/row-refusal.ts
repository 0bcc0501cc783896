import type { Refusal } from '#kernel';
import type { Row } from '#platform/sheets';
import type { Header } from './header-row.ts';
import type { RefusedCell } from './import-report.ts';
import { cellNamed, columnOrder } from './row-reading.ts';
import type { AnySheet } from './sheets.ts';

/** A refused row and where it stands. */
export interface RefusedRow {
  readonly file: string;
  readonly sheet: AnySheet;
  readonly header: Header;
  readonly row: Row;
}

/**
 * The entries of a refused row in the report, in column order. A code that fits one cell several times (two unknown
 * majors of a list) is one entry that names them all. A refusal of the whole row stands under the key's first column.
 */
export const refusedCells = (it: RefusedRow, refusals: readonly Refusal[]): readonly RefusedCell[] => {
  const keyField = it.sheet.columns.find((column) => column.header === it.sheet.key[0])?.field;
  const faults = new Map<string, Fault>();
  for (const { code, field: named, detail } of refusals) {
    const field = named === '' ? keyField : named;
    const name = `${code} ${field}`;
    const fault = faults.get(name) ?? { code, field, details: new Set<string>() };
    if (detail !== undefined) fault.details.add(detail);
    faults.set(name, fault);
  }
  const order = (fault: Fault): number => columnOrder(it.sheet, fault.field);
  return [...faults.values()].toSorted((a, b) => order(a) - order(b)).map((fault) => cellOf(it, fault));
};

interface Fault {
  readonly code: string;
  readonly field: string | undefined;
  readonly details: Set<string>;
}

const cellOf = ({ file, sheet, header, row }: RefusedRow, { code, field, details }: Fault): RefusedCell => ({
  file,
  sheet: sheet.name,
  row: row.number,
  ...cellNamed(sheet, header, { row, field }),
  code,
  ...(details.size === 0 ? {} : { detail: [...details].join('; ') }),
});
