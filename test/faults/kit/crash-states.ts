import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readAcknowledged } from './appending.ts';
import type { Acknowledged } from './appending.ts';
import { Disk } from './disk.ts';
import type { DiskCall } from './disk-calls.ts';
import { brokenBy, examine } from './examine.ts';
import type { Random } from './random.ts';

/** A state after a power loss, opened by the store. */
export interface CrashState {
  /** The calls before it. */
  readonly at: number;
  readonly lost: number;
  /** Broken promises, loss among them. */
  readonly broken: readonly string[];
}

/**
 * Lets the power fail after so many of the calls, in one random way each time, opens what is left with the store, and
 * holds it against what had been said by then.
 */
export const crashStates = async (
  calls: readonly DiskCall[],
  moments: readonly number[],
  { folder, directory, random }: { readonly folder: string; readonly directory: string; readonly random: Random },
): Promise<readonly CrashState[]> => {
  const disk = new Disk(folder);
  const acknowledged: Acknowledged[] = [];
  const states: CrashState[] = [];
  const laidOut = join(folder, 'after');
  let at = 0;
  for (const moment of moments.toSorted((a, b) => a - b)) {
    for (; at < moment; at += 1) {
      const call = calls[at] as DiskCall;
      disk.apply(call);
      if (call.kind === 'said')
        acknowledged.push(...call.text.split('\n').flatMap((line) => readAcknowledged(line) ?? []));
    }
    await mkdir(laidOut);
    await disk.afterPowerLoss(random, laidOut);
    const found = await examine(join(laidOut, directory), acknowledged);
    states.push({ at, lost: found.lost, broken: brokenBy(found) });
    await rm(laidOut, { recursive: true });
  }
  return states;
};

/** Moments among the calls: half of them anywhere, half where the database itself is being written. */
export const momentsIn = (calls: readonly DiskCall[], count: number, random: Random): readonly number[] => {
  const checkpoints = calls.flatMap((call, n) => (call.kind === 'written' && call.path.endsWith('.db') ? [n + 1] : []));
  return Array.from({ length: count }, () =>
    checkpoints.length > 0 && random.chance(0.5) ? random.pick(checkpoints) : random.between(1, calls.length),
  );
};
