import { isLocalDate } from '#kernel';
import type { LocalDate } from '#kernel';
import { firstIntakeClosingFrom, intakeOf, isMajorCode } from '#law';
import type { Question } from '#law';

/** A question as it comes in: from a query string, a batch or a line of NDJSON. Nothing in it is trusted yet. */
export interface AskedQuestion {
  readonly school?: unknown;
  readonly year?: unknown;
  readonly season?: unknown;
  readonly major?: unknown;
  readonly on?: unknown;
  readonly knownAt?: unknown;
}

/** A log position, or an instant in milliseconds: up to when our own knowledge counts. */
export type KnownAt = { readonly position: number } | { readonly instantMs: number };

/** A question that can be answered. */
export interface SchoolQuestion extends Question {
  readonly school: string;
  readonly knownAt: KnownAt | null;
  /** As it was asked, for the answer's own record. */
  readonly knownAtText: string | null;
}

export type QuestionFault = 'malformed-question' | 'bad-date' | 'bad-year' | 'year-and-season-together';

/** Why there is no answer. An error is never "eligible". */
export class QuestionRefused extends Error {
  readonly code: QuestionFault | 'school-not-registered' | 'other-authority' | 'eligibility-not-current';
  /** The field that a reader would look at. */
  readonly field: string;

  constructor(code: QuestionRefused['code'], field: string) {
    super(`${code} (${field})`);
    this.code = code;
    this.field = field;
  }
}

const firstYear = 2000;
const lastYear = 2100;
const present = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** Reads a question; what is left out is filled in for `today`. @throws QuestionRefused naming the field */
export const readQuestion = (asked: AskedQuestion, today: LocalDate): SchoolQuestion => {
  if (typeof asked.school !== 'string' || asked.school === '')
    throw new QuestionRefused('malformed-question', 'school');
  const on = present(asked.on) ? asked.on : today;
  if (!isLocalDate(on)) throw new QuestionRefused('bad-date', 'on');
  return {
    school: asked.school,
    intake: readIntake(asked, on),
    major: readMajor(asked.major),
    on,
    knownAt: readKnownAt(asked.knownAt),
    knownAtText: present(asked.knownAt) ? String(asked.knownAt) : null,
  };
};

const readIntake = ({ year, season }: AskedQuestion, on: LocalDate): Question['intake'] => {
  if (present(year) !== present(season))
    throw new QuestionRefused('year-and-season-together', present(year) ? 'season' : 'year');
  if (!present(year)) return firstIntakeClosingFrom(on);
  const number = typeof year === 'string' && /^\d{4}$/.test(year) ? Number(year) : year;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < firstYear || number > lastYear)
    throw new QuestionRefused('bad-year', 'year');
  if (season !== 'AUTUMN' && season !== 'SPRING') throw new QuestionRefused('malformed-question', 'season');
  return intakeOf(number, season);
};

const readMajor = (major: unknown): string | null => {
  if (!present(major)) return null;
  if (typeof major !== 'string' || !isMajorCode(major)) throw new QuestionRefused('malformed-question', 'major');
  return major;
};

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Digits alone are a position, everything else an instant with its offset, cut at the millisecond. */
export const readKnownAt = (knownAt: unknown): KnownAt | null => {
  if (!present(knownAt)) return null;
  const written = typeof knownAt === 'number' && Number.isSafeInteger(knownAt) ? String(knownAt) : knownAt;
  if (typeof written !== 'string') throw new QuestionRefused('bad-date', 'knownAt');
  if (/^\d{1,15}$/.test(written)) return { position: Number(written) };
  const instantMs = instant.test(written) && isLocalDate(written.slice(0, 10)) ? Date.parse(written) : Number.NaN;
  if (Number.isNaN(instantMs)) throw new QuestionRefused('bad-date', 'knownAt');
  return { instantMs };
};
