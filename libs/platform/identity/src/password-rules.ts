import { isCommon } from './common-passwords.ts';
import type { RefusalCode } from './answers.ts';

const [shortest, longest] = [12, 128];

/** The longest text that is looked at: what is longer than any password may be was never taken for one. */
export const longestText = longest * 4;

/**
 * Why a new password is not taken, or undefined. Any characters will do in any mixture; length is counted in characters
 * as people see them coded, after NFC.
 */
export const objectionTo = async (password: string, account: string): Promise<RefusalCode | undefined> => {
  if (password.length > longestText) return 'password-too-long';
  if (!password.isWellFormed()) return 'password-too-common';
  const text = password.normalize('NFC');
  const length = Array.from(text).length;
  if (length < shortest) return 'password-too-short';
  if (length > longest) return 'password-too-long';
  return holdsName(text, account) || (await isCommon(text)) ? 'password-too-common' : undefined;
};

const shortestName = 3;

const holdsName = (text: string, account: string): boolean => {
  const name = account.normalize('NFC').toLowerCase();
  return name.length >= shortestName && text.toLowerCase().includes(name);
};
