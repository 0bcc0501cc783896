import { EntitySchema } from 'typeorm';

/** A school as lists find it. */
export interface SchoolRow {
  readonly code: string;
  readonly name: string;
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
    name: { type: 'text' },
    district: { type: 'text' },
    content: { type: 'text' },
    since: { type: 'text' },
  },
});
