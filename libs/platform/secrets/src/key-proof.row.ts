import { EntitySchema } from 'typeorm';

/** Something encrypted under the key, anew with each change of it: whether a key is the right one. */
export interface KeyProofRow {
  readonly id: number;
  readonly sealed: string;
}

export const keyProofRow = new EntitySchema<KeyProofRow>({
  name: 'key_proof',
  columns: { id: { type: 'integer', primary: true }, sealed: { type: 'text' } },
});
