import { getHeapStatistics } from 'node:v8';
import type { DeskMemory, EligibilityMemory } from '#read-models/eligibility';

/** What this process may keep in memory, within the heap that it was given (`--max-old-space-size`). */
export interface MemoryShare {
  /** Of each of those who fold. */
  readonly folding: EligibilityMemory;
  readonly desk: DeskMemory;
  /** Most events of a batch while behind. */
  readonly catchUpEvents: number;
}

const megabyte = 2 ** 20;
/** The service itself, at rest, and V8's young generation, which the limit counts too. */
const ownBytes = (60 + 48) * megabyte;
/** An event as a fact: dates, keys and its place. Some 150 in a history of a million; long texts are no facts. */
const factBytes = 200;
/** A verdict and its text. */
const answerBytes = 5_000;
const mostAnswers = 40_000;
/** An event of a batch while that is folded: itself, its rows, and at worst the facts of a school of its own. */
const inHandBytes = 10_000;

/** A tenth of the heap for a batch; of what is then left two fifths to fold, a quarter to answer from, a fifth for answers. */
export const memoryShare = (foldingPlaces = 1, heapBytes = getHeapStatistics().heap_size_limit): MemoryShare => {
  const batchBytes = heapBytes / 10;
  const left = Math.max(0, heapBytes - ownBytes - batchBytes);
  return {
    folding: { events: Math.floor((left * 0.4) / factBytes / foldingPlaces) },
    desk: {
      events: Math.floor((left * 0.25) / factBytes),
      answers: Math.min(mostAnswers, Math.ceil((left * 0.2) / answerBytes)),
    },
    catchUpEvents: Math.max(100, Math.floor(batchBytes / inHandBytes)),
  };
};
