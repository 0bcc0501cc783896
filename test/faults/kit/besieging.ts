import { setTimeout as after } from 'node:timers/promises';
import { BesetCluster } from './beset-cluster.ts';
import type { Random } from './random.ts';
import { told } from './trial.ts';
import type { Outcome, TrialSetting } from './trial.ts';

/** Something that happens to the database or to the way to it. */
export interface Blow {
  readonly name: string;
  /** Resolves when it is over: from then on everything could work again. */
  strike(cluster: BesetCluster, random: Random): Promise<void>;
}

const officers = 2;
const longestStartMs = 150;
const mostLanes = 6;
/** So many trials at least share one cluster. */
const fewestPerLane = 8;
/** Rows are held against a clean rebuild after so many trials, and at the end. */
const rebuildEvery = 10;

interface Notes {
  readonly failures: string[];
  readonly healedMs: Map<string, number[]>;
  readonly refusals: Map<number, number>;
  acknowledged: number;
  lostAnswers: number;
  rebuilds: number;
}

interface Task {
  readonly n: number;
  readonly blow: Blow;
  readonly random: Random;
}

/** Strikes clusters while officers work, each blow in its turn; many trials share a cluster. */
export const besieged = async ({ random, count }: TrialSetting, blows: readonly Blow[]): Promise<Outcome> => {
  const tasks: Task[] = Array.from({ length: count }, (_, n) => {
    return { n, blow: blows[n % blows.length] as Blow, random: random.fork() };
  });
  const notes: Notes = {
    failures: [],
    healedMs: new Map(),
    refusals: new Map(),
    acknowledged: 0,
    lostAnswers: 0,
    rebuilds: 0,
  };
  const lanes = Math.min(mostLanes, Math.ceil(count / fewestPerLane));
  await Promise.all(Array.from({ length: lanes }, () => lane(tasks, notes)));
  return { trials: count - tasks.length, failures: notes.failures, seen: seenIn(notes) };
};

/** One cluster, as long as there is something to do and it heals. */
const lane = async (tasks: Task[], notes: Notes): Promise<void> => {
  const cluster = await BesetCluster.start();
  try {
    for (let task = tasks.shift(), done = 1; task; task = tasks.shift(), done += 1) {
      const faults = await struck(cluster, task, notes);
      const isTime = done % rebuildEvery === 0 || tasks.length === 0;
      if (isTime) {
        faults.push(...(await cluster.rowFaults()));
        notes.rebuilds += 1;
      }
      notes.failures.push(...told(`${task.blow.name}, seed ${task.random.seed}`, faults));
      if (faults.length > 0) return;
    }
  } finally {
    notes.acknowledged += cluster.acknowledged;
    notes.lostAnswers += cluster.commits.lost;
    for (const [status, times] of cluster.refusals)
      notes.refusals.set(status, (notes.refusals.get(status) ?? 0) + times);
    await cluster.stop();
  }
};

const struck = async (cluster: BesetCluster, { blow, random }: Task, notes: Notes): Promise<string[]> => {
  try {
    const working = Promise.all(Array.from({ length: officers }, () => cluster.work()));
    working.catch(() => undefined); // judged below
    await after(random.below(longestStartMs));
    await blow.strike(cluster, random);
    const times = notes.healedMs.get(blow.name) ?? [];
    notes.healedMs.set(blow.name, times);
    times.push(await cluster.heal());
    return [...(await cluster.faults(await working))];
  } catch (error) {
    return [(error as Error).message];
  }
};

const text = (n: number): string => n.toLocaleString('en');
const seconds = (ms: number | undefined): string => ((ms ?? 0) / 1000).toFixed(1);

const seenIn = ({ healedMs, refusals, acknowledged, lostAnswers, rebuilds }: Notes): string => {
  const refused = [...refusals].map(([status, times]) => `${text(times)} with ${status}`);
  const healed = [...healedMs].map(([name, times]) => {
    const sorted = times.toSorted((a, b) => a - b);
    return `${name} ${seconds(sorted[Math.floor(sorted.length / 2)])} / ${seconds(sorted.at(-1))} s`;
  });
  return [
    `${text(acknowledged)} commands acknowledged, refused before that: ${refused.join(', ') || 'none'}`,
    ...(lostAnswers > 0 ? [`${text(lostAnswers)} answers to COMMIT lost`] : []),
    `from the end of the fault to the next acknowledged command and its verdict (half / longest): ${healed.join(', ')}`,
    `${rebuilds} times rows held against a clean rebuild`,
  ].join('; ');
};
