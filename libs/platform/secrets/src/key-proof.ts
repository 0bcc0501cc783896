import type { EntityManager } from 'typeorm';
import { keyProofRow } from './key-proof.row.ts';
import { SecretBox } from './secret-box.ts';
import type { SecretStoreName } from './secrets-unavailable.ts';

const theOnly = { id: 1 } as const;

const ownerOf = (name: SecretStoreName): string => `${name}.key`;

/** What proves a key: never the same twice. */
const newProof = (box: SecretBox, name: SecretStoreName): string => box.seal(ownerOf(name), ownerOf(name));

/** The proof as it stands in the store; undefined in a new one. */
export const proofIn = async (rows: EntityManager): Promise<string | undefined> =>
  (await rows.findOneBy(keyProofRow, theOnly))?.sealed;

/**
 * The same, held to the end of the transaction: nobody changes the key meanwhile, and after somebody did it is theirs.
 * PostgreSQL locks the row for all who hold it so; in SQLite whoever writes is alone anyway.
 */
export const heldProof = async (rows: EntityManager): Promise<string | undefined> => {
  if (rows.connection.options.type !== 'postgres') return proofIn(rows);
  return (await rows.findOne(keyProofRow, { where: theOnly, lock: { mode: 'pessimistic_read' } }))?.sealed;
};

/** Puts the first one, unless there is one. @returns what is there then */
export const firstProof = async (rows: EntityManager, box: SecretBox, name: SecretStoreName): Promise<string> => {
  const row = { ...theOnly, sealed: newProof(box, name) };
  await rows.createQueryBuilder().insert().into(keyProofRow).values(row).orIgnore().execute();
  return (await rows.findOneByOrFail(keyProofRow, theOnly)).sealed;
};

/** Puts that of another key in the place of `proof`, after all who hold it. False when it is not there any more. */
export const replaceProof = async (
  rows: EntityManager,
  proof: string,
  { box, name }: { readonly box: SecretBox; readonly name: SecretStoreName },
): Promise<boolean> => {
  const replaced = await rows.update(keyProofRow, { ...theOnly, sealed: proof }, { sealed: newProof(box, name) });
  return replaced.affected === 1;
};

/** @throws SecretsUnavailable `KEY_WRONG` */
export const demandProof = (box: SecretBox, name: SecretStoreName, proof: string): void => {
  box.open(ownerOf(name), proof);
};

/** Whether a text is the key of the proof; one that is no key at all is not. */
export const isKeyOf =
  (proof: string | undefined, name: SecretStoreName) =>
  (text: string): boolean => {
    try {
      if (proof !== undefined) demandProof(new SecretBox(text, name), name, proof);
      return proof !== undefined;
    } catch {
      return false;
    }
  };
