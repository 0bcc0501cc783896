import { getHeapStatistics } from 'node:v8';
import type { EligibilityMemory } from '#read-models/eligibility';

/** What catching up may hold in memory, within the heap that this process was given (`--max-old-space-size`). */
export interface MemoryShare {
  readonly eligibility: EligibilityMemory;
  /** Most events of a batch while behind. */
  readonly catchUpEvents: number;
}

const megabyte = 2 ** 20;
/** The service itself, at rest, and V8's young generation, which the limit counts too. */
const ownBytes = (60 + 48) * megabyte;
/** An event as a fact: dates, keys and its place. Some 140 in a history of a million; long texts are no facts. */
const factBytes = 200;
/** An event of a batch while that is folded: itself, its rows, and at worst the facts of a school of its own. */
const inHandBytes = 10_000;

/** A tenth of the heap for a batch, and of what is then left two thirds for facts, shared among so many who fold. */
export const memoryShare = (folding: number, heapBytes = getHeapStatistics().heap_size_limit): MemoryShare => {
  const batchBytes = heapBytes / 10;
  const factsBytes = Math.max(0, ((heapBytes - ownBytes - batchBytes) * 2) / 3 / folding);
  return {
    eligibility: { events: Math.floor(factsBytes / factBytes) },
    catchUpEvents: Math.max(100, Math.floor(batchBytes / inHandBytes)),
  };
};
