import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import type { Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { fromFd } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { piecesOf } from './file-pieces.ts';
import type { SheetLimits } from './limits.ts';
import { ratioFloorBytes } from './limits.ts';
import { damaged, SheetError } from './sheet-error.ts';

const maxParts = 10_000;
const pieceBytes = 65_536;

/** The parts of an OOXML package, by name without regard to case, unpacked piece by piece. */
export class ZipParts {
  readonly sha256: string;
  readonly #file: FileHandle;
  readonly #zip: ZipFile;
  readonly #parts: ReadonlyMap<string, Entry>;

  private constructor(opened: { file: FileHandle; zip: ZipFile; parts: ReadonlyMap<string, Entry>; sha256: string }) {
    this.#file = opened.file;
    this.#zip = opened.zip;
    this.#parts = opened.parts;
    this.sha256 = opened.sha256;
  }

  /** @throws SheetError when it is no zip, says that it unpacks beyond a limit, or names a part twice */
  static async open(path: string, limits: SheetLimits): Promise<ZipParts> {
    const file = await open(path);
    try {
      await refuseOtherKinds(file);
      // Digest and parts come through one handle: a file put in its place meanwhile is not the one that is read.
      const sha256 = await digestOf(file);
      const zip = await zipOf(file);
      return new ZipParts({ file, zip, parts: await partsOf(zip, limits), sha256 });
    } catch (error) {
      await file.close();
      throw damaged(error, 'zip');
    }
  }

  has(name: string): boolean {
    return this.#parts.has(name.toLowerCase());
  }

  /** Bytes after unpacking, as the package says; `text` holds it to its word. */
  bytesOf(name: string): number {
    return this.#part(name).uncompressedSize;
  }

  /**
   * The part's text, UTF-8, in pieces. Real bytes are counted and summed: a part that holds more than it says is
   * `too-large`, one that holds less or something else `not-a-workbook`.
   */
  async *text(name: string): AsyncGenerator<string, void, undefined> {
    const part = this.#part(name);
    const decoder = new TextDecoder('utf-8', { fatal: true });
    let [bytes, sum] = [0, 0];
    try {
      for await (const piece of await this.#unpacked(part)) {
        bytes += piece.length;
        if (bytes > part.uncompressedSize) throw new SheetError('too-large', `${name} holds more than it says`);
        sum = crc32(piece, sum);
        yield decoder.decode(piece, { stream: true });
      }
      yield decoder.decode();
    } catch (error) {
      throw damaged(error, name);
    }
    if (bytes !== part.uncompressedSize || sum !== part.crc32)
      throw new SheetError('not-a-workbook', `${name}: damaged`);
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  #part(name: string): Entry {
    const part = this.#parts.get(name.toLowerCase());
    if (!part) throw new SheetError('not-a-workbook', `no ${name}`);
    return part;
  }

  async #unpacked(part: Entry): Promise<AsyncIterable<Buffer>> {
    const packed = await new Promise<Readable>((resolve, reject) => {
      const done = (error: Error | null, stream: Readable): void => (error ? reject(error) : resolve(stream));
      if (part.compressionMethod === 0) this.#zip.openReadStream(part, done);
      else this.#zip.openReadStream(part, { decompress: false, decrypt: null, start: null, end: null }, done);
    });
    if (part.compressionMethod === 0) return packed;
    // Errors reach the reader through the last stream; the callback only keeps them from being thrown twice.
    return pipeline(packed, createInflateRaw({ chunkSize: pieceBytes }), () => {});
  }
}

const refuseOtherKinds = async (file: FileHandle): Promise<void> => {
  const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
  const magic = buffer.toString('hex');
  if (magic === 'd0cf11e0') throw new SheetError('not-a-workbook', 'an old .xls, or locked with a password');
  if (magic !== '504b0304') throw new SheetError('not-a-workbook', 'no zip file');
};

const digestOf = async (file: FileHandle): Promise<string> => {
  const hash = createHash('sha256');
  for await (const piece of piecesOf(file)) hash.update(piece);
  return hash.digest('hex');
};

const zipOf = (file: FileHandle): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    fromFd(file.fd, { lazyEntries: true, autoClose: false }, (error, zip) => (error ? reject(error) : resolve(zip)));
  });

const partsOf = (zip: ZipFile, limits: SheetLimits): Promise<Map<string, Entry>> =>
  new Promise((resolve, reject) => {
    const parts = new Map<string, Entry>();
    let unpackedBytes = 0;
    zip.on('error', reject);
    zip.on('end', () => resolve(parts));
    zip.on('entry', (part: Entry) => {
      const name = part.fileName.toLowerCase();
      unpackedBytes += part.uncompressedSize;
      const refused = parts.has(name)
        ? new SheetError('not-a-workbook', 'a part twice')
        : (refusalOf(part, limits) ?? overall(parts.size, unpackedBytes, limits));
      if (refused) return reject(refused);
      parts.set(name, part);
      zip.readEntry();
    });
    zip.readEntry();
  });

const refusalOf = (part: Entry, limits: SheetLimits): SheetError | undefined => {
  if (part.isEncrypted()) return new SheetError('not-a-workbook', 'locked with a password');
  if (part.compressionMethod !== 0 && part.compressionMethod !== 8)
    return new SheetError('not-a-workbook', `compression method ${part.compressionMethod}`);
  if (part.uncompressedSize > ratioFloorBytes && part.uncompressedSize > part.compressedSize * limits.ratio)
    return new SheetError('too-large', `a part unpacks more than ${limits.ratio} times`);
  return undefined;
};

const overall = (parts: number, unpackedBytes: number, limits: SheetLimits): SheetError | undefined => {
  if (parts >= maxParts) return new SheetError('too-large', `more than ${maxParts} parts`);
  if (unpackedBytes > limits.unpackedBytes)
    return new SheetError('too-large', `unpacks to more than ${limits.unpackedBytes} bytes`);
  return undefined;
};
