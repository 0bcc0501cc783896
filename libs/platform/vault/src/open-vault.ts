import { openSecrets } from '#platform/secrets';
import type { SecretPlace, SecretStoreKind } from '#platform/secrets';
import { FirstVaultTables } from './first-tables.migration.ts';
import { subjectKeyRow } from './subject-key.row.ts';
import { Vault } from './vault.ts';

const kind: SecretStoreKind = {
  name: 'vault',
  applicationId: 0x52_4c_76_61, // "RLva"
  migrationLock: 7_205_773,
  entities: [subjectKeyRow],
  migrations: [FirstVaultTables],
};

/** Opens the keys of persons; several processes may at once. @throws what `openSecrets` does */
export const openVault = async (place: SecretPlace, key?: string): Promise<Vault> =>
  new Vault(await openSecrets(kind, place, key));
