import type { fileSentences as zh } from '../zh/files.ts';

/** What can be wrong with a file, on its way in or out. */
export const fileSentences: Readonly<Record<keyof typeof zh, string>> = {
  'not-a-workbook':
    'This cannot be read as a workbook: it is neither an .xlsx file nor a folder of .csv files, or it is damaged or locked. Save it as .xlsx without a password and import again.',
  'too-large':
    'The file is over the limits of an import (300,000 rows and 256 columns a sheet). Split it and import the parts.',
  'header-missing':
    'No header was found in the first 10 rows, or no sheet is known. Use the sheet names and columns of the template; the header must hold every key column.',
  'file-not-found': 'There is no such file or folder{ (detail)}. Check the path.',
  'file-not-readable':
    'The file may not be read{ (detail)}. Check its permissions, or close the program that holds it.',
  'file-exists':
    'The file exists and is not empty{ (detail)}; it is not overwritten. Choose another name, or move it away first.',
  'file-not-writable':
    'The file cannot be written{ (detail)}. Check that the folder exists, that you may write there, and that the disk is not full.',
  'report-over-source': 'The report cannot replace a file that is imported{ (detail)}. Give it another name.',
  'source-changed':
    'The file was changed or moved after it was imported{ (detail)}, so its rows cannot be shown beside the errors. What was imported stands; import again for a report.',
};
