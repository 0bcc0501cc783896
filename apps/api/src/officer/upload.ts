import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { uploadLimits } from '../http/limits.ts';
import { awaitPatiently } from '../http/patience.ts';
import { ProblemError } from '../http/problem.ts';

/** A workbook that was uploaded: a file, or a folder of CSV. */
export interface Upload {
  readonly path: string;
  readonly shownName: string;
  /** Takes everything away again. */
  discard(): Promise<void>;
}

const longestName = 80;
const csv = /\.csv$/i;

/**
 * Streams an upload to disk: one .xlsx, or .csv files named after their sheets, which together are one workbook.
 * @throws ProblemError
 */
export const receiveUpload = async (request: FastifyRequest, folder: string): Promise<Upload> => {
  if (!request.isMultipart()) throw new ProblemError('unsupported-media-type');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const home = await mkdtemp(join(folder, 'upload-'));
  const discard = (): Promise<void> => rm(home, { recursive: true, force: true });
  try {
    const names: string[] = [];
    await awaitPatiently(request.raw.socket, async () => {
      for await (const part of request.parts()) if (part.type === 'file') names.push(await keep(part, home, names));
    });
    return { ...workbookIn(home, names), discard };
  } catch (error) {
    await discard();
    throw blamed(error);
  }
};

/** A body that is no multipart after all, or breaks off, is the caller's mistake, but the parser does not say so. */
const blamed = (error: unknown): unknown =>
  error instanceof Error && ('statusCode' in error || 'syscall' in error || error instanceof ProblemError)
    ? error
    : new ProblemError('malformed-request');

const keep = async (part: MultipartFile, home: string, taken: readonly string[]): Promise<string> => {
  const name = nameOf(part.filename);
  if (taken.includes(name)) throw new ProblemError('malformed-request', { detail: name });
  await pipeline(part.file, createWriteStream(join(home, name), { flags: 'wx', mode: 0o600 }));
  if (part.file.truncated) throw new ProblemError('payload-too-large', { detail: String(uploadLimits.fileSize) });
  return name;
};

/** Only the last part of a name counts, and only if it is one. */
const nameOf = (sent: string | undefined): string => {
  const name = (sent ?? '').normalize('NFC').split(/[\\/]/).at(-1)?.trim() ?? '';
  return name === '' || name.startsWith('.') || name.length > longestName || /\p{Cc}/u.test(name)
    ? 'upload.xlsx'
    : name;
};

const workbookIn = (home: string, names: readonly string[]): Pick<Upload, 'path' | 'shownName'> => {
  const [first] = names;
  if (first === undefined) throw new ProblemError('upload-empty');
  if (names.every((name) => csv.test(name))) return { path: home, shownName: names.join(', ') };
  if (names.length > 1) throw new ProblemError('malformed-request', { detail: names.join(', ') });
  return { path: join(home, first), shownName: first };
};
