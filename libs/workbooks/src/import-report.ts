/** How many rows of a sheet went which way: read = recorded + unchanged + corrected + refused. */
export interface SheetCount {
  readonly read: number;
  readonly recorded: number;
  readonly unchanged: number;
  readonly corrected: number;
  readonly refused: number;
}

/** One named reason why a row, or a whole file or sheet (row null), was not recorded. */
export interface RefusedCell {
  readonly file: string;
  readonly sheet: string | null;
  /** Excel's own row number; in CSV the record number, the header being 1. */
  readonly row: number | null;
  readonly column: string | null;
  /** The raw text of the cell. */
  readonly value: string | null;
  readonly code: string;
  /** What it collides with or falls short of: a document number, a day. */
  readonly detail?: string;
}

/** A file that was read. */
export interface ImportedFile {
  readonly file: string;
  readonly sha256: string;
  readonly rows: number;
  /** Sheets that the register does not know: passed over. */
  readonly unknownSheets: readonly string[];
  /** Columns that the register does not know, by sheet: kept as notes. */
  readonly extraColumns: Readonly<Record<string, readonly string[]>>;
}

/** What an import did. `position` is the last event of the log, null while it is empty. */
export interface ImportReport {
  readonly files: readonly ImportedFile[];
  readonly sheets: Readonly<Record<string, SheetCount>>;
  readonly refused: readonly RefusedCell[];
  readonly position: string | null;
}

type Outcome = Exclude<keyof SheetCount, 'read'>;

/** Gathers the report while rows come in. */
export class ReportBook {
  readonly #files: ImportedFile[] = [];
  readonly #sheets = new Map<string, Record<keyof SheetCount, number>>();
  readonly #refused: RefusedCell[] = [];

  /** Opens a sheet's line in the report, also for a sheet without rows. */
  sheet(name: string): void {
    if (!this.#sheets.has(name))
      this.#sheets.set(name, { read: 0, recorded: 0, unchanged: 0, corrected: 0, refused: 0 });
  }

  count(name: string, outcome: Outcome): void {
    this.sheet(name);
    const counts = this.#sheets.get(name);
    if (!counts) return;
    counts.read += 1;
    counts[outcome] += 1;
  }

  refuse(...cells: readonly RefusedCell[]): void {
    this.#refused.push(...cells);
  }

  file(file: ImportedFile): void {
    this.#files.push(file);
  }

  get refusedRows(): number {
    let rows = 0;
    for (const { refused } of this.#sheets.values()) rows += refused;
    return rows;
  }

  get rows(): number {
    let rows = 0;
    for (const { read } of this.#sheets.values()) rows += read;
    return rows;
  }

  close(position: bigint | undefined): ImportReport {
    return {
      files: this.#files,
      sheets: Object.fromEntries(this.#sheets),
      refused: this.#refused,
      position: position === undefined ? null : String(position),
    };
  }
}
