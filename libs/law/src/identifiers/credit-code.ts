/** The alphabet of GB 32100-2015: no I, O, S, V, Z. A character's value is its place. */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const shape = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;
const codeWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;
const bodyWeights = [3, 7, 9, 10, 5, 8, 4, 2] as const;
const bodyChecks = '0X987654321';

const weigh = (weights: readonly number[], valueAt: (index: number) => number): number =>
  weights.reduce((sum, weight, i) => sum + weight * valueAt(i), 0);

/** GB 11714: the body number in places 9 to 17, whose last character checks the eight before it (A is 10 … Z is 35). */
const bodyHolds = (body: string): boolean =>
  body.charAt(8) === bodyChecks.charAt(weigh(bodyWeights, (i) => Number.parseInt(body.charAt(i), 36)) % 11);

const wholeHolds = (code: string): boolean =>
  code.charAt(17) === alphabet.charAt((31 - (weigh(codeWeights, (i) => alphabet.indexOf(code.charAt(i))) % 31)) % 31);

/**
 * True for a unified social credit code (统一社会信用代码) whose two check characters hold, in upper case.
 * Codes that fail exist in the wild: a caller who accepts one asks for a reason and records it.
 */
export const isCreditCode = (text: string): boolean =>
  shape.test(text) && bodyHolds(text.slice(8, 17)) && wholeHolds(text);
