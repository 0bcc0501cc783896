import { join } from 'node:path';
import { crashStates, momentsIn } from './kit/crash-states.ts';
import type { CrashState } from './kit/crash-states.ts';
import type { DiskCall } from './kit/disk-calls.ts';
import { inFolder } from './kit/folder.ts';
import type { Programs } from './kit/programs.ts';
import type { Random } from './kit/random.ts';
import { tracedRun } from './kit/traced.ts';
import { told } from './kit/trial.ts';
import type { Trial } from './kit/trial.ts';

/** States drawn from one trace. */
const statesPerTrace = 1000;

/** D2: the power fails. The store as it is: nothing acknowledged is lost, nothing is corrupt. */
export const powerLoss: Trial = async ({ random, count, programs }) => {
  const { states, calls } = await drawn(programs, { random, count, weakened: false });
  const failures = states.flatMap(({ at, broken }) => told(`seed ${random.seed}, power lost after call ${at}`, broken));
  return { trials: states.length, failures, seen: `drawn from ${calls.toLocaleString('en')} traced calls` };
};

/** The same trial must see the loss that `synchronous=NORMAL` brings: else it could not fail. */
export const powerLossAtNormal: Trial = async ({ random, count, programs }) => {
  const { states } = await drawn(programs, { random, count, weakened: true });
  const losing = states.filter(({ lost }) => lost > 0).length;
  return {
    trials: states.length,
    failures: losing === 0 ? [`seed ${random.seed}: no state lost anything, so the trial does not bite`] : [],
    seen: `${losing} of ${states.length} states lost acknowledged events, as they must`,
  };
};

const drawn = async (
  programs: Programs,
  { random, count, weakened }: { readonly random: Random; readonly count: number; readonly weakened: boolean },
): Promise<{ states: readonly CrashState[]; calls: number }> => {
  const states: CrashState[] = [];
  let calls = 0;
  for (let left = count; left > 0; left -= statesPerTrace)
    await inFolder(async (folder) => {
      const trace = await tracedAppends(programs, { folder, random, weakened });
      calls += trace.length;
      const moments = momentsIn(trace, Math.min(left, statesPerTrace), random);
      states.push(...(await crashStates(trace, moments, { folder, directory: 'made/data', random })));
    });
  return { states, calls };
};

/** The store makes its directory, appends over several checkpoints, closes; then is opened and dies while appending. */
const tracedAppends = async (
  programs: Programs,
  { folder, random, weakened }: { readonly folder: string; readonly random: Random; readonly weakened: boolean },
): Promise<readonly DiskCall[]> => {
  const directory = join(folder, 'made', 'data');
  const appending = { directory, weakened, whenRefused: 'stop' } as const;
  const runs = [
    { ...appending, run: '1', callers: random.between(1, 4), appends: 120, textLength: 1500, end: 'close' },
    { ...appending, run: '2', callers: random.between(1, 4), appends: 40, textLength: 300, end: 'die' },
  ] as const;
  const calls: DiskCall[] = [];
  for (const run of runs) calls.push(...(await tracedRun(programs, run, { folder })).calls);
  return calls;
};
