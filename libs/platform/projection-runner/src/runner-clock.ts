import { setTimeout as sleep } from 'node:timers/promises';

/** The runner's only notion of time; specs move it by hand. */
export interface RunnerClock {
  /** Milliseconds since 1970, UTC. */
  nowMs(): number;
  /** Resolves after the time, or as soon as the signal is aborted; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** The clock of the machine. */
export const systemClock: RunnerClock = {
  nowMs: () => Date.now(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
};
