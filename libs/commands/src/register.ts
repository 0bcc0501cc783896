import { decision } from '#domain/decisions';
import type { DocumentState } from '#domain/decisions';
import { districtOf, school as schoolDecider } from '#domain/schools';
import { violationCase } from '#domain/violation-cases';
import { bearsOnFacts, factEventOf, foldOffice, foldSchool, noFacts, noOffice } from '#facts';
import type { FactEvent } from '#facts';
import { establishes, isSchoolCode } from '#law';
import type { CaseFact, DocumentUse, OfficeFacts, RegisterFacts, SchoolFacts } from '#law';
import type { EventLog } from '#platform/event-store';
import { BoundedMap } from './bounded-map.ts';
import type { Names } from './names.ts';
import type { StreamReader } from './stream-reader.ts';
import { streamOf } from './stream-names.ts';

const rememberedSchools = 20_000;

/**
 * The facts that deciders stand on, folded from the log. It remembers a school after the first look and keeps up by
 * the events that this process appends itself, which is sound because it is the directory's one writer.
 */
export class Register {
  readonly #log: EventLog;
  readonly #streams: StreamReader;
  readonly #schools = new BoundedMap<string, SchoolFacts>(rememberedSchools);
  #office: OfficeFacts | undefined;

  constructor(log: EventLog, streams: StreamReader) {
    this.#log = log;
    this.#streams = streams;
  }

  /** Everything that is recorded about what the command names, and about what that names in turn. */
  async gather(names: Names): Promise<RegisterFacts> {
    const gathered = new Gathered(await this.office());
    for (const number of names.numbers) await this.#addDocument(gathered, number);
    for (const code of new Set([...names.schools, ...gathered.schoolsOfDocuments()]))
      gathered.schools.set(code, await this.school(code));
    for (const caseNo of names.caseNos) gathered.cases.set(caseNo, await this.#caseByNo(caseNo));
    return gathered;
  }

  /** The school's facts; empty for a code that nobody registered. */
  async school(code: string): Promise<SchoolFacts> {
    const known = this.#schools.get(code);
    if (known) return known;
    let facts = noFacts(code);
    if (isSchoolCode(code))
      for await (const event of this.#log.read({ filter: { keys: [code] } }))
        facts = foldSchool(facts, factEventOf(event));
    this.#schools.set(code, facts);
    return facts;
  }

  /** The district in which a school lies; undefined for one that nobody registered. */
  async districtOf(code: string): Promise<string | undefined> {
    return districtOf((await this.#streams.end(schoolDecider, streamOf.school(code))).state) ?? undefined;
  }

  /** What is recorded for several schools. */
  async office(): Promise<OfficeFacts> {
    if (this.#office) return this.#office;
    let office = noOffice;
    for await (const event of this.#log.read({ filter: { keys: [''] } }))
      if (bearsOnFacts(event.type)) office = foldOffice(office, factEventOf(event));
    this.#office = office;
    return office;
  }

  /** Takes in an event that this process is appending. `school` is undefined for an event about several schools. */
  note(event: FactEvent, school: string | undefined): void {
    if (school === undefined) {
      if (this.#office && bearsOnFacts(event.type)) this.#office = foldOffice(this.#office, event);
      return;
    }
    const known = this.#schools.get(school);
    if (known) this.#schools.set(school, foldSchool(known, event));
  }

  /** Forgets everything: after an append that failed, memory may be ahead of the disk. */
  forget(): void {
    this.#schools.clear();
    this.#office = undefined;
  }

  /** A document, and every document that it names, down to the decisions. */
  async #addDocument(gathered: Gathered, number: string): Promise<void> {
    if (gathered.documents.has(number)) return;
    const { state } = await this.#streams.end(decision, streamOf.decision(number));
    const use = useOf(state);
    gathered.documents.set(number, use);
    if (use?.use === 'FOLLOW_UP') for (const row of use.rows) await this.#addDocument(gathered, row.target);
  }

  async #caseByNo(caseNo: string): Promise<(CaseFact & { readonly school: string }) | null> {
    const { state } = await this.#streams.end(violationCase, streamOf.violationCase(caseNo));
    if (state === null) return null;
    const { school, actUntil, filedOn, closedOn, finding } = state;
    return { caseNo, school, actUntil, filedOn, closedOn, established: finding !== null && establishes(finding) };
  }
}

const useOf = (state: DocumentState): DocumentUse | null => {
  if (state.decisions.size > 0) return { use: 'DECISION', schools: [...state.decisions.keys()] };
  if (state.followUps.size === 0) return null;
  return { use: 'FOLLOW_UP', rows: [...state.followUps.values()] };
};

/** What one gathering brought together. Asking for what was not named is a mistake of the caller and throws. */
class Gathered implements RegisterFacts {
  readonly office: OfficeFacts;
  readonly schools = new Map<string, SchoolFacts>();
  readonly cases = new Map<string, (CaseFact & { readonly school: string }) | null>();
  readonly documents = new Map<string, DocumentUse | null>();

  constructor(office: OfficeFacts) {
    this.office = office;
  }

  school(code: string): SchoolFacts {
    const facts = this.schools.get(code);
    if (!facts) throw new Error(`school ${code} was not gathered`);
    return facts;
  }

  caseByNo(caseNo: string): (CaseFact & { readonly school: string }) | null {
    const found = this.cases.get(caseNo);
    if (found === undefined) throw new Error(`case ${caseNo} was not gathered`);
    return found;
  }

  document(number: string): DocumentUse | null {
    const use = this.documents.get(number);
    if (use === undefined) throw new Error(`document ${number} was not gathered`);
    return use;
  }

  hasCampaign(batch: string): boolean {
    return this.office.campaigns.some((campaign) => campaign.batch === batch);
  }

  schoolsOfDocuments(): readonly string[] {
    return [...this.documents.values()].flatMap((use) => (use?.use === 'DECISION' ? use.schools : []));
  }
}
