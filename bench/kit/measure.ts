import type { Cost } from './figures.ts';

/** One side of a comparison. `run` does one round's work and answers its cost per operation. */
export interface Side {
  readonly name: string;
  readonly run: (round: number) => Promise<Cost>;
}

/** Measures work in this process. `work` answers how many operations it did. Garbage of before is collected before. */
export const timed = async (work: () => number | Promise<number>): Promise<Cost> => {
  globalThis.gc?.();
  const cpu = process.cpuUsage();
  const startMs = performance.now();
  const operations = await work();
  const wallUs = ((performance.now() - startMs) * 1000) / operations;
  const { user, system } = process.cpuUsage(cpu);
  return { cpuUs: (user + system) / operations, wallUs };
};

/** The value in the middle. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

/** The value that so much of all does not exceed. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

/** Lets the sides take turns, A B A B: a noisy minute hits both. One round of warming up is not counted. */
export const interleaved = async (sides: readonly Side[], rounds: number): Promise<ReadonlyMap<string, Cost>> => {
  const costs = new Map<string, Cost[]>(sides.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1)
    for (const { name, run } of sides) {
      const cost = await run(round);
      if (round > 0) costs.get(name)?.push(cost);
    }
  return new Map([...costs].map(([name, all]) => [name, middle(all)]));
};

const middle = (costs: readonly Cost[]): Cost => ({
  cpuUs: median(costs.map(({ cpuUs }) => cpuUs)),
  wallUs: median(costs.map(({ wallUs }) => wallUs)),
});

/** The cost of a side that ran. */
export const costOf = (costs: ReadonlyMap<string, Cost>, name: string): Cost => {
  const cost = costs.get(name);
  if (!cost) throw new Error(`no side ${name}`);
  return cost;
};
