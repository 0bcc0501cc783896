import { spawnSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startAppender } from './kit/child.ts';
import type { RecordedChild } from './kit/child.ts';
import { brokenBy, examine } from './kit/examine.ts';
import { inFolder } from './kit/folder.ts';
import type { Programs } from './kit/programs.ts';
import type { Random } from './kit/random.ts';
import { injecting } from './kit/strace.ts';
import { told } from './kit/trial.ts';
import type { Trial } from './kit/trial.ts';

interface Seen {
  readonly refused: number;
  readonly failures: readonly string[];
}

const outcomeOf = (trials: readonly Seen[]) => {
  const refused = trials.reduce((sum, trial) => sum + trial.refused, 0);
  return {
    trials: trials.length,
    failures: trials.flatMap(({ failures }) => failures),
    seen: `${refused.toLocaleString('en')} refusals in ${trials.filter((trial) => trial.refused > 0).length} trials; after each the log was read`,
  };
};

/** D5: for a while every write answers that the disk is full. */
export const diskFull: Trial = async ({ random, count, programs }) => {
  const seen: Seen[] = [];
  for (let n = 0; n < count; n += 1)
    seen.push(await inFolder((folder) => fullForAWhile(programs, folder, random.fork())));
  return outcomeOf(seen);
};

const fullForAWhile = async (programs: Programs, folder: string, random: Random): Promise<Seen> => {
  const directory = join(folder, 'data');
  const from = random.between(1, 1500);
  const to = from + random.below(100);
  const inject = injecting('pwrite64', `error=ENOSPC:when=${from}..${to}`);
  const appending = { callers: random.between(1, 4), appends: 80, textLength: 1000 } as const;
  const child = startAppender(
    programs,
    { ...appending, directory, run: '1', whenRefused: 'retry', end: 'close' },
    inject,
  );
  await child.ended;
  return judged(child, { directory, what: `writes ${from} to ${to}, seed ${random.seed}` });
};

/** A disk that was full is written again without a restart; only a start on a full disk fails, in one line. */
const judged = async (
  child: RecordedChild,
  { directory, what }: { readonly directory: string; readonly what: string },
): Promise<Seen> => {
  const refused = child.said('refused');
  const faults: string[] = [];
  if (!refused.every((line) => line.startsWith('refused store-unavailable true ')))
    faults.push(`refused for good: ${refused.at(-1)}`);
  const didNotOpen = child.said('unusable');
  if (didNotOpen.length === 0 && child.lines.at(-1) !== 'closed')
    faults.push(`did not recover: ${child.lines.at(-1)} ${child.errors}`);
  if (!didNotOpen.every((line) => line.startsWith('unusable directory-unusable ')))
    faults.push(`at the start: ${didNotOpen.join()}`);
  const reads = child.said('read').map((line) => Number(line.split(' ')[1]));
  if (reads.length < refused.length) faults.push('could not read while the disk was full');
  if (reads.some((count, n) => count < (reads[n - 1] ?? 0))) faults.push('read less than before');
  faults.push(...brokenBy(await examine(directory, child.acknowledged)));
  return { refused: refused.length + didNotOpen.length, failures: told(what, faults) };
};

/** The WAL alone grows to 4 MB before it is copied into the database. */
const diskBytes = 16 * 1024 * 1024;
const mostRoomBytes = 3 * 1024 * 1024;

/** D5 on a file system of 16 MB that really fills up, and is emptied while the store waits. */
export const smallDisk: Trial = async ({ random, count, programs }) => {
  const seen: Seen[] = [];
  for (let n = 0; n < count; n += 1)
    seen.push(await inFolder((folder) => onSmallDisk(folder, (disk) => filledUp(programs, disk, random.fork()))));
  return outcomeOf(seen);
};

/** Why no file system can be mounted here; undefined when one can. */
export const mountMissing = (): Promise<string | undefined> =>
  inFolder((folder) => onSmallDisk(folder, async () => undefined)).catch(
    () => 'no file system may be mounted on this machine (root is needed)',
  );

const onSmallDisk = async <T>(folder: string, work: (disk: string) => Promise<T>): Promise<T> => {
  const disk = join(folder, 'disk');
  await mkdir(disk);
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${diskBytes}`, 'tmpfs', disk]);
  if (status !== 0) throw new Error('not mounted');
  try {
    return await work(disk);
  } finally {
    spawnSync('umount', [disk]);
  }
};

const filledUp = async (programs: Programs, disk: string, random: Random): Promise<Seen> => {
  const ballast = join(disk, 'ballast');
  const directory = join(disk, 'data');
  await writeFile(ballast, Buffer.alloc(diskBytes - random.between(500_000, mostRoomBytes)));
  const appending = { callers: random.between(1, 4), appends: 120, textLength: 3000 } as const;
  const child = startAppender(programs, { ...appending, directory, run: '1', whenRefused: 'retry', end: 'close' });
  await child.spoken('refused');
  await rm(ballast);
  await child.ended;
  return judged(child, { directory, what: `small disk, seed ${random.seed}` });
};
