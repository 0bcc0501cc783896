import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { piecesOf } from './file-pieces.ts';
import { SheetError } from './sheet-error.ts';

/** What a first look at a CSV file tells. */
export interface CsvLook {
  readonly sha256: string;
  readonly encoding: string;
  /** Excel's "Unicode text" (UTF-16) has tabs between its cells. */
  readonly delimiter: ',' | '\t';
}

// oxlint-disable-next-line no-control-regex -- these characters are what it looks for
const control = /[\0-\u0008\u000e-\u001f]/;

/** Tries one encoding on a whole file; a character that no text has rules it out. */
class Trial {
  readonly encoding: string;
  readonly #decoder: InstanceType<typeof TextDecoder>;
  possible = true;
  firstText = '';

  constructor(encoding: string) {
    this.encoding = encoding;
    this.#decoder = new TextDecoder(encoding, { fatal: true });
  }

  hear(piece?: Uint8Array): void {
    if (!this.possible) return;
    try {
      const text = piece ? this.#decoder.decode(piece, { stream: true }) : this.#decoder.decode();
      this.firstText ||= text;
      this.possible = !control.test(text);
    } catch {
      this.possible = false;
    }
  }
}

/**
 * Reads the file once: its digest, and the encoding that all of it fits: UTF-16 LE by its mark, else UTF-8, else
 * GB18030, as Excel in China saves. @throws SheetError `not-a-workbook` when it fits none, as binary files do
 */
export const lookAtCsv = async (file: FileHandle, name: string): Promise<CsvLook> => {
  const hash = createHash('sha256');
  let trials: Trial[] | undefined;
  for await (const piece of piecesOf(file)) {
    hash.update(piece);
    trials ??= trialsFor(piece);
    for (const trial of trials) trial.hear(piece);
  }
  trials ??= [new Trial('utf-8')];
  for (const trial of trials) trial.hear();
  const fitting = trials.find((trial) => trial.possible);
  if (!fitting) throw new SheetError('not-a-workbook', `${name} is no text`);
  const tabbed = fitting.encoding === 'utf-16le' && fitting.firstText.split('\n', 1)[0]?.includes('\t');
  return { sha256: hash.digest('hex'), encoding: fitting.encoding, delimiter: tabbed ? '\t' : ',' };
};

const trialsFor = (start: Buffer): Trial[] =>
  (start[0] === 0xff && start[1] === 0xfe ? ['utf-16le'] : ['utf-8', 'gb18030']).map((encoding) => new Trial(encoding));

/** The text in pieces, without its byte order mark. */
export async function* csvText(file: FileHandle, encoding: string): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const piece of piecesOf(file)) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}
