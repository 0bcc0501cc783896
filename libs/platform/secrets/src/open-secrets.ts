import { keyBeside } from './key-beside.ts';
import { KeyFile } from './key-file.ts';
import { demandProof, firstProof } from './key-proof.ts';
import { ProvenStore } from './proven-store.ts';
import { SecretBox } from './secret-box.ts';
import type { SecretStore, SecretStoreKind } from './secret-store.ts';
import { asUnavailable, SecretsUnavailable } from './secrets-unavailable.ts';
import { SqliteSecretStore } from './sqlite-secret-store.ts';

/** A directory that holds the store's file and `keys/`, or a database with a schema of the store's name. */
export type SecretPlace =
  { readonly kind: 'sqlite'; readonly directory: string } | { readonly kind: 'postgres'; readonly url: string };

/** A store with the box that opens what is sealed in it. */
export interface OpenSecrets {
  readonly store: SecretStore;
  readonly box: SecretBox;
}

/** The same as a change of its key finds it: the store without the look at its proof, and the proof. */
export interface ProvenSecrets {
  readonly bare: SecretStore;
  readonly box: SecretBox;
  readonly proof: string;
}

/**
 * Opens a store with its key; several processes may at once. Without `key` it is that of `keys/<name>.key` beside the
 * database, made with a new one; with PostgreSQL it must be given, for every process must have the same. A change of the
 * key that was interrupted is ended first; after one by another process everything but reading is refused (`KEY_CHANGED`).
 * @throws SecretsUnavailable with the code `KEY_MISSING` or `KEY_WRONG` when what is kept cannot be opened with the key;
 * DatabaseUnusable for a PostgreSQL that will not do
 */
export const openSecrets = async (kind: SecretStoreKind, place: SecretPlace, key?: string): Promise<OpenSecrets> => {
  const { bare, box, proof } = await openProven(kind, place, key);
  return { store: new ProvenStore(bare, kind.name, proof), box };
};

/** @throws what `openSecrets` does */
export const openProven = async (kind: SecretStoreKind, place: SecretPlace, key?: string): Promise<ProvenSecrets> => {
  const { name } = kind;
  if (place.kind === 'postgres' && key === undefined) throw new SecretsUnavailable(name, 'KEY_MISSING');
  const bare =
    place.kind === 'sqlite'
      ? await SqliteSecretStore.open(kind, place.directory)
      : await (await import('./postgres-secret-store.ts')).PostgresSecretStore.open(kind, place.url); // its driver is large
  try {
    const box = new SecretBox(key ?? (await keyBeside(bare, kind, keyFileOf(place, name))), name);
    const proof = await bare.write((rows) => firstProof(rows, box, name));
    demandProof(box, name, proof);
    return { bare, box, proof };
  } catch (error) {
    await bare.close();
    throw asUnavailable(name, error);
  }
};

/** Beside a database file; a cluster's processes have their keys from elsewhere. */
export const keyFileOf = (place: SecretPlace, name: SecretStoreKind['name']): KeyFile =>
  new KeyFile(place.kind === 'sqlite' ? place.directory : '', name);
