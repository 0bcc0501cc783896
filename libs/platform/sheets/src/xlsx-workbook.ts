import { basename } from 'node:path';
import { DateStyles } from './date-styles.ts';
import type { SheetLimits } from './limits.ts';
import { RowListener } from './row-listener.ts';
import { SharedStrings } from './shared-strings.ts';
import type { CellContext } from './stored-cell.ts';
import type { Row, Workbook } from './workbook.ts';
import { readXml, XmlFeed } from './xml-feed.ts';
import type { XlsxPackage } from './xlsx-package.ts';
import { readSmallPart, xlsxPackage } from './xlsx-package.ts';
import { ZipParts } from './zip-parts.ts';

/** Opens an .xlsx (or .xlsm, .xltx) file by what it holds, whatever its name. */
export const openXlsx = async (path: string, limits: SheetLimits): Promise<Workbook> => {
  const parts = await ZipParts.open(path, limits);
  try {
    const contents = await xlsxPackage(parts);
    const context = await contextOf(parts, contents, limits);
    const sheets = contents.sheets.map(({ name, part }) => ({
      name,
      rows: () => rowsOf(parts.text(part), new RowListener(context, limits)),
    }));
    return { name: basename(path), sha256: parts.sha256, kind: 'xlsx', sheets, close: () => parts.close() };
  } catch (error) {
    await parts.close();
    throw error;
  }
};

const contextOf = async (parts: ZipParts, contents: XlsxPackage, limits: SheetLimits): Promise<CellContext> => {
  const strings = new SharedStrings(limits);
  const styles = new DateStyles();
  const { sharedStringsPart, stylesPart, is1904 } = contents;
  if (stylesPart) await readSmallPart(parts, stylesPart, { root: 'styleSheet', listener: styles });
  if (sharedStringsPart) await readXml(parts.text(sharedStringsPart), 'sst', strings);
  return { sharedStrings: strings.cells, isDate: styles.isDate, is1904 };
};

/** One piece of XML is parsed only when the rows of the last one have been taken: memory stays flat. */
async function* rowsOf(pieces: AsyncIterable<string>, listener: RowListener): AsyncGenerator<Row, void, undefined> {
  const feed = new XmlFeed('worksheet', listener);
  for await (const piece of pieces) {
    feed.write(piece);
    for (const row of listener.take()) yield row;
  }
  feed.end();
}
