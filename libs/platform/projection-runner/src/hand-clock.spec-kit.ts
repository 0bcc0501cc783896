import type { RunnerClock } from '#platform/projection-runner';

/** Time passes when the spec says so. */
export const handClock = (): { clock: RunnerClock; sleepers: { ms: number; wake: () => void }[] } => {
  const sleepers: { ms: number; wake: () => void }[] = [];
  return {
    clock: {
      nowMs: () => 0,
      sleep: (ms: number, signal: AbortSignal) =>
        new Promise<void>((resolve) => {
          const wake = (): void => {
            signal.removeEventListener('abort', wake);
            resolve();
          };
          signal.addEventListener('abort', wake);
          sleepers.push({ ms, wake });
        }),
    },
    sleepers,
  };
};
