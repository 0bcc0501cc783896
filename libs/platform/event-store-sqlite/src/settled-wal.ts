import { closeSync, existsSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const chunkBytes = 1024 * 1024;

/**
 * Puts on the disk what an earlier process left in the WAL, before anything is built upon it.
 *
 * It may stand in the system's memory alone: a flush failed and the process died. Linux then takes it for written, and
 * no later flush brings it to the disk; a power cut would take everything that was appended behind it. Only what is
 * written anew is flushed anew. For the one writer, before SQLite opens the file; SQLite has no locks on the WAL itself.
 * @throws the operating system's error
 */
export const settleWal = (directory: string): void => {
  const file = join(directory, 'events.db-wal');
  if (!existsSync(file)) return;
  const descriptor = openSync(file, 'r+');
  try {
    rewrite(descriptor);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
};

const rewrite = (descriptor: number): void => {
  const chunk = Buffer.alloc(chunkBytes);
  for (let at = 0; ;) {
    const length = readSync(descriptor, chunk, 0, chunkBytes, at);
    if (length === 0) return;
    at += writeSync(descriptor, chunk, 0, length, at);
  }
};
