import { join } from 'node:path';
import { makeKeyFile, readKeyFile } from './key-file.ts';
import { keyProofRow } from './key-proof.row.ts';
import { PostgresSecretStore } from './postgres-secret-store.ts';
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

/**
 * Opens a store with its key; several processes may at once. Without `key` it is that of `keys/<name>.key` beside the
 * database, made with a new one; with PostgreSQL it must be given, for every process must have the same.
 * @throws SecretsUnavailable with the code `KEY_MISSING` or `KEY_WRONG` when what is kept cannot be opened with the key;
 * DatabaseUnusable for a PostgreSQL that will not do
 */
export const openSecrets = async (kind: SecretStoreKind, place: SecretPlace, key?: string): Promise<OpenSecrets> => {
  const { name } = kind;
  if (place.kind === 'postgres' && key === undefined) throw new SecretsUnavailable(name, 'KEY_MISSING');
  const store =
    place.kind === 'sqlite'
      ? await SqliteSecretStore.open(kind, place.directory)
      : await PostgresSecretStore.open(kind, place.url);
  try {
    const box = new SecretBox(key ?? (await keyBeside(store, kind, place)), name);
    await proveKey(store, box, `${name}.key`);
    return { store, box };
  } catch (error) {
    await store.close();
    throw asUnavailable(name, error);
  }
};

const proof = { id: 1 };

/** A key is made for a new database alone: where one was used already, another would open nothing. */
const keyBeside = async (store: SecretStore, { name }: SecretStoreKind, place: SecretPlace): Promise<string> => {
  const file = place.kind === 'sqlite' ? join(place.directory, 'keys', `${name}.key`) : '';
  if (!(await store.read((rows) => rows.existsBy(keyProofRow, proof)))) makeKeyFile(file);
  return readKeyFile(file, name);
};

/** Whether it is the key under which this database was begun. */
const proveKey = async (store: SecretStore, box: SecretBox, owner: string): Promise<void> => {
  const kept = await store.write(async (rows) => {
    const row = { ...proof, sealed: box.seal(owner, owner) };
    await rows.createQueryBuilder().insert().into(keyProofRow).values(row).orIgnore().execute();
    return rows.findOneByOrFail(keyProofRow, proof);
  });
  box.open(owner, kept.sealed);
};
