const [second, minute, hour] = [1_000, 60_000, 3_600_000] as const;

const delaysMs = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
] as const;
const jitterShare = 0.1;

/** How long to wait after so many failures of one message; undefined when three days of them are enough. `chance` is 0 to 1. */
export const backOffMs = (failures: number, chance: number): number | undefined => {
  const delayMs = delaysMs[failures - 1];
  return delayMs === undefined ? undefined : Math.round(delayMs * (1 + jitterShare * chance));
};
