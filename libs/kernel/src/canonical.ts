/** JSON as the log knows it. Numbers are safe integers; everything finer is a decimal string. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Why a value cannot stand in the log, and where. */
export class NotCanonical extends Error {
  readonly code = 'not-canonical';
  readonly path: string;

  constructor(path: string, why: string) {
    super(`${path || '/'}: ${why}`);
    this.path = path;
  }
}

const maxDepth = 16;
const integerLike = /^(?:0|[1-9]\d*)$/;

/**
 * RFC 8785 (JCS) text of `value`, restricted to the log's profile: well-formed strings without NUL, safe integers,
 * no integer-like keys (JSON.parse would reorder them), no `undefined`, depth at most 16. Same value, same text.
 * @throws NotCanonical naming the JSON pointer of the first offence
 */
export const canonicalText = (value: unknown): string => write(value, '', 0);

const write = (value: unknown, path: string, depth: number): string => {
  if (typeof value === 'string') return text(value, path);
  if (value === null || value === true || value === false) return String(value);
  if (typeof value === 'number') return integer(value, path);
  if (typeof value !== 'object') throw new NotCanonical(path, `a ${typeof value} has no place in an event`);
  if (depth === maxDepth) throw new NotCanonical(path, `deeper than ${maxDepth}`);
  // Array.from visits holes too: `map` would skip them and write what no JSON parser reads.
  if (Array.isArray(value))
    return `[${Array.from(value, (item, i) => write(item, `${path}/${i}`, depth + 1)).join(',')}]`;
  if (Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null)
    throw new NotCanonical(path, 'only plain objects');
  return members(value as Record<string, unknown>, path, depth);
};

const members = (value: Record<string, unknown>, path: string, depth: number): string => {
  // Sorted by UTF-16 code unit, which is what Array.prototype.sort does without a comparator (RFC 8785 §3.2.3).
  const written = Object.keys(value)
    .toSorted()
    .map((key) => {
      const at = `${path}/${key}`;
      if (integerLike.test(key)) throw new NotCanonical(at, 'an integer-like key');
      return `${text(key, at)}:${write(value[key], at, depth + 1)}`;
    });
  return `{${written.join(',')}}`;
};

const integer = (value: number, path: string): string => {
  if (!Number.isSafeInteger(value)) throw new NotCanonical(path, 'not a safe integer');
  return Object.is(value, -0) ? '0' : String(value);
};

const text = (value: string, path: string): string => {
  if (value.includes('\u0000')) throw new NotCanonical(path, 'NUL in a string');
  if (!isWellFormed(value)) throw new NotCanonical(path, 'a lone surrogate in a string');
  return JSON.stringify(value);
};

const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** True when the string has no lone surrogate, so that UTF-8 can carry it and bring it back. */
export const isWellFormed = (value: string): boolean => !loneSurrogate.test(value);

/** True when these are the very characters that `canonicalText` would write: a lint for verifiers, never a hash input. */
export const isCanonical = (written: string): boolean => {
  try {
    return canonicalText(JSON.parse(written)) === written;
  } catch {
    return false;
  }
};
