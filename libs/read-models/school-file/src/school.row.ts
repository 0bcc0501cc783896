import { EntitySchema } from 'typeorm';

/** A school as lists find it. */
export interface SchoolRow {
  readonly code: string;
  /** Name and code in small letters: databases do not agree on what `LIKE` takes for the same letter. */
  readonly search: string;
  readonly district: string;
  /** The register's row with every recorded change over it, as JSON (`ListedSchool`). */
  readonly content: string;
  /** By field, the day from which a change of it holds, as JSON: one recorded late must not undo a later one. */
  readonly since: string;
}

export const schoolRow = new EntitySchema<SchoolRow>({
  name: 'school_list',
  columns: {
    code: { type: 'text', primary: true },
    search: { type: 'text' },
    district: { type: 'text' },
    content: { type: 'text' },
    since: { type: 'text' },
  },
});
