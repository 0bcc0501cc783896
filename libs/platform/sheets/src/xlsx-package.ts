import { posix } from 'node:path';
import { smallPartBytes } from './limits.ts';
import { SheetError } from './sheet-error.ts';
import type { Attributes, XmlListener } from './xml-feed.ts';
import { readXml } from './xml-feed.ts';
import type { ZipParts } from './zip-parts.ts';

/** Which parts make up a workbook. */
export interface XlsxPackage {
  /** Worksheets in the order of their tabs; sheets of charts and macros are left out. */
  readonly sheets: readonly { readonly name: string; readonly part: string }[];
  readonly sharedStringsPart: string | undefined;
  readonly stylesPart: string | undefined;
  readonly is1904: boolean;
}

interface Relation {
  readonly id: string;
  /** The last word of its type: the same in transitional and strict files. */
  readonly kind: string;
  readonly part: string;
}

interface WorkbookPart {
  readonly tabs: readonly { readonly name: string; readonly relation: string }[];
  readonly is1904: boolean;
}

/** Follows the relations from the package to its worksheets. @throws SheetError for a package of another kind */
export const xlsxPackage = async (parts: ZipParts): Promise<XlsxPackage> => {
  const main = (await relationsOf(parts, '')).find(({ kind }) => kind === 'officeDocument');
  if (!main) throw new SheetError('not-a-workbook', 'no office document');
  const { tabs, is1904 } = await workbookPart(parts, main.part);
  const relations = await relationsOf(parts, main.part);
  const sheets = tabs.flatMap(({ name, relation }) => {
    const target = relations.find(({ id }) => id === relation);
    if (!target || !parts.has(target.part)) throw new SheetError('not-a-workbook', 'a sheet without its part');
    return target.kind === 'worksheet' ? [{ name, part: target.part }] : [];
  });
  // Some programs name these parts and leave them out when they would be empty.
  const partOf = (wanted: string): string | undefined =>
    relations.find(({ kind, part }) => kind === wanted && parts.has(part))?.part;
  return { sheets, sharedStringsPart: partOf('sharedStrings'), stylesPart: partOf('styles'), is1904 };
};

/** Reads a part that is held whole. */
export const readSmallPart = async (
  parts: ZipParts,
  part: string,
  as: { readonly root: string; readonly listener: XmlListener },
): Promise<void> => {
  if (parts.bytesOf(part) > smallPartBytes)
    throw new SheetError('too-large', `${as.root} over ${smallPartBytes} bytes`);
  await readXml(parts.text(part), as.root, as.listener);
};

const relationsOf = async (parts: ZipParts, source: string): Promise<Relation[]> => {
  const { dir, base } = posix.parse(source);
  const relations: Relation[] = [];
  const open = (name: string, { Id, Type, Target, TargetMode }: Attributes): void => {
    if (name !== 'Relationship' || TargetMode === 'External' || !Id || !Type || !Target) return;
    const part = Target.startsWith('/') ? Target.slice(1) : posix.join(dir, Target);
    relations.push({ id: Id, kind: Type.slice(Type.lastIndexOf('/') + 1), part });
  };
  await readSmallPart(parts, posix.join(dir, '_rels', `${base}.rels`), {
    root: 'Relationships',
    listener: hearing(open),
  });
  return relations;
};

const workbookPart = async (parts: ZipParts, part: string): Promise<WorkbookPart> => {
  const tabs: { name: string; relation: string }[] = [];
  let is1904 = false;
  const open = (name: string, attributes: Attributes): void => {
    if (name === 'workbookPr') is1904 = ['1', 'true', 'on'].includes(attributes['date1904'] ?? '');
    else if (name === 'sheet') tabs.push({ name: attributes['name'] ?? '', relation: relationOf(attributes) });
  };
  await readSmallPart(parts, part, { root: 'workbook', listener: hearing(open) });
  return { tabs, is1904 };
};

/** `r:id`, whatever the file calls the prefix. */
const relationOf = (attributes: Attributes): string =>
  Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1] ?? '';

const hearing = (open: XmlListener['open']): XmlListener => ({ open, text: () => {}, close: () => {} });
