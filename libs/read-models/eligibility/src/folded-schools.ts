import { bearsOnFacts, factEventOf, foldOffice, foldSchool, noFacts, noOffice } from '#facts';
import type { FactEvent } from '#facts';
import type { OfficeFacts, SchoolFacts } from '#law';
import type { EventLog, Recorded } from '#platform/event-store';
import type { WriteTransaction } from '#platform/read-store';
import { bareSchool } from './bare-school.ts';
import { foldedRow } from './folded.row.ts';
import type { FoldedRow } from './folded.row.ts';
import { GroundOutlooks } from './ground-outlooks.ts';
import type { Known } from './ground-outlooks.ts';
import { recordedUnder } from './log-rows.ts';
import { officeKey } from './office-key.ts';

/** Schools kept folded when everything was folded: those that officers work on. */
const atRest = 1_000;

interface Folded {
  facts: SchoolFacts;
  events: number;
}

/**
 * Schools folded up to the end of what one build has seen, so that a batch need not fold them again from the log. It is
 * memory of committed rows alone: a batch that begins where one was already folded says that the last one was rolled
 * back, or replayed, and everything is then forgotten.
 */
export class FoldedSchools {
  readonly #log: EventLog;
  readonly #most: number;
  readonly #schools = new Map<string, Folded>();
  /** Follows the schools: what is folded anew is judged anew. */
  readonly outlooks = new GroundOutlooks();
  #office: OfficeFacts | undefined;
  #events = 0;
  #upTo = -1;
  #isFolding = false;

  /**
   * `rowKey`: under which key a row says how far facts were folded that concern several schools. `mostEvents`: of how
   * many events facts are kept between batches; a batch alone may need more.
   */
  constructor(
    log: EventLog,
    readonly rowKey: string,
    mostEvents: number,
  ) {
    this.#log = log;
    this.#most = mostEvents;
  }

  get office(): OfficeFacts {
    return this.#office ?? noOffice;
  }

  /** Must be called before each batch. */
  begin(firstPosition: number): void {
    this.#isFolding = true;
    if (firstPosition > this.#upTo) return;
    this.#schools.clear();
    this.#events = 0;
    this.outlooks.clear();
    this.#office = undefined;
    this.#upTo = -1;
  }

  /** Folds the schools of a batch that are not in memory, as far as rows of earlier batches say. */
  async load(tx: WriteTransaction, schools: readonly string[]): Promise<void> {
    this.#office ??= await this.#readOffice(tx);
    const missing = schools.filter((school) => !this.#schools.has(school));
    for (const some of inPages(missing))
      for (const [school, folded] of await this.#read(tx, some)) this.#hold(school, folded);
  }

  /**
   * Every one of these schools, page by page, whether it is in memory or not: as many as there are never need to be there
   * at once. Those that were not stay while there is room.
   */
  async *pagesOf(tx: WriteTransaction, schools: readonly string[]): AsyncGenerator<readonly SchoolFacts[]> {
    for (const some of inPages(schools)) {
      const isMissing = (school: string): boolean => !this.#schools.has(school);
      const missing = await this.#read(tx, some.filter(isMissing));
      yield some.map((school) => (this.#schools.get(school) ?? missing.get(school))?.facts ?? noFacts(school));
      for (const [school, folded] of missing)
        if (this.#events + weightOf(folded) <= this.#most) this.#hold(school, folded);
        else this.outlooks.forget(school);
    }
  }

  known(school: string): Known {
    return { office: this.office, facts: this.#schools.get(school)?.facts ?? noFacts(school) };
  }

  /** The school must have been loaded in this batch. */
  fold(school: string, event: FactEvent): void {
    const folded = this.#schools.get(school);
    if (!folded) throw new Error(`${school} was not loaded`);
    folded.facts = foldSchool(folded.facts, event);
    folded.events += 1;
    this.#events += 1;
    this.#upTo = event.position;
  }

  foldOffice(event: FactEvent): void {
    this.#office = foldOffice(this.office, event);
    this.#upTo = event.position;
  }

  /** Must be called after each batch. Lets go of the schools that were folded first, but for so many. */
  end(): void {
    this.#isFolding = false;
    this.#keep({ schools: Number.POSITIVE_INFINITY });
  }

  /** Lets go of nearly all, unless a batch is at work with them. */
  rest(): void {
    if (!this.#isFolding) this.#keep({ schools: atRest });
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

  /** As far as their rows say: nothing, for schools that have none. */
  async #read(tx: WriteTransaction, schools: readonly string[]): Promise<ReadonlyMap<string, Folded>> {
    if (schools.length === 0) return new Map();
    const read = new Map(schools.map((school) => [school, { facts: noFacts(school), events: 0 }]));
    const rows = await tx.find<FoldedRow>(foldedRow, schools);
    for (const event of await this.#recorded(new Map(rows.map((row) => [row.school, row.position])))) {
      const folded = read.get(event.metadata['school'] ?? '');
      if (!folded) continue;
      folded.facts = foldSchool(folded.facts, factEventOf(event));
      folded.events += 1;
    }
    return read;
  }

  #hold(school: string, folded: Folded): void {
    this.#schools.set(school, folded);
    this.#events += weightOf(folded);
  }

  #keep({ schools }: { readonly schools: number }): void {
    for (const [school, folded] of this.#schools) {
      if (this.#schools.size <= schools && this.#events <= this.#most) return;
      this.#schools.delete(school);
      this.#events -= weightOf(folded);
      this.outlooks.forget(school);
    }
  }
}

const weightOf = ({ events }: Folded): number => events + bareSchool;

/** As many as a filter of the log may name. */
const keysAtOnce = 64;

const inPages = (schools: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(schools.length / keysAtOnce) }, (_, n) =>
    schools.slice(n * keysAtOnce, (n + 1) * keysAtOnce),
  );
