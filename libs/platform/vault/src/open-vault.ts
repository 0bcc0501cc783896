import { openSecrets, rekeySecrets } from '#platform/secrets';
import type { Rekeyed, Rekeying, SecretPlace, SecretStoreKind } from '#platform/secrets';
import { FirstVaultTables } from './first-tables.migration.ts';
import { subjectKeyRow } from './subject-key.row.ts';
import { Vault } from './vault.ts';

const kind: SecretStoreKind = {
  name: 'vault',
  applicationId: 0x52_4c_76_61, // "RLva"
  migrationLock: 7_205_773,
  entities: [subjectKeyRow],
  migrations: [FirstVaultTables],
  sealed: [{ entity: subjectKeyRow, owner: 'subject', sealed: 'sealedKey' }],
};

/** Opens the keys of persons; several processes may at once. @throws what `openSecrets` does */
export const openVault = async (place: SecretPlace, key?: string): Promise<Vault> =>
  new Vault(await openSecrets(kind, place, key));

/** Seals the keys of persons under another key; they themselves stay as they are. @throws what `rekeySecrets` does */
export const rekeyVault = (place: SecretPlace, rekeying: Rekeying): Promise<Rekeyed> =>
  rekeySecrets(kind, place, rekeying);
