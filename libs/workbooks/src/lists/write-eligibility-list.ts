import { writeWorkbook } from '#platform/sheets';
import type { SheetColumn, SheetValue } from '#platform/sheets';
import { sentenceFor, wordFor } from '#wording';
import type { Locale } from '#wording';

/** A school and what it was answered, as a line of the list. */
export interface EligibilityLine {
  readonly code: string;
  readonly name: string;
  /** As a district's code. */
  readonly district: string;
  readonly ownership: string;
  /** What the register answers; or the code of why it does not, which is never a yes. */
  readonly answer: EligibilityInBrief | { readonly unanswered: string };
}

/** An answer in one line. */
export interface EligibilityInBrief {
  readonly enrolmentYear: number;
  readonly season: string;
  readonly state: string;
  readonly mayEnrol: boolean;
  /** The weightiest reason. */
  readonly headline: {
    readonly kind: string;
    readonly documentNo: string | null;
    readonly from: string;
    readonly until: string | null;
  } | null;
  /** The day on which this or a later intake's state changes, from what is recorded. */
  readonly changesOn: string | null;
}

/** What the list is of, and for whom. */
export interface EligibilityList {
  readonly lines: readonly EligibilityLine[];
  /** The business day of the answers. */
  readonly on: string;
  /** The position of the log up to which they are sure to have looked. */
  readonly position: number;
  /** Who took it along, and when, a UTC instant. */
  readonly takenBy: string;
  readonly takenAt: string;
  readonly locale: Locale;
}

const columns: readonly (readonly [term: Parameters<typeof wordFor>[0], column: Omit<SheetColumn, 'header'>])[] = [
  ['list-code', { width: 14, text: true }],
  ['list-name', { width: 32 }],
  ['list-district', { width: 12 }],
  ['list-ownership', { width: 8 }],
  ['list-intake', { width: 14 }],
  ['list-may-enrol', { width: 10 }],
  ['list-state', { width: 16 }],
  ['list-reason', { width: 30 }],
  ['list-document', { width: 26, text: true }],
  ['list-from', { width: 13, date: true }],
  ['list-until', { width: 13, date: true }],
  ['list-changes', { width: 13, date: true }],
];

/**
 * Saves who may enrol as .xlsx: one line a school, and a second sheet that says of when it is, and who took it along.
 * Whatever the register holds is written as text, never as a formula. @throws SheetError, what the disk throws
 */
export const writeEligibilityList = (path: string, list: EligibilityList): Promise<void> => {
  const word = (term: string): string => wordFor(term, list.locale);
  const about: readonly (readonly [string, string])[] = [
    [word('list-on'), list.on],
    [word('list-position'), String(list.position)],
    [word('list-taken-by'), list.takenBy],
    [word('list-taken-at'), list.takenAt],
    [word('list-note'), word('list-note-text')],
  ];
  return writeWorkbook(path, [
    {
      name: word('list-sheet'),
      columns: columns.map(([term, column]) => Object.assign({ header: word(term) }, column)),
      rows: list.lines.map((line) => cellsOf(line, list.locale)),
    },
    {
      name: word('list-about'),
      columns: [
        { header: word('list-about'), width: 16 },
        { header: '', width: 60 },
      ],
      rows: about,
    },
  ]);
};

const cellsOf = (
  { code, name, district, ownership, answer }: EligibilityLine,
  locale: Locale,
): readonly SheetValue[] => {
  const word = (term: string): string => wordFor(term, locale);
  const school = [code, name, word(district), word(ownership)];
  if ('unanswered' in answer) {
    const why = sentenceFor(answer.unanswered, locale);
    return [...school, null, word('list-no'), why, null, null, null, null, null];
  }
  const { enrolmentYear, season, state, mayEnrol, headline, changesOn } = answer;
  const reason = headline && [word(headline.kind), headline.documentNo, headline.from, headline.until];
  return [
    ...school,
    `${enrolmentYear} ${word(season)}`,
    word(mayEnrol ? 'list-yes' : 'list-no'),
    word(state),
    ...(reason ?? [null, null, null, null]),
    changesOn,
  ];
};
