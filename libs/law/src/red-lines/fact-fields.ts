import type { LocalDate } from '#kernel';
import { isLocalDate } from '#kernel';
import { isCreditCode } from '../identifiers/credit-code.ts';
import { isMajorCode } from '../identifiers/major-code.ts';

/** What a value of each type looks like in code. */
export interface FactValues {
  readonly count: number;
  readonly fen: number;
  readonly date: LocalDate;
  readonly text: string;
  readonly code: string;
  readonly majorCode: string;
  readonly creditCode: string;
  readonly boolean: boolean;
  readonly list: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}
/** count and fen: whole numbers from 0; code: one of the field's list; counts: how many for each code of the list. */
export type FactType = keyof FactValues;
/** What a number counts. */
export type FactUnit = 'person' | 'fen' | 'hour';

/** One fact that a category asks for. */
export interface FactField<T extends FactType = FactType> {
  readonly type: T;
  readonly unit: FactUnit | null;
  /** What officers call it. */
  readonly term: string;
  readonly required: boolean;
  /** The codes that a code, a list's items or the keys of counts are taken from; null where any text will do. */
  readonly oneOf: readonly string[] | null;
}

type FieldOf<T extends FactType> = (term: string, more?: { readonly required: true }) => FactField<T>;
const field =
  <T extends FactType>(type: T, unit: FactUnit | null, oneOf: readonly string[] | null = null): FieldOf<T> =>
  (term, { required = false }: { readonly required?: boolean } = {}) => ({ type, unit, term, required, oneOf });

/** Marks a field without which the facts are not complete. */
export const required = { required: true } as const;
/** How many people. */
export const people = field('count', 'person');
/** How many hours. */
export const hours = field('count', 'hour');
/** An amount of money. */
export const money = field('fen', 'fen');
/** A business day. */
export const date = field('date', null);
/** Words. */
export const text = field('text', null);
/** A six-digit major. */
export const majorCode = field('majorCode', null);
/** A unified social credit code that holds. */
export const creditCode = field('creditCode', null);
/** Yes or no. */
export const flag = field('boolean', null);
/** Several texts. */
export const list = field('list', null);
/** One of these codes. */
export const codeOf = (table: Readonly<Record<string, unknown>>): FieldOf<'code'> =>
  field('code', null, Object.keys(table));
/** Several of these codes. */
export const codesOf = (table: Readonly<Record<string, unknown>>): FieldOf<'list'> =>
  field('list', null, Object.keys(table));
/** How many people for each of these codes. */
export const peopleBy = (table: Readonly<Record<string, unknown>>): FieldOf<'counts'> =>
  field('counts', 'person', Object.keys(table));

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isOfType: Readonly<Record<FactType, (value: unknown) => boolean>> = {
  count: isCount,
  fen: isCount,
  date: isLocalDate,
  text: isText,
  code: isText,
  majorCode: (value) => isText(value) && isMajorCode(value),
  creditCode: (value) => isText(value) && isCreditCode(value),
  boolean: (value) => typeof value === 'boolean',
  list: (value) => Array.isArray(value) && value.every(isText),
  counts: (value) => isRecord(value) && Object.values(value).every(isCount),
};

/** The texts that a code, a list or counts hold; a number or a flag holds none. */
const namedBy = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.filter(isText);
  return isRecord(value) ? Object.keys(value) : [];
};

/** What is wrong with a value by itself: its type, or codes from outside the field's list; null when nothing is. */
export const faultIn = (
  { type, oneOf }: FactField,
  value: unknown,
): { readonly code: 'fact-mistyped' | 'fact-not-in-list'; readonly detail: string } | null => {
  if (!isOfType[type](value)) return { code: 'fact-mistyped', detail: type };
  const stranger = namedBy(value).find((name) => oneOf !== null && !oneOf.includes(name));
  return stranger === undefined ? null : { code: 'fact-not-in-list', detail: stranger };
};
