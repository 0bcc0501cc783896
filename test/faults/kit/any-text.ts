import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { Random } from './random.ts';

/** UTF-16 as it comes: fast-check's own strings hardly ever hold NUL, and never half a surrogate. */
const anyUnits = fc
  .array(
    fc.oneof(fc.integer({ min: 0, max: 0xff_ff }), fc.constantFrom(0, 0xd8_00, 0xdc_00, 0x20_2e, 0x20_0b, 0xfe_ff)),
    { minLength: 1, maxLength: 12 },
  )
  .map((units) => String.fromCharCode(...units));

/** What people may really write, and programs trip over. */
const oddWords = [
  '𠮷野家',
  '\u202e学校\u202c',
  'مدرسة',
  'é',
  'e\u0301',
  '각',
  '\u1100\u1161\u11a8',
  'ﬁ',
  '㈱',
  '學\ufe00',
  '\u200b校\u200d',
  '\ufeff名',
  '👩‍👩‍👧‍👦',
  '🇨🇳',
  '\u2028',
  '"引","号"',
  "'--",
  '=1+1',
  '@SUM(A1)',
  '＂',
  '<b>&amp;',
  '\u00a0',
  '；、，',
  '\\u0000',
  '%00',
];
const words = fc
  .array(fc.constantFrom(...oddWords, '海口', '学校'), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(''));

/** Over every limit, or just over that of a field. */
const long = fc.constantFrom('名'.repeat(201), '名'.repeat(4_001), 'x'.repeat(2 ** 20), '𠮷'.repeat(101));

const anyText: Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: anyUnits },
  { weight: 8, arbitrary: words },
  { weight: 1, arbitrary: words.map((text) => `\n${text}\t`) },
  { weight: 1, arbitrary: long },
);

export const textOf = (random: Random): string =>
  fc.sample(anyText, { numRuns: 1, seed: random.below(2 ** 31) })[0] ?? '';

/** As the register keeps text: in one normal form, without blanks around. */
export const asKept = (text: string): string => text.normalize('NFC').trim();

/** As workbooks and CSV files are read besides: without what nobody sees. */
export const asReadFromSheet = (text: string): string =>
  text
    .replaceAll(/[\u200b-\u200f\u2060\ufeff\u00ad]/g, '')
    .trim()
    .normalize('NFC');

/** Half a surrogate, or a character that steers; no field takes either, but for the line ends of a long one. */
export const isUnwritable = (text: string): boolean => /\p{Cs}|(?![\n\r\t])\p{Cc}/u.test(asKept(text));

/** What no log can carry. */
export const isUnstorable = (text: string): boolean => /\p{Cs}|\0/u.test(text);

/** Such a character makes a file one that is no text. */
export const isSteering = (text: string): boolean => /\p{Cc}/u.test(text);
