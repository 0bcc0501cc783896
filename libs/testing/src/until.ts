import { setTimeout as pause } from 'node:timers/promises';

const [everyMs, longestMs] = [20, 90_000];

/**
 * Resolves once it is so. `longestMs` bounds what hangs and is no measure of speed: a test holds on a machine that
 * is busy with other work, or whose disk stands still for seconds.
 * @throws Error "it never came", with what `told` has to say about it
 */
export const until = async (isSo: () => Promise<boolean> | boolean, told = (): string => ''): Promise<void> => {
  for (const endMs = Date.now() + longestMs; !(await isSo()); await pause(everyMs))
    if (Date.now() > endMs) throw new Error(`it never came ${told()}`.trim());
};
