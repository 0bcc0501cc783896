import { bearsOnFacts, factEventOf, foldOffice, foldSchool, noFacts, noOffice } from '#facts';
import type { FactEvent } from '#facts';
import type { OfficeFacts, SchoolFacts } from '#law';
import type { EventLog, Recorded } from '#platform/event-store';
import type { WriteTransaction } from '#platform/read-store';
import { foldedRow } from './folded.row.ts';
import type { FoldedRow } from './folded.row.ts';
import { GroundOutlooks } from './ground-outlooks.ts';
import type { Known } from './ground-outlooks.ts';
import { recordedUnder } from './log-rows.ts';
import { officeKey } from './office-key.ts';

/** Schools kept folded between batches: while catching up, and afterwards those that officers work on. Each costs about as much as its recorded events do as JSON. */
const whileBehind = 20_000;
const atRest = 1_000;

/**
 * Schools folded up to the end of what one build has seen, so that a batch need not fold them again from the log. It is
 * memory of committed rows alone: a batch that begins where one was already folded says that the last one was rolled
 * back, or replayed, and everything is then forgotten.
 */
export class FoldedSchools {
  readonly #log: EventLog;
  readonly #schools = new Map<string, SchoolFacts>();
  /** Follows the schools: what is folded anew is judged anew. */
  readonly outlooks = new GroundOutlooks();
  #office: OfficeFacts | undefined;
  #upTo = -1;
  #isFolding = false;

  /** `rowKey`: under which key a row says how far facts were folded that concern several schools. */
  constructor(
    log: EventLog,
    readonly rowKey: string,
  ) {
    this.#log = log;
  }

  /** Must be called before each batch. */
  begin(firstPosition: number): void {
    this.#isFolding = true;
    if (firstPosition > this.#upTo) return;
    this.#schools.clear();
    this.outlooks.clear();
    this.#office = undefined;
    this.#upTo = -1;
  }

  /** Folds the schools of a batch that are not in memory, as far as rows of earlier batches say. */
  async load(tx: WriteTransaction, schools: readonly string[]): Promise<void> {
    this.#office ??= await this.#readOffice(tx);
    const missing = schools.filter((school) => !this.#schools.has(school));
    for (let at = 0; at < missing.length; at += keysAtOnce) {
      const some = missing.slice(at, at + keysAtOnce);
      for (const school of some) this.#schools.set(school, noFacts(school));
      const folded = new Map((await tx.find<FoldedRow>(foldedRow, some)).map((row) => [row.school, row.position]));
      for (const event of await this.#recorded(folded)) this.#take(event);
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

  async #readOffice(tx: WriteTransaction): Promise<OfficeFacts> {
    const [row] = await tx.find<FoldedRow>(foldedRow, [this.rowKey]);
    const events = row ? await this.#recorded(new Map([[officeKey, row.position]])) : [];
    return events
      .filter(({ type }) => bearsOnFacts(type))
      .map(factEventOf)
      .reduce(foldOffice, noOffice);
  }

  /** The log holds more than was folded: what is held back, and what came since. */
  async #recorded(folded: ReadonlyMap<string, number>): Promise<readonly Recorded[]> {
    if (folded.size === 0) return [];
    const events = await recordedUnder(this.#log, [...folded.keys()], Math.max(...folded.values()));
    return events.filter(({ metadata, position }) => position <= (folded.get(metadata['school'] ?? officeKey) ?? -1));
  }

  #take(event: Recorded): void {
    const school = event.metadata['school'] ?? '';
    this.#schools.set(school, foldSchool(this.#schools.get(school) ?? noFacts(school), factEventOf(event)));
  }

  #keep(most: number): void {
    for (const school of this.#schools.keys()) {
      if (this.#schools.size <= most) return;
      this.#schools.delete(school);
      this.outlooks.forget(school);
    }
  }
}

/** As many as a filter of the log may name. */
const keysAtOnce = 64;
