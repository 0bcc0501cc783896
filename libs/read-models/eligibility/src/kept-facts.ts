import { foldSchool, noFacts } from '#facts';
import type { FactEvent } from '#facts';
import type { SchoolFacts } from '#law';
import { bareSchool } from './bare-school.ts';

interface Kept {
  facts: Promise<SchoolFacts>;
  events: number;
}

export interface KeptFactsParts {
  /** Facts are kept of so many recorded events: of one school at least. */
  readonly most: number;
  /** Everything recorded about a school. */
  readonly read: (school: string) => Promise<readonly FactEvent[]>;
  /** Told of each school that gave way. */
  readonly letGo: (school: string) => void;
}

/** Facts of the schools asked about, read on first need; those that were read first give way. */
export class KeptFacts {
  readonly #parts: KeptFactsParts;
  readonly #kept = new Map<string, Kept>();
  #events = 0;

  constructor(parts: KeptFactsParts) {
    this.#parts = parts;
  }

  of(school: string): Promise<SchoolFacts> {
    return this.#kept.get(school)?.facts ?? this.#read(school);
  }

  /** Carries a school on by what was recorded since, where it is kept. */
  follow(school: string, events: readonly FactEvent[]): void {
    const kept = this.#kept.get(school);
    if (kept) void this.#carryOn(school, kept, Promise.resolve(events));
  }

  forget(school: string): void {
    const kept = this.#kept.get(school);
    if (!kept) return;
    this.#kept.delete(school);
    this.#events -= kept.events;
  }

  clear(): void {
    this.#kept.clear();
    this.#events = 0;
  }

  #read(school: string): Promise<SchoolFacts> {
    const kept = { facts: Promise.resolve(noFacts(school)), events: bareSchool };
    this.#kept.set(school, kept);
    this.#events += bareSchool;
    return this.#carryOn(school, kept, this.#parts.read(school));
  }

  #carryOn(school: string, kept: Kept, reading: Promise<readonly FactEvent[]>): Promise<SchoolFacts> {
    kept.facts = this.#folded(school, kept, Promise.all([kept.facts, reading]));
    kept.facts.catch(() => undefined); // whoever asks is told
    return kept.facts;
  }

  /** Counts what is folded, and makes room for it; what failed is read again when it is asked for. */
  async #folded(
    school: string,
    kept: Kept,
    found: Promise<readonly [SchoolFacts, readonly FactEvent[]]>,
  ): Promise<SchoolFacts> {
    const isKept = (): boolean => this.#kept.get(school) === kept;
    try {
      const [facts, events] = await found;
      // Rows that were read in the meantime may hold some of the events already.
      const newer = events.filter(({ position }) => position > facts.position).reduce(foldSchool, facts);
      if (isKept()) {
        kept.events += events.length;
        this.#events += events.length;
        this.#makeRoom(school);
      }
      return newer;
    } catch (error) {
      if (isKept()) this.forget(school);
      throw error;
    }
  }

  #makeRoom(last: string): void {
    for (const school of this.#kept.keys()) {
      if (this.#events <= this.#parts.most) return;
      if (school === last) continue;
      this.forget(school);
      this.#parts.letGo(school);
    }
  }
}
