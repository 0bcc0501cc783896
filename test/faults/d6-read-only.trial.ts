import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startAppender, startProgram } from './kit/child.ts';
import type { RecordedChild } from './kit/child.ts';
import { brokenBy, examine } from './kit/examine.ts';
import { inFolder } from './kit/folder.ts';
import type { Programs } from './kit/programs.ts';
import { injecting, straceMissing } from './kit/strace.ts';
import { told } from './kit/trial.ts';
import type { Trial } from './kit/trial.ts';

interface Case {
  readonly name: string;
  /** Takes the right to write away. Answers false when this machine does not let it. */
  take(data: string): Promise<boolean>;
  give(data: string): Promise<void>;
  readonly opener: 'store' | 'service';
}

const modes = async (data: string, directory: number, file: number): Promise<true> => {
  for (const name of await readdir(data)) await chmod(join(data, name), file);
  await chmod(data, directory);
  return true;
};
const giveModes = async (data: string): Promise<void> => void (await modes(data, 0o700, 0o600));

const mounted = (data: string): boolean =>
  spawnSync('mount', ['--bind', data, data]).status === 0 &&
  spawnSync('mount', ['-o', 'remount,bind,ro', data]).status === 0;

const cases: readonly Case[] = [
  { name: 'a read-only directory', opener: 'store', take: (data) => modes(data, 0o555, 0o444), give: giveModes },
  { name: 'read-only files', opener: 'store', take: (data) => modes(data, 0o777, 0o444), give: giveModes },
  { name: 'files of nobody else', opener: 'store', take: (data) => modes(data, 0o755, 0o600), give: giveModes },
  ...(['store', 'service'] as const).map((opener) => ({
    name: `a read-only file system, seen by the ${opener}`,
    opener,
    take: async (data: string) => mounted(data),
    give: async (data: string) => void spawnSync('umount', [data]),
  })),
];

/** D6: what may not be written is said in one line, and is not touched. */
export const readOnly: Trial = async ({ random, count, programs }) => {
  const failures: string[] = [];
  const skipped = new Set<string>();
  let trials = 0;
  for (let n = 0; n < count; n += 1) {
    const one = cases[n % cases.length] as Case;
    const faults = await inFolder((folder) => refused(programs, folder, one));
    if (faults === undefined) skipped.add(one.name);
    else trials += 1;
    failures.push(...told(one.name, faults ?? []));
  }
  if (straceMissing() === undefined) {
    failures.push(...(await inFolder((folder) => turned(programs, folder, random.between(60, 400)))));
    trials += 1;
  } else skipped.add('a file system that turns read-only (strace is missing)');
  return { trials, failures, seen: 'one line each, files unchanged', unrun: [...skipped] };
};

const quiet = { run: '1', callers: 1, textLength: 100, whenRefused: 'stop', end: 'close' } as const;

const refused = async (programs: Programs, folder: string, one: Case): Promise<readonly string[] | undefined> => {
  const directory = join(folder, 'data');
  await chmod(folder, 0o755);
  const made = startAppender(programs, { ...quiet, directory, appends: 10 });
  await made.ended;
  const before = await digest(directory);
  try {
    if (!(await one.take(directory))) return undefined;
    const found =
      one.opener === 'store' ? await storeLine(programs, directory) : await serviceLine(programs, directory);
    const faults = found === undefined ? [] : [found];
    if ((await digest(directory)) !== before) faults.push('files were changed');
    return faults;
  } finally {
    await one.give(directory);
    await rm(join(directory, 'lock.db-journal'), { force: true });
  }
};

const storeLine = async (programs: Programs, directory: string): Promise<string | undefined> => {
  const child = startAppender(programs, { ...quiet, directory, run: '2', appends: 1, asNobody: true });
  await child.ended;
  const [line = child.errors] = child.lines;
  const isClear = /^unusable directory-unusable "The data directory [^\\]+ cannot be used: [^\\]+"$/.test(line);
  return isClear && child.lines.length === 1 && child.exitCode === 1 ? undefined : `said ${line} (${child.exitCode})`;
};

const serviceLine = async (programs: Programs, directory: string): Promise<string | undefined> => {
  const child = startProgram([process.execPath, programs.apiProgram], {
    cwd: programs.folder,
    env: { REDLINE_DATA_DIR: directory, PORT: '0', LOG_LEVEL: 'silent' },
  });
  await child.ended;
  const isClear = /^redline: The data directory [^\n]+ cannot be used: [^\n]+\n$/.test(child.errors);
  return isClear && child.exitCode === 1 ? undefined : `said ${child.errors} (${child.exitCode})`;
};

/** Every file but SQLite's shared memory, which readers may touch. */
const digest = async (directory: string): Promise<string> => {
  const hash = createHash('sha256');
  for (const name of (await readdir(directory)).toSorted())
    if (name.startsWith('events.db') && !name.endsWith('-shm'))
      hash.update(name).update(await readFile(join(directory, name)));
  return hash.digest('hex');
};

/** The file system turns read-only under a store that is writing. */
const turned = async (programs: Programs, folder: string, from: number): Promise<readonly string[]> => {
  const directory = join(folder, 'data');
  await mkdir(directory);
  const inject = injecting('pwrite64', `error=EROFS:when=${from}+`);
  const child: RecordedChild = startAppender(programs, { ...quiet, directory, appends: 60 }, inject);
  await child.ended;
  const faults: string[] = [];
  if (child.said('again')[0] !== 'again store-unavailable false') faults.push(`then ${child.lines.join(' ')}`);
  if (Number(child.said('read')[0]?.split(' ')[1]) < child.acknowledged.length) faults.push('cannot read on');
  faults.push(...brokenBy(await examine(directory, child.acknowledged)));
  return told(`a file system that turns read-only at write ${from}`, faults);
};
