import { EntitySchema } from 'typeorm';
import type { OpenReadStore, ReadStorePlace } from './read-store-places.ts';

/** A row of two keys; what a test says of it goes into `hits`. */
export interface Tally {
  readonly id: string;
  readonly part: number;
  readonly hits: number;
}

export const tally = new EntitySchema<Tally>({
  name: 'tally',
  columns: {
    id: { type: 'text', primary: true },
    part: { type: 'integer', primary: true },
    hits: { type: 'integer' },
  },
  indices: [{ columns: ['hits'] }],
});
export const row = (id: string, hits = 1, part = 0): Tally => ({ id, part, hits });
export const named = ({ id, part }: Tally): string => `${id}${part}`;

/** The store that the running test has for itself, and where it stands. */
export interface UnderTest {
  place: ReadStorePlace;
  store: OpenReadStore;
  /** As queries read them, by key. */
  readonly rows: () => Promise<Tally[]>;
}
