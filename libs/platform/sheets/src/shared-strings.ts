import type { SheetLimits } from './limits.ts';
import { RichText } from './rich-text.ts';
import { SheetError } from './sheet-error.ts';
import type { Cell } from './workbook.ts';
import { textCell } from './workbook.ts';
import type { XmlListener } from './xml-feed.ts';

const bytesPerString = 32;

/** Listens to `sst`. Each string becomes one cell that all its places share: reading a sheet allocates no text. */
export class SharedStrings implements XmlListener {
  readonly cells: Cell[] = [];
  readonly #runs: RichText;
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(limits: SheetLimits) {
    this.#runs = new RichText(limits.cellChars);
    this.#maxBytes = limits.sharedStringBytes;
  }

  open(name: string): void {
    if (name === 't') this.#runs.listen();
    else if (name === 'rPh') this.#runs.phonetic(true);
  }

  text(text: string): void {
    this.#runs.text(text);
  }

  close(name: string): void {
    if (name === 't') this.#runs.pause();
    else if (name === 'rPh') this.#runs.phonetic(false);
    else if (name === 'si') this.#add(this.#runs.take());
  }

  #add(text: string): void {
    this.#bytes += 2 * text.length + bytesPerString;
    if (this.#bytes > this.#maxBytes) throw new SheetError('too-large', `shared strings over ${this.#maxBytes} bytes`);
    this.cells.push(textCell(text));
  }
}
