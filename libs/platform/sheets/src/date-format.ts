// ECMA-376 part 1, 18.8.30: the built-in formats, with those of simplified Chinese (27-36, 50-58), that show a day.
const builtInDates = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]);

/** Whether a built-in number format shows a day. Formats of a time alone do not. */
export const isBuiltInDateFormat = (id: number): boolean => builtInDates.has(id);

const literals = /"[^"]*"|\\.|_.|\*./gu;
const elapsed = /\[[hms]+\]/gi;
const brackets = /\[[^\]]*\]/g;
const numeric = /general|[0#?]|e[+-]/i;

/** Whether a number format shows a day: `yyyy"年"m"月"d"日"` does, `[h]:mm`, `0.00E+00` and `#,##0` do not. */
export const isDateFormat = (format: string): boolean => {
  const bare = format.replaceAll(literals, '').replaceAll(elapsed, 'h').replaceAll(brackets, '');
  const first = bare.split(';', 1)[0] ?? '';
  if (/[yd]/i.test(first)) return true;
  // `m` beside hours or seconds means minutes; `ss.000` is the only place of digits in a time, and no day either.
  return !numeric.test(first) && /m|e/i.test(first) && !/[hs]/i.test(first);
};
