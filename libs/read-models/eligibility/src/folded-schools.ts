import { bearsOnFacts, foldOffice, foldSchool, noFacts, noOffice } from '#facts';
import type { FactEvent } from '#facts';
import type { OfficeFacts, SchoolFacts } from '#law';
import type { WriteTransaction } from '#platform/read-store';
import { factRow } from './fact.row.ts';
import type { FactRow } from './fact.row.ts';
import { GroundOutlooks } from './ground-outlooks.ts';
import type { Known } from './ground-outlooks.ts';

/** Schools kept folded between batches: while catching up, and afterwards those that officers work on. Each costs about as much as its recorded events do as JSON. */
const whileBehind = 20_000;
const atRest = 1_000;

/** A fact row as the folds take it. */
export const eventOf = (row: FactRow): FactEvent =>
  ({ ...row, data: JSON.parse(row.data) as object }) as unknown as FactEvent;

/**
 * Schools folded up to the end of what one build has seen, so that a batch need not fold them again from rows. It is
 * memory of committed rows alone: a batch that begins where one was already folded says that the last one was rolled
 * back, or replayed, and everything is then forgotten.
 */
export class FoldedSchools {
  readonly #schools = new Map<string, SchoolFacts>();
  /** Follows the schools: what is folded anew is judged anew. */
  readonly outlooks = new GroundOutlooks();
  #office: OfficeFacts | undefined;
  #upTo = -1;
  #isFolding = false;

  /** `officeKey`: under which key facts stand that concern several schools. */
  constructor(readonly officeKey: string) {}

  /** Must be called before each batch. */
  begin(firstPosition: number): void {
    this.#isFolding = true;
    if (firstPosition > this.#upTo) return;
    this.#schools.clear();
    this.outlooks.clear();
    this.#office = undefined;
    this.#upTo = -1;
  }

  /** Folds the schools of a batch that are not in memory, from the rows of earlier batches. */
  async load(tx: WriteTransaction, schools: readonly string[]): Promise<void> {
    if (!this.#office) {
      const rows = await tx.find<FactRow>(factRow, [this.officeKey]);
      this.#office = inOrder(rows)
        .filter(({ type }) => bearsOnFacts(type))
        .map(eventOf)
        .reduce(foldOffice, noOffice);
    }
    const missing = schools.filter((school) => !this.#schools.has(school));
    for (let at = 0; at < missing.length; at += rowsAtOnce) {
      const some = missing.slice(at, at + rowsAtOnce);
      for (const school of some) this.#schools.set(school, noFacts(school));
      for (const row of inOrder(await tx.find<FactRow>(factRow, some)))
        this.#schools.set(row.school, foldSchool(this.#schools.get(row.school) ?? noFacts(row.school), eventOf(row)));
    }
  }

  known(school: string): Known {
    return { office: this.#office ?? noOffice, facts: this.#schools.get(school) ?? noFacts(school) };
  }

  fold(school: string, event: FactEvent): void {
    this.#schools.set(school, foldSchool(this.#schools.get(school) ?? noFacts(school), event));
    this.#upTo = event.position;
  }

  foldOffice(event: FactEvent): void {
    this.#office = foldOffice(this.#office ?? noOffice, event);
    this.#upTo = event.position;
  }

  /** Must be called after each batch. Lets go of the schools that were folded first, but for so many. */
  end(): void {
    this.#isFolding = false;
    this.#keep(whileBehind);
  }

  /** Lets go of nearly all, unless a batch is at work with them. */
  rest(): void {
    if (!this.#isFolding) this.#keep(atRest);
  }

  #keep(most: number): void {
    for (const school of this.#schools.keys()) {
      if (this.#schools.size <= most) return;
      this.#schools.delete(school);
      this.outlooks.forget(school);
    }
  }
}

const rowsAtOnce = 500;

const inOrder = (rows: readonly FactRow[]): readonly FactRow[] => rows.toSorted((a, b) => a.position - b.position);
