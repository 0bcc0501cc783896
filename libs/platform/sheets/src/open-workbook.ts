import { stat } from 'node:fs/promises';
import { openCsvFolder } from './csv-folder.ts';
import type { SheetLimits } from './limits.ts';
import { defaultLimits } from './limits.ts';
import { SheetError } from './sheet-error.ts';
import type { Workbook } from './workbook.ts';
import { openXlsx } from './xlsx-workbook.ts';

/**
 * Opens an .xlsx file, known by its content and not by its name, or a folder of .csv files. Give it back with `close`.
 * @throws SheetError `not-a-workbook` (another kind of file, damaged, locked) or `too-large`; a path that cannot be
 * read throws the operating system's own error
 */
export const openWorkbook = async (path: string, limits: Partial<SheetLimits> = {}): Promise<Workbook> => {
  const found = await stat(path);
  const all = { ...defaultLimits, ...limits };
  if (found.isDirectory()) return openCsvFolder(path, all);
  if (!found.isFile()) throw new SheetError('not-a-workbook', 'neither a file nor a folder');
  if (found.size > all.fileBytes) throw new SheetError('too-large', `${found.size} bytes, over ${all.fileBytes}`);
  return openXlsx(path, all);
};
