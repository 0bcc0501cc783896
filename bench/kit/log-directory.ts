import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventStore } from '#platform/event-store-sqlite';
import { history } from './history.ts';
import type { Size } from './history.ts';

/** Where everything of this run is kept, and removed when the process ends. Children are told by REDLINE_BENCH_DIR. */
export const workDirectory = process.env['REDLINE_BENCH_DIR'] ?? mkdtempSync(join(tmpdir(), 'redline-bench-'));
if (process.env['REDLINE_BENCH_DIR'] === undefined)
  process.on('exit', () => rmSync(workDirectory, { recursive: true, force: true }));

/** A directory of its own, empty. */
export const freshDirectory = (name: string): string => {
  const directory = join(workDirectory, name);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  return directory;
};

const appendsPerTransaction = 20_000; // only to fill quickly; what is measured uses the store's own group size

/** A directory whose log holds the history of this size; made once a run. */
export const logDirectory = async (size: Size): Promise<string> => {
  const name = `log-${size.schools}-${size.events}`;
  const directory = join(workDirectory, name);
  if (existsSync(directory)) return directory;
  const unfinished = freshDirectory(`${name}.unfinished`);
  await writeLog(unfinished, size);
  renameSync(unfinished, directory);
  return directory;
};

const writeLog = async (directory: string, size: Size): Promise<void> => {
  let at = new Date(0);
  const clock = (): Date => at;
  const groupSize = appendsPerTransaction;
  const opened = openSqliteEventStore({ directory, sequenceKeyName: 'school', groupSize, clock });
  let pending: Promise<unknown>[] = [];
  for (const placed of history(size)) {
    at = placed.at;
    pending.push(
      opened.store.append(placed.stream, [placed.event], placed.after < 0 ? 'no_stream' : BigInt(placed.after)),
    );
    if (pending.length < appendsPerTransaction) continue;
    await Promise.all(pending);
    pending = [];
  }
  await Promise.all(pending);
  await opened.close();
};
