/** What JSON from outside must not be. */
export type JsonFault = 'malformed-json' | 'json-too-deep' | 'duplicate-key' | 'forbidden-key' | 'bad-number';

/** Why a text is no JSON that we read. */
export class NotStrictJson extends Error {
  constructor(readonly code: JsonFault) {
    super(code);
  }
}

const deepest = 16;
const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * The value of a JSON text that means one thing to every reader: what JSON.parse reads, less texts that name a member
 * twice or a member that changes prototypes, that nest deeper than 16, or hold a number too large to be one.
 * Takes time in proportion to the text's length.
 * @throws NotStrictJson
 */
export const parseJson = (text: string): unknown => {
  const colons = colonsOf(text);
  const value = parsed(text);
  // JSON.parse keeps the last of two members of one name, so the text then names more members than the value has.
  if (membersOf(value) !== colons) throw new NotStrictJson('duplicate-key');
  return value;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new NotStrictJson('malformed-json');
  }
};

const membersOf = (value: unknown): number => {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new NotStrictJson('bad-number');
  if (typeof value !== 'object' || value === null) return 0;
  let members = 0;
  if (Array.isArray(value)) for (const item of value) members += membersOf(item);
  else
    for (const name of Object.keys(value)) {
      if (forbidden.has(name)) throw new NotStrictJson('forbidden-key');
      members += 1 + membersOf((value as Readonly<Record<string, unknown>>)[name]);
    }
  return members;
};

const quote = '"';
const [colonCode, quoteCode, backslashCode] = [58, 34, 92];
/** `[` and `{`, `]` and `}`: the second of each has one bit more. */
const [openCode, closeCode, bracket] = [91, 93, ~32];

/**
 * Colons outside of strings: in a text that JSON.parse reads, one for each member. Looks before anything is parsed:
 * brackets in brackets take JSON.parse a microsecond and thirty bytes each.
 * @throws NotStrictJson for a text that nests too deep
 */
const colonsOf = (text: string): number => {
  let colons = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quoteCode) at = endOfString(text, at);
    else if (code === colonCode) colons += 1;
    else if ((code & bracket) === openCode) depth += 1;
    else if ((code & bracket) === closeCode) depth -= 1;
    if (depth > deepest) throw new NotStrictJson('json-too-deep');
  }
  return colons;
};

/** A quote ends a string unless an odd number of backslashes stands before it; one that never ends goes to the end. */
const endOfString = (text: string, opening: number): number => {
  for (let end = text.indexOf(quote, opening + 1); end !== -1; end = text.indexOf(quote, end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === backslashCode) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
};
