import type { Row, Sheet } from '#platform/sheets';
import { HeaderSearch } from './header-row.ts';
import type { Header } from './header-row.ts';
import { isBlank } from './row-reading.ts';
import type { AnySheet } from './sheets.ts';

/** One sheet of a file: its header once it was met, and the rows below it that hold something. */
export class LedgerRows {
  readonly #sheet: AnySheet;
  readonly #source: Sheet;
  #header: Header | null = null;

  constructor(sheet: AnySheet, source: Sheet) {
    this.#sheet = sheet;
    this.#source = source;
  }

  /** Null until the rows were asked for, and for a sheet without a header. */
  get header(): Header | null {
    return this.#header;
  }

  /** Each row with the header it stands under; none where no header stands in the first ten rows. @throws SheetError */
  async *rows(): AsyncGenerator<{ readonly header: Header; readonly row: Row }, void, undefined> {
    const search = new HeaderSearch(this.#sheet);
    let mayContinue = false;
    for await (const row of this.#source.rows()) {
      if (this.#header === null) {
        if (search.isTooLate(row)) return;
        this.#header = search.read(row);
        mayContinue = this.#header !== null;
        continue;
      }
      const continued: Header | null = mayContinue ? search.continued(this.#header, row) : null;
      mayContinue = false;
      if (continued) this.#header = continued;
      else if (!isBlank(row)) yield { header: this.#header, row };
    }
  }
}
