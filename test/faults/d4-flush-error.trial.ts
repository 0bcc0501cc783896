import { join } from 'node:path';
import { crashStates, momentsIn } from './kit/crash-states.ts';
import { brokenBy, examine } from './kit/examine.ts';
import { inFolder } from './kit/folder.ts';
import type { RecordedChild } from './kit/child.ts';
import type { DiskCall } from './kit/disk-calls.ts';
import type { Programs } from './kit/programs.ts';
import type { Random } from './kit/random.ts';
import { tracedRun } from './kit/traced.ts';
import { told } from './kit/trial.ts';
import type { Trial } from './kit/trial.ts';

/** A child that appends so much text needs fewer flushes than this, its checkpoints and its close among them. */
const appends = 80;
const textLength = 14_000;
const mostFlushes = 110;
const statesPerTrial = 8;
const ends = ['close', 'die'] as const;

/** What a failed flush led to. */
interface Seen {
  readonly kind: 'did not open' | 'refused' | 'went on' | 'not reached';
  readonly failures: readonly string[];
}

/**
 * D4: the n-th flush of a process fails, for each n. Its writes are then taken as lost, whatever a later flush says;
 * the process ends or dies, another one appends, and the power fails.
 */
export const flushError: Trial = async ({ random, count, programs }) => {
  const every = Array.from({ length: mostFlushes }, (_, n) => n + 1);
  const chosen =
    count >= mostFlushes
      ? Array.from({ length: Math.floor(count / mostFlushes) }, () => every).flat()
      : Array.from({ length: count }, () => random.pick(every));
  const seen: Seen[] = [];
  for (const n of chosen)
    seen.push(await inFolder((folder) => failing(programs, { folder, n, random: random.fork() })));
  const reached = seen.filter(({ kind }) => kind !== 'not reached');
  const number = (wanted: Seen['kind']): number => seen.filter(({ kind }) => kind === wanted).length;
  return {
    trials: reached.length,
    failures: seen.flatMap(({ failures }) => failures),
    seen: `${number('did not open')} refused at the start, ${number('refused')} refused the append, ${number('went on')} went on after a checkpoint had failed; each then ${statesPerTrial} power losses`,
  };
};

const failing = async (
  programs: Programs,
  { folder, n, random }: { readonly folder: string; readonly n: number; readonly random: Random },
): Promise<Seen> => {
  const directory = join(folder, 'data');
  const [end, thenEnd] = [random.pick(ends), random.pick(ends)];
  const appending = { directory, callers: 1, whenRefused: 'stop', textLength } as const;
  const inject = `fsync,fdatasync:error=EIO:when=${n}`;
  const first = await tracedRun(programs, { ...appending, run: '1', appends, end }, { folder, inject });
  const failedAt = first.calls.findIndex(({ kind }) => kind === 'flush-failed');
  if (failedAt === -1) return { kind: 'not reached', failures: [] };
  const second = await tracedRun(
    programs,
    { ...appending, run: '2', appends: 4, textLength: 900, end: thenEnd },
    { folder },
  );
  const acknowledged = [...first.child.acknowledged, ...second.child.acknowledged];
  const broken = [...judged(first.child), ...brokenBy(await examine(directory, acknowledged))];
  const calls = [...first.calls, ...second.calls];
  const moments = momentsIn(calls.slice(failedAt + 1), statesPerTrial, random).map((at) => failedAt + 1 + at);
  const states = await crashStates(calls, moments, { folder, directory: 'data', random });
  broken.push(
    ...states.flatMap(({ at, broken: found }) => told(`power lost after call ${at} of ${calls.length}`, found)),
  );
  if (second.child.acknowledged.length === 0)
    broken.push(`nothing could be appended after a restart: ${second.child.lines.join(' ')}`);
  const what = `flush ${n} (${nameOf(calls[failedAt])}, then ${end}, then ${thenEnd}), seed ${random.seed}`;
  return { kind: kindOf(first.child), failures: told(what, broken) };
};

const nameOf = (call: DiskCall | undefined): string =>
  call && 'path' in call ? (call.path.split('/').at(-1) ?? '') : '';

const kindOf = (child: RecordedChild): Seen['kind'] => {
  if (child.said('unusable').length > 0) return 'did not open';
  return child.said('refused').length > 0 ? 'refused' : 'went on';
};

/** After a refusal nothing is written any more, and reading goes on. */
const judged = (child: RecordedChild): readonly string[] => {
  const kind = kindOf(child);
  if (kind === 'did not open')
    return child.said('unusable').every((line) => !line.includes(String.raw`\n`)) ? [] : ['not one line'];
  if (kind === 'went on') return [];
  const faults: string[] = [];
  if (!child.said('refused').every((line) => line.startsWith('refused store-unavailable false ')))
    faults.push('refused as if it would pass');
  if (child.said('again')[0] !== 'again store-unavailable false') faults.push(`then ${child.said('again').join()}`);
  if (Number(child.said('read')[0]?.split(' ')[1]) < child.acknowledged.length)
    faults.push('cannot read what it acknowledged');
  return faults;
};
