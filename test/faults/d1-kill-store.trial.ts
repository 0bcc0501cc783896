import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import type { Acknowledged } from './kit/appending.ts';
import { startAppender } from './kit/child.ts';
import { brokenBy, examine } from './kit/examine.ts';
import { inFolder } from './kit/folder.ts';
import { inLanes } from './kit/lanes.ts';
import type { Programs } from './kit/programs.ts';
import type { Random } from './kit/random.ts';
import { told } from './kit/trial.ts';
import type { Trial } from './kit/trial.ts';

const longestGraceMs = 400;
/** A directory is killed, opened and killed again. */
const killsPerDirectory = 5;

/** D1: the process is killed at a random moment while eight callers append. */
export const killedStore: Trial = async ({ random, count, programs }) => {
  const directories = Array.from({ length: Math.ceil(count / killsPerDirectory) }, (_, n) => {
    const own = random.fork();
    const kills = Math.min(killsPerDirectory, count - n * killsPerDirectory);
    return () => inFolder((folder) => killedAgain(programs, { folder, kills, random: own }));
  });
  const done = await inLanes(directories);
  const acknowledged = done.reduce((sum, one) => sum + one.acknowledged, 0);
  return {
    trials: count,
    failures: done.flatMap(({ failures }) => failures),
    seen: `${acknowledged.toLocaleString('en')} events acknowledged before the kills`,
  };
};

const killedAgain = async (
  programs: Programs,
  { folder, kills, random }: { readonly folder: string; readonly kills: number; readonly random: Random },
): Promise<{ acknowledged: number; failures: readonly string[] }> => {
  const directory = join(folder, 'data');
  const acknowledged: Acknowledged[] = [];
  const failures: string[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    const child = startAppender(programs, {
      directory,
      run: String(kill),
      callers: random.between(1, 12),
      textLength: random.between(0, 3000),
      whenRefused: 'stop',
      end: 'close',
    });
    await child.begun;
    const graceMs = random.below(longestGraceMs + 1);
    await after(graceMs);
    child.kill();
    await child.ended;
    if (child.acknowledged.length === 0) failures.push(`kill ${kill}: nothing was acknowledged: ${child.errors}`);
    acknowledged.push(...child.acknowledged);
    failures.push(
      ...told(
        `seed ${random.seed}, kill ${kill} after ${graceMs} ms`,
        brokenBy(await examine(directory, acknowledged)),
      ),
    );
  }
  return { acknowledged: acknowledged.length, failures };
};
