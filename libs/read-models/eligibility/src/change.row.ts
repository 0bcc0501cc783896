import { EntitySchema } from 'typeorm';

/** Everything that one event changed for one school: an event turns up to eight intakes at once, mostly alike. */
export interface ChangeRow {
  readonly position: number;
  /** The number of its first change among those of the event; where an event concerns several schools, by their codes. */
  readonly n: number;
  readonly school: string;
  /** JSON: see `packChanges`. */
  readonly changes: string;
  readonly recordedAt: string;
}

export const changeRow = new EntitySchema<ChangeRow>({
  name: 'eligibility_change',
  columns: {
    position: { type: 'integer', primary: true },
    n: { type: 'integer', primary: true },
    school: { type: 'text' },
    changes: { type: 'text' },
    recordedAt: { name: 'recorded_at', type: 'text' },
  },
});
