import { EntitySchema } from 'typeorm';

/** How far a school's events were folded. The events themselves stand in the log and are read there. */
export interface FoldedRow {
  /** The school; for what concerns several, `officeKeyOf` the partition: each folds it by itself. */
  readonly school: string;
  /** The last of its events that was folded: one that is held back, and all after it, were not. */
  readonly position: number;
}

export const foldedRow = new EntitySchema<FoldedRow>({
  name: 'eligibility_folded',
  columns: {
    school: { type: 'text', primary: true },
    position: { type: 'integer' },
  },
});
