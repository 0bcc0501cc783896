import { userInfo } from 'node:os';

/** Who runs the command, for the record; in a container the user may have a number and no name. */
export const systemUser = (): string => {
  try {
    return userInfo().username;
  } catch {
    return `uid-${process.getuid?.() ?? 'unknown'}`;
  }
};
