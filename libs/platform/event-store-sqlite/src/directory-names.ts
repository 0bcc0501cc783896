import { closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/** Brings the names in a directory to the disk. @throws the operating system's error */
export const flushNames = (directory: string): void => {
  if (process.platform === 'win32') return; // it opens no directories
  const descriptor = openSync(directory, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
};

/**
 * Makes a directory (0700) and those above it, so that a power cut does not take their names, and all with them. One
 * that is there may have been made by a process that died before it flushed: its name is flushed too.
 * @throws the operating system's error
 */
export const makeDirectory = (directory: string): void => {
  const parent = dirname(directory);
  if (existsSync(directory)) return flushForeignNames(parent);
  makeDirectory(parent);
  makeOne(directory);
  flushNames(parent);
};

/** Not `recursive`: where a file system has no directories to make (/proc), Node then tries for ever. */
const makeOne = (directory: string): void => {
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    const wasMadeMeanwhile = (error as NodeJS.ErrnoException).code === 'EEXIST' && existsSync(directory);
    if (!wasMadeMeanwhile) throw error;
  }
};

/** Whoever may not read a directory did not make what is in it. */
const flushForeignNames = (directory: string): void => {
  try {
    flushNames(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
  }
};
