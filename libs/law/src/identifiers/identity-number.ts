import { isLocalDate } from '#kernel';

/** Provinces of GB/T 2260, and 81 to 83 of the residence permits of Hong Kong, Macao and Taiwan. */
const shape = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])\d{15}[\dX]$/;
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const checks = '10X98765432';

const birthDateOf = (text: string): string => `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`;

/**
 * True for an 18-character identity number of GB 11643: a province that exists, a real day of birth, a check character
 * that holds (X in upper case). It cannot tell whether the day lies ahead: there is no clock here.
 */
export const isIdentityNumber = (text: string): boolean => {
  if (!shape.test(text) || !isLocalDate(birthDateOf(text))) return false;
  const sum = weights.reduce((total, weight, i) => total + weight * Number(text.charAt(i)), 0);
  return text.charAt(17) === checks.charAt(sum % 11);
};
