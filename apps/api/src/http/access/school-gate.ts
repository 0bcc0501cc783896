import { can } from '#policy';
import type { Action, Actor, Allowed, Denied } from '#policy';
import type { SchoolReads } from '../../read-side.ts';

/** Asks the policy about one school, and the register for its district where that matters. */
export class SchoolGate {
  readonly #schools: Pick<SchoolReads, 'districtOf'>;

  constructor(schools: Pick<SchoolReads, 'districtOf'>) {
    this.#schools = schools;
  }

  /** A school that nobody registered lies in no district: only who may go everywhere gets as far as its 404. */
  ask(actor: Actor, action: Action, school: string | undefined): Allowed | Denied | Promise<Allowed | Denied> {
    if (school === undefined) return can(actor, action, {});
    if (actor.districts === 'all') return can(actor, action, { school });
    return this.#schools
      .districtOf(school)
      .then((district) => can(actor, action, district === undefined ? { school } : { school, district }));
  }

  /** Whether what the actor may do ends anywhere; else there is no need to ask school by school. */
  isNarrow({ districts, schools }: Actor): boolean {
    return districts !== 'all' || schools !== 'all';
  }

  /** Those about schools that the actor may do this to, in order. */
  async allowed<T extends { readonly school: string }>(
    actor: Actor,
    action: Action,
    about: readonly T[],
  ): Promise<readonly T[]> {
    if (!this.isNarrow(actor)) return about;
    const kept: T[] = [];
    for (const one of about) if ((await this.ask(actor, action, one.school)).allowed) kept.push(one);
    return kept;
  }
}
