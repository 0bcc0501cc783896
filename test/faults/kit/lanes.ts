/** Two at a time: while one waits for its moment, the other works. */
const lanes = 2;

/** Does every piece of work, a few at a time, and answers what each gave, in the order of their ends. */
export const inLanes = async <T>(work: readonly (() => Promise<T>)[]): Promise<readonly T[]> => {
  const waiting = [...work];
  const done: T[] = [];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) done.push(await next());
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return done;
};
