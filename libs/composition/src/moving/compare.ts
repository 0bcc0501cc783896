import { addYears, yearOf } from '#kernel';
import type { EventLog } from '#platform/event-store';
import { EligibilityDesk, LogRows, QuestionRefused, readQuestion } from '#read-models/eligibility';

const pageEvents = 2_000;
const yearsBack = 2;
const yearsAhead = 3;

/** Two logs that should be one. Nothing was changed; the one that was copied from is still the one to use. */
export class CopyDiffers extends Error {
  readonly code = 'copy-differs';
}

/**
 * Holds two logs against each other, byte for byte, up to the end of the first. Answers the schools that it met.
 * @throws CopyDiffers
 */
export const compareLogs = async (source: EventLog, copy: EventLog, schoolKey: string): Promise<readonly string[]> => {
  const schools = new Set<string>();
  for (let after: bigint | undefined; ;) {
    const page = after === undefined ? { limit: pageEvents } : { after, limit: pageEvents };
    const [ours, theirs] = await Promise.all([source.readBytes(page), copy.readBytes(page)]);
    for (const [at, { position, bytes }] of ours.entries()) {
      const other = theirs[at];
      if (!other || Buffer.compare(bytes, other.bytes) !== 0)
        throw new CopyDiffers(`position ${position} is not the same in the copy`);
      const school = schoolOf(bytes, schoolKey);
      if (school !== undefined) schools.add(school);
    }
    if (ours.length === 0 && theirs.length > 0)
      throw new CopyDiffers(`the copy has more: position ${theirs[0]?.position}`);
    const last = ours.at(-1);
    if (!last) return [...schools].toSorted();
    after = last.position;
  }
};

const schoolOf = (bytes: Uint8Array, key: string): string | undefined =>
  (JSON.parse(Buffer.from(bytes).toString()) as { readonly meta: Readonly<Record<string, string>> }).meta[key];

/**
 * Asks both logs about every school and every intake from two years back to three years ahead. Answers how many
 * questions there were. @throws CopyDiffers
 */
export const compareAnswers = async (
  logs: readonly [source: EventLog, copy: EventLog],
  schools: readonly string[],
  today: string,
): Promise<number> => {
  const desks = logs.map((log) => new EligibilityDesk(new LogRows(log)));
  const from = yearOf(addYears(today, -yearsBack));
  let asked = 0;
  for (const school of schools)
    for (let year = from; year <= yearOf(today) + yearsAhead; year += 1)
      for (const season of ['SPRING', 'AUTUMN']) {
        const question = readQuestion({ school, year, season, on: today }, today);
        const [ours, theirs] = await Promise.all(desks.map((desk) => desk.answer(question).catch(refusal)));
        if (JSON.stringify(ours) !== JSON.stringify(theirs))
          throw new CopyDiffers(`the answer about ${school}, ${season} ${year}, is not the same in the copy`);
        asked += 1;
      }
  return asked;
};

const refusal = (error: unknown): string => {
  if (error instanceof QuestionRefused) return error.code;
  throw error;
};
