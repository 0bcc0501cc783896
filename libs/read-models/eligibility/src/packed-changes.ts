// Hot path of a rebuild: one small row for what would be seven large ones, most of them the same headline again.
import type { VerdictChange } from './verdict-changes.ts';

/** Year, season, from, to, and which of the headlines; null where there is no answer or no headline. */
type PackedChange = readonly [year: number, season: string, from: string | null, to: string | null, at: number | null];

interface Packed {
  readonly changes: readonly PackedChange[];
  readonly headlines: readonly unknown[];
}

/** No event changes more intakes of one school than are open within three years, with some room. */
export const mostPacked = 16;

/** The changes of one school by one event, as text. */
export const packChanges = (found: readonly VerdictChange[]): string => {
  const headlines = [...new Set(found.map(({ headline }) => headline))].filter((headline) => headline !== null);
  const changes = found.map(({ intake, from, to, headline }): PackedChange => {
    const at = headline && headlines.indexOf(headline);
    return [intake.year, intake.season, from, to, at];
  });
  return JSON.stringify({ changes, headlines } satisfies Packed);
};

/** One of them again. */
export interface UnpackedChange {
  readonly enrolmentYear: number;
  readonly season: string;
  /** Null: there was no answer, because the school was not registered or under another authority. */
  readonly from: string | null;
  readonly to: string | null;
  readonly headline: unknown;
}

/** What `packChanges` packed, in its order. */
export const unpackChanges = (text: string): readonly UnpackedChange[] => {
  const { changes, headlines } = JSON.parse(text) as Packed;
  return changes.map(([enrolmentYear, season, from, to, at]) => ({
    enrolmentYear,
    season,
    from,
    to,
    headline: at === null ? null : headlines[at],
  }));
};
