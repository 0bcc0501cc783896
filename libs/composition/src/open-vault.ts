import { BadSetting } from '#platform/settings';
import type { Place } from '#platform/settings';
import { openVault } from '#platform/vault';
import type { Vault } from '#platform/vault';

/**
 * Opens where the keys of persons are kept: beside the register of one machine, or in the cluster's PostgreSQL.
 * @throws BadSetting, SecretsUnavailable
 */
export const openVaultOf = (place: Place): Promise<Vault> => {
  if (place.mode === 'embedded') return openVault({ kind: 'sqlite', directory: place.dataDirectory });
  const { postgresUrl, vaultKey } = place;
  if (vaultKey === undefined) throw new BadSetting('REDLINE_VAULT_KEY_FILE is needed in cluster mode');
  return openVault({ kind: 'postgres', url: postgresUrl }, vaultKey);
};
