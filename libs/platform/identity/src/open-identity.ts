import { join } from 'node:path';
import { keyProofRow } from './entities.ts';
import { asUnavailable, IdentityUnavailable } from './identity-errors.ts';
import type { IdentityStore } from './identity-store.ts';
import { Identity } from './identity.ts';
import { makeKeyFile, readKeyFile } from './key-file.ts';
import { defaultLimits } from './limits.ts';
import type { IdentityLimits } from './limits.ts';
import { PostgresIdentityStore } from './postgres-identity-store.ts';
import { SecretBox } from './secret-box.ts';
import { SqliteIdentityStore } from './sqlite-identity-store.ts';

/** A directory that holds `identity.db` and `keys/identity.key`, or a database with the schema `identity`. */
export type IdentityPlace =
  { readonly kind: 'sqlite'; readonly directory: string } | { readonly kind: 'postgres'; readonly url: string };

export interface IdentityOptions {
  readonly nowMs?: () => number;
  readonly limits?: Partial<IdentityLimits>;
  /** The encryption key, 32 bytes in base64: needed with PostgreSQL, where every process must have the same. */
  readonly key?: string;
}

/**
 * Opens secrets and sessions; several processes may at once. @throws IdentityUnavailable, with the code `KEY_MISSING` or
 * `KEY_WRONG` when what is kept cannot be opened with the key; DatabaseUnusable for a PostgreSQL that will not do
 */
export const openIdentity = async (place: IdentityPlace, options: IdentityOptions = {}): Promise<Identity> => {
  const { nowMs = Date.now, limits, key } = options;
  if (place.kind === 'postgres' && key === undefined) throw new IdentityUnavailable('KEY_MISSING');
  const store =
    place.kind === 'sqlite'
      ? await SqliteIdentityStore.open(place.directory)
      : await PostgresIdentityStore.open(place.url);
  try {
    const box = new SecretBox(key ?? (await keyBeside(store, place)));
    await proveKey(store, box);
    return new Identity(store, { box, nowMs, limits: { ...defaultLimits, ...limits } });
  } catch (error) {
    await store.close();
    throw asUnavailable(error);
  }
};

const proof = { id: 1 };
const proofOwner = 'identity.key';

/** A key is made for a new database alone: where one was used already, another would open nothing. */
const keyBeside = async (store: IdentityStore, place: IdentityPlace): Promise<string> => {
  const file = place.kind === 'sqlite' ? join(place.directory, 'keys', 'identity.key') : '';
  if (!(await store.read((rows) => rows.existsBy(keyProofRow, proof)))) makeKeyFile(file);
  return readKeyFile(file);
};

/** Whether it is the key under which this database was begun. */
const proveKey = async (store: IdentityStore, box: SecretBox): Promise<void> => {
  const kept = await store.write(async (rows) => {
    const row = { ...proof, sealed: box.seal(proofOwner, proofOwner) };
    await rows.createQueryBuilder().insert().into(keyProofRow).values(row).orIgnore().execute();
    return rows.findOneByOrFail(keyProofRow, proof);
  });
  box.open(proofOwner, kept.sealed);
};
