import { writeWorkbook } from '#platform/sheets';
import type { SheetColumn, SheetToWrite } from '#platform/sheets';
import { displayWidth } from '../report/display-width.ts';
import { correctionColumn } from '../sheet-spec.ts';
import type { Column } from '../sheet-spec.ts';
import { sheetsInOrder } from '../sheets.ts';
import { instructions } from './instructions.ts';

/**
 * Writes one blank workbook: the instructions, then every sheet with its header. Required columns carry a star, codes
 * are text and days are dates, so that what is typed in can be imported as it is. @throws what the disk throws
 */
export const writeTemplates = (path: string): Promise<void> =>
  writeWorkbook(path, [instructions(), ...sheetsInOrder.map(blank)]);

const blank = ({ name, columns }: (typeof sheetsInOrder)[number]): SheetToWrite => ({
  name,
  columns: [...columns, correctionColumn].map(blankColumn),
  rows: [],
});

const narrowest = { text: 16, date: 13, plain: 12 } as const;

const blankColumn = ({ header, required, format }: Column): SheetColumn => {
  const shown = required ? `${header} *` : header;
  const width = Math.max(narrowest[format], displayWidth(shown) + 2);
  return { header: shown, width, text: format === 'text', date: format === 'date' };
};
