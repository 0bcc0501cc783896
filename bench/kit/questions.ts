import { intakeOf } from '#law';
import type { SchoolQuestion } from '#read-models/eligibility';
import { codeOf } from './history.ts';
import { SeededRandom } from './random.ts';

const majors = [null, null, '740101', '770101', '660108'] as const;
const firstDayMs = Date.UTC(2026, 4, 20); // after the last event of the history
const dayMs = 86_400_000;

/** Each question that a batch about the same intake may hold, on the day before the first of them. */
export const everyQuestion = (schools: number): readonly SchoolQuestion[] =>
  Array.from({ length: schools }, (_, n) =>
    [...new Set(majors)].map((major) => ({
      school: codeOf(n),
      intake: intakeOf(2026, 'AUTUMN'),
      major,
      on: new Date(firstDayMs - dayMs).toISOString().slice(0, 10),
      knownAt: null,
      knownAtText: null,
    })),
  ).flat();

export interface Asking {
  readonly count: number;
  readonly schools: number;
  readonly round: number;
  /** Every round asks about another intake: then nothing of an earlier round can help. */
  readonly isNew: boolean;
}

/**
 * So many questions about so many schools, as another system asks them at enrolment time: all on one day, about one
 * intake, with and without a major. Every round asks on another day, so no whole answer of an earlier one fits.
 */
export const batchOf = ({ count, schools, round, isNew }: Asking): readonly SchoolQuestion[] => {
  const random = new SeededRandom(round);
  const on = new Date(firstDayMs + round * dayMs).toISOString().slice(0, 10);
  return Array.from({ length: count }, () => ({
    school: codeOf(random.below(schools)),
    intake: intakeOf(isNew ? 2027 + round : 2026, 'AUTUMN'),
    major: random.pick(majors),
    on,
    knownAt: null,
    knownAtText: null,
  }));
};
