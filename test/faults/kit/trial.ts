import type { Programs } from './programs.ts';
import type { Random } from './random.ts';

/** What a trial is given: chance, how often, and the programs that it starts. */
export interface TrialSetting {
  readonly random: Random;
  readonly count: number;
  readonly programs: Programs;
}

/** What a trial saw. */
export interface Outcome {
  /** How often the fault was really injected and judged. */
  readonly trials: number;
  /** Every broken promise, in one line each. */
  readonly failures: readonly string[];
  /** Figures of this run, for the table. */
  readonly seen: string;
  /** Cases that this machine cannot run, each with its name: they have not passed. */
  readonly unrun?: readonly string[];
}

export type Trial = (setting: TrialSetting) => Promise<Outcome>;

/** Names the trial of which a broken promise is told. */
export const told = (trial: string, faults: readonly string[]): readonly string[] =>
  faults.map((fault) => `${trial}: ${fault}`);
