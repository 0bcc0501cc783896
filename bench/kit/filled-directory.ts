import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { inChild } from './child.ts';
import type { ChildCost } from './child.ts';
import type { Size } from './history.ts';
import { logDirectory } from './log-directory.ts';

/** A directory whose read models have been filled from its log. */
export interface FilledDirectory {
  readonly directory: string;
  /** What filling them took, a process from start to end. */
  readonly filling: ChildCost;
  /** Of the log's files, and of the read models'. */
  readonly bytes: { readonly log: number; readonly readModels: number };
}

/** Filling keeps every school folded: more than V8 takes by itself when a school has a thousand events. */
const heapFlag = `--max-old-space-size=${Math.round((totalmem() / 2 ** 20) * 0.7)}`;

/** A directory with the history of this size and its read models; made once a run. */
export const filledDirectory = async (size: Size): Promise<FilledDirectory> => {
  const directory = await logDirectory(size);
  const note = `${directory}.filling.json`;
  if (!existsSync(note)) {
    for (const name of filesOf(directory, 'read.')) rmSync(join(directory, name)); // of a run that was cut off
    writeFileSync(note, JSON.stringify(await inChild('start', { directory }, [heapFlag])));
  }
  const filling = JSON.parse(readFileSync(note, 'utf8')) as ChildCost;
  return { directory, filling, bytes: { log: bytesOf(directory, 'events.'), readModels: bytesOf(directory, 'read.') } };
};

const filesOf = (directory: string, prefix: string): readonly string[] =>
  readdirSync(directory).filter((name) => name.startsWith(prefix));

const bytesOf = (directory: string, prefix: string): number =>
  filesOf(directory, prefix).reduce((sum, name) => sum + statSync(join(directory, name)).size, 0);
