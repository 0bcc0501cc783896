import { openSecrets, rekeySecrets } from '#platform/secrets';
import type { Rekeyed, Rekeying, SecretPlace, SecretStoreKind } from '#platform/secrets';
import { credentialRow, entities, invitationRow } from './entities.ts';
import { FirstTables } from './first-tables.migration.ts';
import { Identity } from './identity.ts';
import { defaultLimits } from './limits.ts';
import type { IdentityLimits } from './limits.ts';
import { ProviderLogouts } from './provider-logouts.migration.ts';
import { UsedSignIns } from './used-sign-ins.migration.ts';
import { VouchedSessions } from './vouched-sessions.migration.ts';

/** A directory that holds `identity.db` and `keys/identity.key`, or a database with the schema `identity`. */
export type IdentityPlace = SecretPlace;

export interface IdentityOptions {
  readonly nowMs?: () => number;
  readonly limits?: Partial<IdentityLimits>;
  /** The encryption key, 32 bytes in base64: needed with PostgreSQL, where every process must have the same. */
  readonly key?: string;
}

const kind: SecretStoreKind = {
  name: 'identity',
  applicationId: 0x52_4c_69_64, // "RLid"
  migrationLock: 7_205_772,
  entities,
  migrations: [FirstTables, UsedSignIns, VouchedSessions, ProviderLogouts],
  sealed: [credentialRow, invitationRow].map((entity) => ({ entity, owner: 'account', sealed: 'sealedSecret' })),
};

/** Opens secrets and sessions of people; several processes may at once. @throws what `openSecrets` does */
export const openIdentity = async (place: IdentityPlace, options: IdentityOptions = {}): Promise<Identity> => {
  const { nowMs = Date.now, limits, key } = options;
  const { store, box } = await openSecrets(kind, place, key);
  return new Identity(store, { box, nowMs, limits: { ...defaultLimits, ...limits } });
};

/**
 * Seals what authenticators share with us under another key. Sign-ins under way at a provider have to be begun again:
 * what they carry along is sealed under a key derived from it. @throws what `rekeySecrets` does
 */
export const rekeyIdentity = (place: IdentityPlace, rekeying: Rekeying): Promise<Rekeyed> =>
  rekeySecrets(kind, place, rekeying);
