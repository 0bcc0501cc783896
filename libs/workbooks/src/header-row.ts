import type { Cell, Row } from '#platform/sheets';
import { plain } from './cell-values.ts';
import { correctionColumn } from './sheet-spec.ts';
import type { AnySheet } from './sheets.ts';

/** Where each known column stands, and what else the sheet has. */
export interface Header {
  /** Column index by header. */
  readonly at: ReadonlyMap<string, number>;
  /** Columns that the register does not know: kept as notes. */
  readonly extra: ReadonlyMap<string, number>;
}

const rowsSearched = 10;

/** A header as it is compared: half-width, without spaces, line breaks and the star of a required column. */
const normal = (cell: Cell): string => plain(cell.text).replace(/[\s*＊]/g, '');

/** Reads rows until the header is found; `null` when none of the first ten holds every key column that is required. */
export class HeaderSearch {
  readonly #known: ReadonlySet<string>;
  readonly #needed: readonly string[];

  constructor(sheet: AnySheet) {
    this.#known = new Set([...sheet.columns, correctionColumn].map((column) => column.header));
    this.#needed = sheet.columns
      .filter((column) => column.required && sheet.key.includes(column.header))
      .map((c) => c.header);
  }

  /** True when the header cannot stand in this row or below. */
  isTooLate(row: Row): boolean {
    return row.number > rowsSearched;
  }

  /** The header, when this row is one. */
  read(row: Row): Header | null {
    const header = this.#headerOf(row);
    return this.#needed.every((name) => header.at.has(name)) ? header : null;
  }

  /** A header of two rows: the second names columns of which the first holds only a group's title. */
  continued(header: Header, row: Row): Header | null {
    const names = row.cells.flatMap((cell, i) => (cell.kind === 'empty' ? [] : [{ name: normal(cell), i }]));
    const fits =
      names.length > 0 && names.every(({ name, i }) => this.#known.has(name) && ![...header.at.values()].includes(i));
    if (!fits) return null;
    const below = this.#headerOf(row);
    const taken = new Set(below.at.values());
    const extra = new Map([...header.extra].filter(([, i]) => !taken.has(i)));
    return { at: new Map([...below.at, ...header.at]), extra };
  }

  #headerOf(row: Row): Header {
    const at = new Map<string, number>();
    const extra = new Map<string, number>();
    for (const [i, cell] of row.cells.entries()) {
      const name = normal(cell);
      if (name === '') continue;
      const where = this.#known.has(name) ? at : extra;
      if (!where.has(name)) where.set(name, i); // of two columns of one name the first counts
    }
    return { at, extra };
  }
}
