import { userInfo } from 'node:os';
import { keeperOfMachine } from '#policy';
import type { Actor } from '#policy';

/** Who runs the command, for the policy and the record; in a container the user may have a number and no name. */
export const systemUser = (): Actor => keeperOfMachine(nameOf());

const nameOf = (): string => {
  try {
    return userInfo().username;
  } catch {
    return `uid-${process.getuid?.() ?? 'unknown'}`;
  }
};
