// Hot path of a rebuild: verdicts that need not be evaluated again are remembered, school by school.
import { addYears } from '#kernel';
import type { LocalDate } from '#kernel';
import {
  bearsOnSchool,
  firstIntakeClosingFrom,
  groundStateAt,
  intakeAfter,
  momentOf,
  nextGroundTurn,
  viewOf,
} from '#law';
import type { EligibilityState, Intake, OfficeFacts, SchoolFacts } from '#law';

/** How far ahead the feed tells of changes. */
const yearsAhead = 3;

/** Everything recorded about a school at some time. */
export interface Known {
  readonly office: OfficeFacts;
  readonly facts: SchoolFacts;
}

/** What papers and the register say of every intake that is still open on a day, up to three years on. */
export interface GroundOutlook {
  readonly intakes: readonly Intake[];
  /** By intake; null where the school gets no answer. */
  readonly states: readonly (EligibilityState | null)[];
}

interface Remembered extends GroundOutlook {
  readonly known: Known;
  /** It holds from here to before `until`, as long as the same intakes are open. */
  readonly from: LocalDate;
  readonly until: LocalDate;
}

/**
 * True when papers and register are the very same rows, as far as they bear on whole schools, of which the feed tells.
 * Facts are never changed, only replaced.
 */
export const isSameGround = (one: Known, other: Known): boolean =>
  one.facts.register === other.facts.register &&
  isSameChanges(one.facts.changes, other.facts.changes) &&
  one.facts.decisions === other.facts.decisions &&
  one.facts.followUps === other.facts.followUps &&
  one.office.followUps === other.office.followUps;

const isSameChanges = (ones: SchoolFacts['changes'], others: SchoolFacts['changes']): boolean => {
  if (ones === others) return true;
  const [one, other] = [ones.filter(bearsOnSchool), others.filter(bearsOnSchool)];
  return one.length === other.length && one.every((change, at) => change === other[at]);
};

/** The last outlook of each school. An answer from memory is the answer that evaluating would give. */
export class GroundOutlooks {
  readonly #remembered = new Map<string, Remembered>();
  #today: { readonly day: LocalDate; readonly intakes: readonly Intake[] } = { day: '', intakes: [] };

  on(known: Known, day: LocalDate): GroundOutlook {
    const intakes = this.#intakesOn(day);
    const last = this.#remembered.get(known.facts.code);
    if (last?.intakes === intakes && last.from <= day && day < last.until && isSameGround(last.known, known))
      return last;
    const outlook = { known, intakes, states: statesOf(known, intakes, day), from: day, until: untilOf(known, day) };
    this.#remembered.set(known.facts.code, outlook);
    return outlook;
  }

  forget(school: string): void {
    this.#remembered.delete(school);
  }

  clear(): void {
    this.#remembered.clear();
  }

  /** The same list while the same intakes are open. */
  #intakesOn(day: LocalDate): readonly Intake[] {
    if (day !== this.#today.day) {
      const intakes = openIntakesOn(day);
      const isSame = intakes.length === this.#today.intakes.length && intakes[0] === this.#today.intakes[0];
      this.#today = { day, intakes: isSame ? this.#today.intakes : intakes };
    }
    return this.#today.intakes;
  }
}

/** Consecutive intakes: the first and the number of them say which. */
const openIntakesOn = (day: LocalDate): readonly Intake[] => {
  const end = addYears(day, yearsAhead);
  const intakes: Intake[] = [];
  for (let intake = firstIntakeClosingFrom(day); intake.opensOn <= end; intake = intakeAfter(intake))
    intakes.push(intake);
  return intakes;
};

const isAnswered = ({ facts }: Known): boolean => facts.register?.authority === 'EDU';

const statesOf = (known: Known, intakes: readonly Intake[], day: LocalDate): GroundOutlook['states'] => {
  if (!isAnswered(known)) return intakes.map(() => null);
  const view = viewOf(known.office, known.facts);
  return intakes.map((intake) => groundStateAt(view, momentOf({ intake, major: null, on: day })));
};

const untilOf = (known: Known, day: LocalDate): LocalDate => nextGroundTurn(viewOf(known.office, known.facts), day);
