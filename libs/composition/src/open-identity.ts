import { openIdentity } from '#platform/identity';
import type { Identity } from '#platform/identity';
import { BadSetting } from '#platform/settings';
import type { Place } from '#platform/settings';

/**
 * Opens where secrets and sessions of people are kept: beside the register of one machine, or in the cluster's
 * PostgreSQL. @throws BadSetting, SecretsUnavailable
 */
export const openIdentityOf = (place: Place): Promise<Identity> => {
  if (place.mode === 'embedded') return openIdentity({ kind: 'sqlite', directory: place.dataDirectory });
  const { postgresUrl, identityKey } = place;
  if (identityKey === undefined) throw new BadSetting('REDLINE_IDENTITY_KEY_FILE is needed in cluster mode');
  return openIdentity({ kind: 'postgres', url: postgresUrl }, { key: identityKey });
};
