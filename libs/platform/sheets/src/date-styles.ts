import { isBuiltInDateFormat, isDateFormat } from './date-format.ts';
import type { Attributes, XmlListener } from './xml-feed.ts';

/** Listens to `styleSheet`: which cell formats (by their index, as cells name them) show a day. */
export class DateStyles implements XmlListener {
  readonly isDate: boolean[] = [];
  readonly #customDates = new Map<number, boolean>();
  #inCellFormats = false;

  open(name: string, attributes: Attributes): void {
    if (name === 'cellXfs') this.#inCellFormats = true;
    else if (name === 'numFmt')
      this.#customDates.set(Number(attributes['numFmtId']), isDateFormat(attributes['formatCode'] ?? ''));
    else if (name === 'xf' && this.#inCellFormats) this.#add(Number(attributes['numFmtId'] ?? 0));
  }

  text(): void {}

  close(name: string): void {
    if (name === 'cellXfs') this.#inCellFormats = false;
  }

  #add(format: number): void {
    this.isDate.push(this.#customDates.get(format) ?? isBuiltInDateFormat(format));
  }
}
