import type { SheetLimits } from './limits.ts';
import { lastRowNumber } from './limits.ts';
import { RichText } from './rich-text.ts';
import { SheetError } from './sheet-error.ts';
import type { CellContext } from './stored-cell.ts';
import { cellOf } from './stored-cell.ts';
import type { Cell, Row } from './workbook.ts';
import { emptyCell } from './workbook.ts';
import type { Attributes, XmlListener } from './xml-feed.ts';

/**
 * Listens to `worksheet` and gathers rows until they are taken. `r` of rows and cells is optional in the format: what
 * has none stands after its neighbour. This is the hot path of an import: a few steps per cell, one object per row.
 */
export class RowListener implements XmlListener {
  readonly #context: CellContext;
  readonly #limits: SheetLimits;
  readonly #content: RichText;
  #ready: Row[] = [];
  #rowCount = 0;
  #rowNumber = 0;
  #cells: Cell[] | undefined;
  #column = -1;
  #type: string | undefined;
  #style: string | undefined;
  #formula: string | undefined;

  constructor(context: CellContext, limits: SheetLimits) {
    this.#context = context;
    this.#limits = limits;
    this.#content = new RichText(limits.cellChars);
  }

  /** The rows gathered since the last call. */
  take(): Row[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  open(name: string, attributes: Attributes): void {
    switch (name) {
      case 'c':
        this.#openCell(attributes);
        break;
      case 'v':
      case 't':
      case 'f':
        this.#content.listen();
        break;
      case 'row':
        this.#openRow(attributes['r']);
        break;
      case 'rPh':
        this.#content.phonetic(true);
    }
  }

  text(text: string): void {
    this.#content.text(text);
  }

  close(name: string): void {
    switch (name) {
      case 'c':
        this.#closeCell();
        break;
      case 'v':
        this.#formula = undefined;
      // falls through
      case 't':
        this.#content.pause();
        break;
      case 'f':
        this.#content.pause();
        this.#formula = this.#content.take();
        break;
      case 'row':
        this.#closeRow();
        break;
      case 'rPh':
        this.#content.phonetic(false);
    }
  }

  #openRow(r: string | undefined): void {
    const number = r === undefined ? this.#rowNumber + 1 : Number(r);
    if (!Number.isInteger(number) || number <= this.#rowNumber || number > lastRowNumber)
      throw new SheetError('not-a-workbook', `row ${this.#rowNumber} is followed by ${number}`);
    this.#rowNumber = number;
    this.#cells = [];
    this.#column = -1;
  }

  #openCell({ r, t, s }: Attributes): void {
    this.#column = r === undefined ? this.#column + 1 : columnOf(r);
    this.#type = t;
    this.#style = s;
    this.#formula = undefined;
  }

  #closeCell(): void {
    const text = this.#content.take();
    const cell =
      this.#formula === undefined
        ? cellOf({ type: this.#type, style: this.#style, text }, this.#context)
        : ({ kind: 'error', text: `=${this.#formula}` } as const);
    const cells = this.#cells;
    if (cell === emptyCell || !cells) return;
    if (this.#column >= this.#limits.columns)
      throw new SheetError('too-large', `row ${this.#rowNumber} has more than ${this.#limits.columns} columns`);
    while (cells.length < this.#column) cells.push(emptyCell);
    cells[this.#column] = cell;
  }

  #closeRow(): void {
    const cells = this.#cells;
    this.#cells = undefined;
    if (!cells || cells.length === 0) return;
    this.#rowCount += 1;
    if (this.#rowCount > this.#limits.rows) throw new SheetError('too-large', `more than ${this.#limits.rows} rows`);
    this.#ready.push({ number: this.#rowNumber, cells });
  }
}

const letterA = 65;

/** `C7` is column 2. Reads letters alone: the row is told by the row. */
const columnOf = (reference: string): number => {
  let column = 0;
  for (let i = 0; i < reference.length; i += 1) {
    const letter = reference.charCodeAt(i) - letterA;
    if (letter < 0 || letter > 25) break;
    column = column * 26 + letter + 1;
  }
  if (column === 0) throw new SheetError('not-a-workbook', 'a cell without a column');
  return column - 1;
};
