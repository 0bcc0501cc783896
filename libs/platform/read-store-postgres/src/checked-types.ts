import pg from 'pg';
import type { CustomTypesConfig } from 'pg';

/** An integer as a number. @throws RangeError where a number would be another integer */
const integerOf = (text: string): number => {
  const integer = Number(text);
  if (!Number.isSafeInteger(integer)) throw new RangeError(`${text} lies beyond 2^53`);
  return integer;
};

/** What sums and averages of integers come as. */
const numericOf = (text: string): number => (/^-?\d+$/.test(text) ? integerOf(text) : Number(text));

type Parse = (text: string) => unknown;

const { BOOL, INT8, NUMERIC } = pg.types.builtins;
const numbers = new Map<number, Parse>([
  [INT8, integerOf],
  [NUMERIC, numericOf],
]);
const raw = new Map<number, Parse>([...numbers, [BOOL, (text) => (text === 't' ? 1 : 0)]]);

// Of one connection: the driver's own table of types belongs to the whole process.
const typesWith = (parsers: ReadonlyMap<number, Parse>): CustomTypesConfig => ({
  getTypeParser: ((oid: number, format?: 'text' | 'binary'): Parse =>
    parsers.get(oid) ?? pg.types.getTypeParser(oid, format)) as CustomTypesConfig['getTypeParser'],
});

/** For entities: integers are numbers. */
export const entityTypes = typesWith(numbers);

/** For raw columns: integers are numbers, and booleans 1 or 0, as SQLite has them. */
export const rawTypes = typesWith(raw);
