import type { PersonContent, PersonEvent } from '#domain/persons';
import type { Recorded } from '#platform/event-store';

/** Who asked to look, for what, and until when they may; null: nobody has said yes yet. */
export interface ListedLook {
  readonly account: string;
  readonly purpose: string;
  readonly reason: string;
  readonly until: string | null;
}

/** A person as their events leave them. */
export interface FoldedPerson {
  readonly content: PersonContent;
  readonly looks: readonly ListedLook[];
  /** What somebody proposed and nobody has carried out yet. */
  readonly erasure: { readonly ground: string; readonly reason: string; readonly proposedBy: string } | null;
  readonly erased: boolean;
  /** Of the last event. */
  readonly revision: number;
}

/** Persons of one school, by stream. */
export class FoldedPersons {
  readonly #persons = new Map<string, FoldedPerson>();

  get persons(): readonly FoldedPerson[] {
    return [...this.#persons.values()];
  }

  /** @throws Error for a type that this version does not know, and for what befalls somebody whom nobody recorded */
  fold(recorded: Recorded): void {
    const { type, data } = recorded as unknown as PersonEvent;
    const actor = recorded.metadata['actor'] ?? '';
    switch (type) {
      case 'PersonRecorded':
        this.#put(recorded, { content: data, looks: [], erasure: null, erased: false });
        break;
      case 'PersonCorrected':
        this.#put(recorded, { ...this.#of(recorded), content: data });
        break;
      case 'PersonLookRequested': {
        const look = { account: actor, purpose: data.purpose, reason: data.reason, until: null };
        const others = this.#of(recorded).looks.filter(({ account }) => account !== actor);
        this.#put(recorded, { ...this.#of(recorded), looks: [...others, look] });
        break;
      }
      case 'PersonLookApproved': {
        const { requestedBy, until } = data;
        const { looks } = this.#of(recorded);
        const at = looks.findIndex(({ account }) => account === requestedBy);
        const look = looks[at];
        if (look) this.#put(recorded, { ...this.#of(recorded), looks: looks.with(at, { ...look, until }) });
        break;
      }
      case 'PersonLookedAt':
        this.#put(recorded, this.#of(recorded));
        break;
      case 'PersonErasureProposed': {
        const { ground, reason } = data;
        this.#put(recorded, { ...this.#of(recorded), erasure: { ground, reason, proposedBy: actor } });
        break;
      }
      case 'PersonErased':
        this.#put(recorded, { ...this.#of(recorded), erasure: null, erased: true });
        break;
      default:
        throw new Error(`an event of type ${recorded.type} is not known here`);
    }
  }

  #of({ stream }: Recorded): FoldedPerson {
    const known = this.#persons.get(stream);
    if (!known) throw new Error(`nothing is known of ${stream}, whose change is recorded`);
    return known;
  }

  #put({ stream, revision }: Recorded, person: Omit<FoldedPerson, 'revision'>): void {
    this.#persons.set(stream, { ...person, revision: Number(revision) });
  }
}
