import { SheetError } from './sheet-error.ts';

const escapes = /_x([0-9a-f]{4})_/gi;
const escapeChars = 7;

/** A stored string as a person sees it: `_x000D_` stands for a character that XML cannot carry (ECMA-376, ST_Xstring). */
const unescapeText = (text: string): string =>
  text.includes('_x')
    ? text.replaceAll(escapes, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;

/** Gathers the text of one cell or shared string out of its runs and skips phonetic hints (`rPh`). */
export class RichText {
  readonly #maxChars: number;
  #stored = '';
  #listening = false;
  #phonetic = false;

  constructor(maxChars: number) {
    this.#maxChars = maxChars;
  }

  /** Hears text until `pause`, unless it belongs to a phonetic hint. */
  listen(): void {
    this.#listening = !this.#phonetic;
  }

  pause(): void {
    this.#listening = false;
  }

  phonetic(inside: boolean): void {
    this.#phonetic = inside;
  }

  text(text: string): void {
    if (!this.#listening) return;
    this.#stored += text;
    if (this.#stored.length > this.#maxChars * escapeChars) throw this.#tooLong();
  }

  /** The gathered text; begins anew. @throws SheetError `too-large` beyond the cell's limit */
  take(): string {
    const text = unescapeText(this.#stored);
    this.#stored = '';
    if (text.length > this.#maxChars) throw this.#tooLong();
    return text;
  }

  #tooLong(): SheetError {
    return new SheetError('too-large', `a cell over ${this.#maxChars} characters`);
  }
}
