import { createHash } from 'node:crypto';
import { cp, lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { badStarts, secret } from './kit/bad-starts.ts';
import type { BadStart } from './kit/bad-starts.ts';
import { startProgram } from './kit/child.ts';
import { inFolder } from './kit/folder.ts';
import { inLanes } from './kit/lanes.ts';
import { Ledger } from './kit/ledger.ts';
import type { Programs } from './kit/programs.ts';
import type { Random } from './kit/random.ts';
import { registering, schoolCode } from './kit/school-commands.ts';
import { Service } from './kit/service.ts';
import { told } from './kit/trial.ts';
import type { Trial } from './kit/trial.ts';

/** Against hanging. */
const longestMs = 120_000;

/** S2: a start that cannot be right ends in one line and leaves everything as it found it. */
export const badStart: Trial = async ({ random, count, programs }) =>
  inFolder(async (folder) => {
    const sound = join(folder, 'sound');
    const service = await Service.start(programs, sound);
    const ledger = new Ledger(sound);
    for (let n = 0; n < 3; n += 1) await ledger.send(service, registering(schoolCode(n)));
    await service.drain();
    const first = random.below(badStarts.length);
    const chosen = Array.from({ length: count }, (_, n) => badStarts[(first + n) % badStarts.length] as BadStart);
    const faults = await inLanes(
      chosen.map((bad) => {
        const own = random.fork();
        return () => inFolder((place) => refused(programs, bad, { place, sound, random: own }));
      }),
    );
    const after = await ledger.broken();
    return {
      trials: count,
      failures: [...faults.flat(), ...told('the directory that was copied', after)],
      seen: `${new Set(chosen).size} kinds; one line each, no secret in it, every file as before`,
    };
  });

interface Setting {
  readonly place: string;
  /** A data directory that opens. */
  readonly sound: string;
  readonly random: Random;
}

const refused = async (
  programs: Programs,
  bad: BadStart,
  { place, sound, random }: Setting,
): Promise<readonly string[]> => {
  const data = join(place, 'data');
  await cp(sound, data, { recursive: true });
  await bad.spoil?.(data, random);
  const before = await filesOf(place);
  const program = bad.program === 'api' ? programs.apiProgram : join(programs.folder, 'apps/worker/src/main.js');
  const child = startProgram([process.execPath, program], {
    cwd: place,
    env: { REDLINE_DATA_DIR: data, PORT: '0', REDLINE_WORKER_PORT: '0', LOG_LEVEL: 'error', ...bad.env(place, random) },
  });
  const cut = setTimeout(() => child.kill(), longestMs);
  await child.ended;
  clearTimeout(cut);
  const { exitCode, errors, lines } = child;
  const faults = [];
  if (exitCode !== 1) faults.push(`ended with ${exitCode ?? 'a signal'}`);
  if (!/^redline: [^\n]+\n$/.test(errors)) faults.push(`said ${JSON.stringify(errors.slice(0, 500))}`);
  if (lines.length > 0) faults.push(`went on to say ${lines.join()}`);
  if (errors.includes(secret)) faults.push('repeated a secret');
  const touched = differing(before, await filesOf(place));
  if (touched.length > 0) faults.push(`touched ${touched.join(', ')}`);
  return told(`${bad.name}, seed ${random.seed}`, faults);
};

/** What stands at each path: kind, mode and content. */
const filesOf = async (folder: string): Promise<ReadonlyMap<string, string>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found = new Map<string, string>();
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const content = entry.isFile()
      ? createHash('sha256')
          .update(await readFile(path))
          .digest('hex')
      : '';
    found.set(path.slice(folder.length + 1), `${(await lstat(path)).mode} ${content}`);
  }
  return found;
};

const differing = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path));
