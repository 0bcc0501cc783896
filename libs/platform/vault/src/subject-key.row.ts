import { EntitySchema } from 'typeorm';

/** The key of one person. */
export interface SubjectKeyRow {
  /** A random name, which the log knows. */
  readonly subject: string;
  /** A hash of where the person stands in the register, by which the key is found again. */
  readonly ownerHash: string;
  /** The key, under the vault's own. */
  readonly sealedKey: string;
}

export const subjectKeyRow = new EntitySchema<SubjectKeyRow>({
  name: 'subject_key',
  columns: {
    subject: { type: 'text', primary: true },
    ownerHash: { name: 'owner_hash', type: 'text' },
    sealedKey: { name: 'sealed_key', type: 'text' },
  },
});
