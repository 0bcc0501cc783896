import { getHeapStatistics } from 'node:v8';
import type { EligibilityMemory } from '#read-models/eligibility';

/** What catching up may hold in memory, within the heap that this process was given (`--max-old-space-size`). */
export interface MemoryShare {
  readonly eligibility: EligibilityMemory;
  /** Most events of a batch while behind. */
  readonly catchUpEvents: number;
}

// An event costs some 150 bytes as a fact in made histories; officers write longer texts.
const bytesKept = 300;
/** An event of a batch while that is folded: itself, its rows, and at worst the facts of a school of its own. */
const bytesInHand = 10_000;

/** A quarter of the heap for facts, shared among so many who fold; a tenth for a batch. */
export const memoryShare = (folding: number, heapBytes = getHeapStatistics().heap_size_limit): MemoryShare => ({
  eligibility: { events: Math.floor(heapBytes / 4 / bytesKept / folding) },
  catchUpEvents: Math.floor(heapBytes / 10 / bytesInHand),
});
