import type { LocalDate } from '#kernel';
import { isLocalDate, isWellFormed, localDate } from '#kernel';
import type { Cell } from '#platform/sheets';

/** What a cell says, or the code of why it cannot be read. Empty cells never come here. */
export type Parsed<T> = { readonly value: T } | { readonly code: string };

/** Reads one kind of value from a cell that holds something. */
export interface Parser<T> {
  (cell: Cell): Parsed<T>;
  /** The terms of the column's list, where it has one: what a template tells people. */
  readonly allowed?: readonly string[];
}

const invisible = /[\u200b-\u200f\u2060\ufeff\u00ad]/g;
const edges = /^[\s\u3000\u00a0]+|[\s\u3000\u00a0]+$/g;

/** Without what nobody sees: zero-width characters and spaces around, the ideographic ones too. */
export const visible = (text: string): string => text.replace(invisible, '').replace(edges, '');

/** As `visible`, and full-width letters, digits and signs as the ordinary ones. */
export const plain = (text: string): string => visible(text.normalize('NFKC'));

const scientific = /^[+-]?\d(?:\.\d+)?e[+-]?\d+$/i;
const beyondPrecision = 1e15;

/** A number cell with more digits than a number can hold has lost some: a code in it is gone (`eligibility.md` §5). */
const lostDigits = (cell: Cell): boolean =>
  scientific.test(plain(cell.text)) || (cell.kind === 'number' && Math.abs(cell.number ?? 0) >= beyondPrecision);

/** True for text that the log can carry. */
const isStorable = (value: string): boolean => isWellFormed(value) && !value.includes('\u0000');

/** Free text as a person wrote it. */
export const text: Parser<string> = (cell) => {
  if (cell.kind === 'error') return { code: 'bad-text' };
  const value = visible(cell.date ?? cell.text).normalize('NFC');
  return isStorable(value) ? { value } : { code: 'bad-text' };
};

// oxlint-disable-next-line no-control-regex -- these characters are what it looks for
const control = /[\0-\u001f\u007f]/;

/** A number or code that is written as text: the same in full width, and never in scientific notation. */
export const codeOr =
  (code: string, accepts: (value: string) => boolean = () => true): Parser<string> =>
  (cell) => {
    const value = plain(cell.text);
    const legible = cell.kind !== 'error' && cell.kind !== 'date' && !lostDigits(cell);
    return legible && isStorable(value) && !control.test(value) && accepts(value) ? { value } : { code };
  };

const written = /^(\d{4})(?:-(\d{1,2})-(\d{1,2})|\/(\d{1,2})\/(\d{1,2})|年(\d{1,2})月(\d{1,2})日)$/;

/** An Excel date, or 2022-05-10, 2022/5/10, 2022年5月10日; a time after it is cut off. */
export const date: Parser<LocalDate> = (cell) => {
  if (cell.date !== undefined) return isLocalDate(cell.date) ? { value: cell.date } : { code: 'bad-date' };
  if (cell.kind !== 'text') return { code: 'bad-date' };
  const match = written.exec(plain(cell.text).replace(/ 00:00(:00)?$/, ''));
  if (!match) return { code: 'bad-date' };
  const [year, month, day] = match.slice(1).filter((part) => part !== undefined);
  const value = localDate(Number(year), Number(month), Number(day));
  return isLocalDate(value) ? { value } : { code: 'bad-date' };
};

const digits = /^(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.0+)?$/;

/** A whole number of at least `least`. */
export const count =
  (least = 0, most = Number.MAX_SAFE_INTEGER): Parser<number> =>
  (cell) => {
    const value = plain(cell.text);
    const number = digits.test(value) ? Number(value.replaceAll(',', '')) : Number.NaN;
    return Number.isSafeInteger(number) && number >= least && number <= most
      ? { value: number }
      : { code: 'bad-number' };
  };

const yuan = /^(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?$/;
const halfThousandthFen = 0.0005;

/** Yuan with at most two decimals, as fen. A number cell may carry the noise of binary fractions. */
export const money: Parser<number> = (cell) => {
  const fen = exactFen(plain(cell.text).replace(/元$/, '')) ?? noisyFen(cell);
  return fen !== null && Number.isSafeInteger(fen) ? { value: fen } : { code: 'bad-number' };
};

const exactFen = (value: string): number | null => {
  if (!yuan.test(value)) return null;
  const [whole = '', fraction = ''] = value.replaceAll(',', '').split('.');
  if (fraction.replace(/0+$/, '').length > 2) return null;
  return Number(whole) * 100 + Number(fraction.padEnd(2, '0').slice(0, 2));
};

/**
 * 8592.1800000000003 is how Excel stores 8592.18, and 7.0000000000000007E-2 how it stores 0.07: half a thousandth of a
 * fen is noise, more is a third decimal.
 */
const noisyFen = (cell: Cell): number | null => {
  if (cell.kind !== 'number' || cell.number === undefined || cell.number < 0) return null;
  const fen = Math.round(cell.number * 100);
  return Math.abs(cell.number * 100 - fen) < halfThousandthFen ? fen : null;
};

/** One of the terms of a table, as its code. */
export const term = <Code extends string>(terms: Readonly<Record<Code, string>>): Parser<Code> => {
  const codes = new Map<string, Code>();
  for (const [code, official] of Object.entries(terms) as [Code, string][]) codes.set(plain(official), code);
  return listing(Object.values(terms), (cell) => {
    const value = codes.get(plain(cell.text).replace(/\s/g, ''));
    return value === undefined ? { code: 'unknown-type' } : { value };
  });
};

/** A parser that says which terms it takes. */
export const listing = <T>(allowed: readonly string[], parse: (cell: Cell) => Parsed<T>): Parser<T> => {
  const parser = (cell: Cell): Parsed<T> => parse(cell);
  parser.allowed = allowed;
  return parser;
};

const separators = /[;；、,，]/;

/** A list as people write it, as a sorted set; empty items are nothing. */
export const listOf =
  <T extends string | number>(item: Parser<T>): Parser<readonly T[]> =>
  (cell) => {
    const values = new Set<T>();
    // Only text is a list: a number, an error or a date is one item, and keeps its kind.
    const items: readonly Cell[] =
      cell.kind === 'text' ? cell.text.split(separators).map((part) => ({ kind: 'text', text: part })) : [cell];
    for (const one of items) {
      if (plain(one.text) === '') continue;
      const parsed = item(one);
      if ('code' in parsed) return parsed;
      values.add(parsed.value);
    }
    return { value: [...values].toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)) };
  };

/** 是 or 否. */
export const yesNo: Parser<boolean> = listing(['是', '否'], (cell) => {
  const value = plain(cell.text);
  return value === '是' ? { value: true } : value === '否' ? { value: false } : { code: 'unknown-type' };
});
