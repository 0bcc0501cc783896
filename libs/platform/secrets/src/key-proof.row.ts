import { EntitySchema } from 'typeorm';

/** Something encrypted under the key when the database was new: whether a key is the right one. */
export interface KeyProofRow {
  readonly id: number;
  readonly sealed: string;
}

export const keyProofRow = new EntitySchema<KeyProofRow>({
  name: 'key_proof',
  columns: { id: { type: 'integer', primary: true }, sealed: { type: 'text' } },
});
