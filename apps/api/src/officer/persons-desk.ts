import { RefusedError } from '#commands';
import type { CommandAnswer, CommandContext, CommandGateway } from '#commands';
import { ErasePersonalData, RevealPersonalData, RecordPerson } from '#domain/persons';
import type { ErasureGround, PersonContent, PersonKey } from '#domain/persons';
import type { Sealed, Vault } from '#platform/vault';
import { ProblemError } from '../http/problem.ts';
import type { PersonReads } from '../read-side.ts';

/** What a case's papers say of a person, in clear: it is sealed before it is recorded, and never logged. */
export type PersonTexts = Readonly<Record<string, string>>;

export interface PersonsDeskParts {
  readonly gateway: Pick<CommandGateway, 'consider' | 'execute'>;
  readonly persons: PersonReads;
  readonly vault: Pick<Vault, 'draft' | 'seal' | 'open' | 'destroy'>;
}

/** A person of whom nothing was kept back. */
export interface Seen extends Pick<PersonContent, 'capacity' | 'minor'> {
  readonly texts: PersonTexts;
  readonly answer: CommandAnswer;
}

/**
 * Persons whom cases concern, between the log and the vault. What goes in is sealed first; what comes out is recorded
 * first; what is erased is recorded first and then destroyed, again at each start until nothing is left.
 */
export class PersonsDesk {
  readonly #parts: PersonsDeskParts;

  constructor(parts: PersonsDeskParts) {
    this.#parts = parts;
  }

  /**
   * A key is made for whoever is recorded, and for nobody else: of somebody without one it is asked first whether they would
   * be refused. @throws RefusedError, SecretsUnavailable: then nothing is recorded
   */
  async record(
    { texts, ...content }: Omit<PersonContent, 'subject' | 'sealed'> & { readonly texts: PersonTexts },
    correctionReason: string | null,
    caller: CommandContext,
  ): Promise<CommandAnswer> {
    const { gateway, vault } = this.#parts;
    const commandFor = ({ subject, fields: sealed }: Sealed) =>
      new RecordPerson({ ...content, subject, sealed }, correctionReason);
    const draft = await vault.draft(placeOf(content), texts);
    if (draft) await gateway.consider(commandFor(draft), caller);
    const sealed = await vault.seal(placeOf(content), texts);
    try {
      return await gateway.execute(commandFor(sealed), caller);
    } catch (error) {
      // Erased since it was asked. Any other refusal may be mended, and a key is then taken by whoever is recorded there.
      if (isErased(error)) await vault.destroy([sealed.subject]);
      throw error;
    }
  }

  /**
   * Each look is one of its own, whatever key it is sent with: a repeated command is answered without being judged again.
   * @throws RefusedError for who may not look; SecretsUnavailable when it is recorded and cannot be shown
   */
  async look(key: PersonKey, look: RevealPersonalData['look'], caller: CommandContext): Promise<Seen> {
    const { gateway, persons, vault } = this.#parts;
    const answer = await gateway.execute(new RevealPersonalData(key, look), { ...caller, commandId: undefined });
    const found = await persons.sealed(key.school, key.person);
    // Erased in this moment, or its key is not in this vault: either way there is nothing to show.
    const texts = found && (await vault.open(found.subject, found.sealed));
    if (!found || !texts) throw new ProblemError('person-texts-missing');
    return { capacity: found.capacity, minor: found.minor, texts, answer };
  }

  /** Destroys the key once the erasure is durable; whoever repeats it finishes what was interrupted. */
  async erase(key: PersonKey, ground: ErasureGround, caller: CommandContext): Promise<CommandAnswer> {
    const answer = await this.#parts.gateway.execute(new ErasePersonalData(key, { ground }), caller);
    await this.finishErasures();
    return answer;
  }

  /** After a start or a restore: what the log says is erased has no key. @returns how many still had one */
  async finishErasures(): Promise<number> {
    return this.#parts.vault.destroy(await this.#parts.persons.erasedSubjects());
  }
}

const isErased = (error: unknown): boolean =>
  error instanceof RefusedError && error.refusals.some(({ code }) => code === 'person-already-erased');

const placeOf = ({ school, person }: PersonKey): string => `${school}/${person}`;
