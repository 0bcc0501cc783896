import type { ReadStore } from '#platform/read-store';
import { lastChange } from './checkpoints.ts';
import type { RunnerClock } from './runner-clock.ts';

const lookMs = 500;

/** Resolves when builds were begun, switched or dropped after the change of this number, or with the signal. */
export const untilBuildsChange = async (
  known: number,
  { store, clock }: { readonly store: ReadStore; readonly clock: RunnerClock },
  signal: AbortSignal,
): Promise<void> => {
  while (!signal.aborted) {
    await clock.sleep(lookMs, signal);
    // A storage that fails is told of by those who write to it.
    const found = await store.write(lastChange).catch(() => known);
    if (found !== known) return;
  }
};
