import type { PersonContent } from '#domain/persons';
import type { EventLog } from '#platform/event-store';
import { FoldedPersons } from './folded-persons.ts';
import type { FoldedPerson } from './folded-persons.ts';

/** Somebody whom a case concerns, without anything of them. */
export interface ListedPerson
  extends Pick<PersonContent, 'person' | 'caseNo' | 'capacity' | 'minor'>, Omit<FoldedPerson, 'content'> {
  /** Which texts are kept, by name; none once they are erased. */
  readonly fields: readonly string[];
}

/** What the vault opens. */
export type SealedPerson = Pick<PersonContent, 'subject' | 'sealed' | 'capacity' | 'minor'>;

const prefix = 'Person';

/** Whom a school's cases concern (涉案人员), folded from the log: everything that is durable is seen. */
export class Persons {
  readonly #log: EventLog;

  constructor(log: EventLog) {
    this.#log = log;
  }

  /** In the order of numbers. */
  async personsOf(school: string): Promise<readonly ListedPerson[]> {
    const all = (await this.#folded(school)).map(listed);
    return all.toSorted((a, b) => Number(a.person) - Number(b.person));
  }

  /** What is sealed of a person; undefined for one that is not there, or was erased. */
  async sealed(school: string, number: string): Promise<SealedPerson | undefined> {
    const found = (await this.#folded(school)).find(({ content }) => content.person === number);
    return found?.erased === false ? found.content : undefined;
  }

  /** Whose keys must be gone, whatever copy of the vault was put back. */
  async erasedSubjects(): Promise<readonly string[]> {
    const subjects: string[] = [];
    for await (const { data } of this.#log.read({ filter: { types: [`${prefix}Erased`] } }))
      subjects.push((data as { readonly subject: string }).subject);
    return subjects;
  }

  async #folded(school: string): Promise<readonly FoldedPerson[]> {
    const folded = new FoldedPersons();
    for await (const event of this.#log.read({ filter: { keys: [school] } }))
      if (event.type.startsWith(prefix)) folded.fold(event);
    return folded.persons;
  }
}

const listed = ({ content, ...rest }: FoldedPerson): ListedPerson => {
  const { person, caseNo, capacity, minor, sealed } = content;
  return { person, caseNo, capacity, minor, ...rest, fields: rest.erased ? [] : Object.keys(sealed).toSorted() };
};
