/** JSON as the log knows it. Numbers are safe integers; everything finer is a decimal string. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Why a value cannot stand in the log, and where. */
export class NotCanonical extends Error {
  readonly code = 'not-canonical';

  constructor(
    readonly path: string,
    readonly why: string,
  ) {
    super(`${path || '/'}: ${why}`);
  }
}

const maxDepth = 16;
const integerLike = /^(?:0|[1-9]\d*)$/;

/**
 * RFC 8785 (JCS) text of `value`, restricted to the log's profile: well-formed strings without NUL, safe integers,
 * no integer-like keys (JSON.parse would reorder them), no `undefined`, depth at most 16. Same value, same text.
 * @throws NotCanonical naming the JSON pointer of the first offence
 */
export const canonicalText = (value: unknown): string => write(value, 0);

// Hot path: every byte of the log passes here. No path is kept on the way down; an offence collects it on the way up.
const write = (value: unknown, depth: number): string => {
  if (typeof value === 'string') return text(value);
  if (value === null || value === true || value === false) return String(value);
  if (typeof value === 'number') return integer(value);
  if (typeof value !== 'object') throw new NotCanonical('', `a ${typeof value} has no place in an event`);
  if (depth === maxDepth) throw new NotCanonical('', `deeper than ${maxDepth}`);
  if (Array.isArray(value)) return `[${items(value, depth + 1)}]`;
  if (Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null)
    throw new NotCanonical('', 'only plain objects');
  return `{${members(value as Record<string, unknown>, depth + 1)}}`;
};

/** Visits holes too: `map` would skip them and write what no JSON parser reads. */
const items = (values: readonly unknown[], depth: number): string => {
  let written = '';
  for (let at = 0; at < values.length; at += 1) {
    if (at > 0) written += ',';
    written += below(at, values[at], depth);
  }
  return written;
};

const members = (value: Readonly<Record<string, unknown>>, depth: number): string => {
  let written = '';
  for (const key of sortedKeys(value)) {
    if (written !== '') written += ',';
    written += `${keyText(key)}:${below(key, value[key], depth)}`;
  }
  return written;
};

/** By UTF-16 code unit, which is what `toSorted` does without a comparator (RFC 8785 §3.2.3). */
const sortedKeys = (value: object): readonly string[] => {
  const keys = Object.keys(value);
  for (let at = 1; at < keys.length; at += 1)
    if ((keys[at - 1] as string) > (keys[at] as string)) return keys.toSorted();
  return keys;
};

const keyText = (key: string): string => {
  if (integerLike.test(key)) throw new NotCanonical(`/${key}`, 'an integer-like key');
  try {
    return text(key);
  } catch (error) {
    throw under(key, error);
  }
};

const below = (key: string | number, value: unknown, depth: number): string => {
  try {
    return write(value, depth);
  } catch (error) {
    throw under(key, error);
  }
};

const under = (key: string | number, error: unknown): unknown =>
  error instanceof NotCanonical ? new NotCanonical(`/${key}${error.path}`, error.why) : error;

const integer = (value: number): string => {
  if (!Number.isSafeInteger(value)) throw new NotCanonical('', 'not a safe integer');
  return Object.is(value, -0) ? '0' : String(value);
};

/** ASCII that stands in JSON as it is: most of what is written. */
const isPlain = /^[ !#-[\]-~]*$/;

const text = (value: string): string => {
  if (isPlain.test(value)) return `"${value}"`;
  if (value.includes('\u0000')) throw new NotCanonical('', 'NUL in a string');
  if (!isWellFormed(value)) throw new NotCanonical('', 'a lone surrogate in a string');
  return JSON.stringify(value);
};

/** True when the string has no lone surrogate, so that UTF-8 can carry it and bring it back. */
export const isWellFormed = (value: string): boolean => value.isWellFormed();

/** True when these are the very characters that `canonicalText` would write: a lint for verifiers, never a hash input. */
export const isCanonical = (written: string): boolean => {
  try {
    return canonicalText(JSON.parse(written)) === written;
  } catch {
    return false;
  }
};
