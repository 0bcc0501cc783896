import type { EntityManager } from 'typeorm';
import { KeyFile } from './key-file.ts';
import { keyProofRow } from './key-proof.row.ts';
import { isKeyOf, proofIn } from './key-proof.ts';
import type { SecretStore, SecretStoreKind } from './secret-store.ts';

/** Leaves nothing in the database's files of what was sealed under the key before. */
export const wipeSealed = async (store: SecretStore, { sealed }: SecretStoreKind): Promise<void> => {
  for (const table of new Set([keyProofRow, ...sealed.map(({ entity }) => entity)])) await store.wipe(table);
};

/**
 * The key beside a database. A change of it is ended first, however far it came: the key that the store proves stays, and
 * the other one goes. All under the lock of whoever writes, which a change holds from before it puts the next key there
 * until the store proves it. @throws SecretsUnavailable `KEY_MISSING`
 */
export const keyBeside = async (store: SecretStore, kind: SecretStoreKind, file: KeyFile): Promise<string> => {
  const isKey = async (rows: EntityManager) => isKeyOf(await proofIn(rows), kind.name);
  // Wiped before the next key is in its place: as long as it stands beside, everybody knows that something is left to do.
  if (file.hasNext() && (await store.write(async (rows) => file.nextIs(await isKey(rows)))))
    await wipeSealed(store, kind);
  return store.write(async (rows) => {
    // A key is made for a new database alone: where one was used already, another would open nothing.
    if ((await proofIn(rows)) === undefined) file.make();
    else file.settle(await isKey(rows));
    return file.read();
  });
};
