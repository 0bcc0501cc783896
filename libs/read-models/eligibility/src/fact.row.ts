import { EntitySchema } from 'typeorm';

/** One recorded event as this question needs it: what is folded into a school's facts. */
export interface FactRow {
  /** The school; for what concerns several, `officeKeyOf` the partition: each keeps its own. */
  readonly school: string;
  readonly position: number;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  /** The event's data as JSON. */
  readonly data: string;
}

export const factRow = new EntitySchema<FactRow>({
  name: 'eligibility_fact',
  columns: {
    school: { type: 'text', primary: true },
    position: { type: 'integer', primary: true },
    type: { type: 'text' },
    stream: { type: 'text' },
    revision: { type: 'integer' },
    data: { type: 'text' },
  },
});
