import { rekeyIdentity } from '#platform/identity';
import type { Rekeyed, Rekeying, SecretStoreName } from '#platform/secrets';
import { BadSetting } from '#platform/settings';
import type { Place } from '#platform/settings';
import { rekeyVault } from '#platform/vault';

const stores = {
  identity: { rekey: rekeyIdentity, key: 'identityKey', setting: 'REDLINE_IDENTITY_KEY_FILE' },
  vault: { rekey: rekeyVault, key: 'vaultKey', setting: 'REDLINE_VAULT_KEY_FILE' },
} as const satisfies Readonly<Record<SecretStoreName, object>>;

/** The names of the stores whose key can be changed. */
export const rekeyableStores = Object.keys(stores) as readonly SecretStoreName[];

/**
 * Seals a store of secrets under another key: beside the register of one machine under one that is made, or given; in a
 * cluster under one that is given, for every process has to have it. @throws BadSetting; what `rekeySecrets` does
 */
export const rekeySecretsOf = async (
  place: Place,
  name: SecretStoreName,
  it: Omit<Rekeying, 'key'>,
): Promise<Rekeyed> => {
  const { rekey, key, setting } = stores[name];
  if (place.mode === 'embedded') return rekey({ kind: 'sqlite', directory: place.dataDirectory }, it);
  const oldKey = place[key];
  if (oldKey === undefined) throw new BadSetting(`${setting} is needed in cluster mode`);
  return rekey({ kind: 'postgres', url: place.postgresUrl }, { ...it, key: oldKey });
};
