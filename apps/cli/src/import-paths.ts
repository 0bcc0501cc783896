import { access, constants, realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CommandFailed } from './failure.ts';

/**
 * Looks at every path before the first row is recorded: a misspelt second file must not leave a first one imported
 * without its report, and a report must not replace a ledger. @throws CommandFailed naming the path
 */
export const checkImportPaths = async (paths: readonly string[], report: string | undefined): Promise<void> => {
  for (const path of paths) {
    await access(path).catch(failing('file-not-found', path));
    await access(path, constants.R_OK).catch(failing('file-not-readable', path));
  }
  if (report === undefined) return;
  await access(dirname(report), constants.W_OK).catch(failing('file-not-writable', report));
  const target = await realpath(report).catch(() => null);
  const sources = await Promise.all(paths.map((path) => realpath(path)));
  if (target !== null && sources.includes(target)) throw new CommandFailed('report-over-source', report);
};

const failing = (code: string, path: string) => (): never => {
  throw new CommandFailed(code, path);
};
