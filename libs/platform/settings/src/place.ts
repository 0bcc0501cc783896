import { z } from 'zod';
import { readSecret } from './read-file.ts';
import { BadSetting, readSettings } from './read-settings.ts';
import type { Environment } from './read-settings.ts';

/** Where the cluster's stores are. Both addresses hold passwords: they go to the drivers and nowhere else. */
export interface ClusterPlace {
  readonly mode: 'cluster';
  readonly kurrentUrl: string;
  readonly postgresUrl: string;
  /** For development: a KurrentDB in memory, or without TLS, is taken all the same. */
  readonly allowsUnfitStore: boolean;
  /** Seals the secrets of people's authenticator apps; only services that people sign in to need it. */
  readonly identityKey?: string;
  /** Seals the keys of persons whom cases concern; only services need it. */
  readonly vaultKey?: string;
}

/** Everything in one directory of one machine. */
export interface EmbeddedPlace {
  readonly mode: 'embedded';
  readonly dataDirectory: string;
}

/** Where the register is kept. */
export type Place = EmbeddedPlace | ClusterPlace;

const modeOf = {
  REDLINE_MODE: z.enum(['embedded', 'cluster'], 'must be embedded or cluster').default('embedded'),
  REDLINE_DATA_DIR: z.string().min(1, 'must name a directory').default('./data'),
};

const clusterSettings = {
  REDLINE_KURRENTDB_URL: z
    .string('is needed in cluster mode')
    .regex(/^(?:kurrentdb|esdb)(?:\+discover)?:\/\//, 'must be a kurrentdb:// address'),
  REDLINE_POSTGRES_URL: z
    .string('is needed in cluster mode')
    .regex(/^postgres(?:ql)?:\/\//, 'must be a postgres:// address'),
};

const unfitSettings = {
  REDLINE_UNFIT_KURRENTDB: z.enum(['refuse', 'allow'], 'must be refuse or allow').default('refuse'),
};

const keyNames = { identityKey: 'REDLINE_IDENTITY_KEY', vaultKey: 'REDLINE_VAULT_KEY' } as const;

/** Every name that says where the register is kept; the addresses may also be given as NAME_FILE, a file that holds them. */
export const placeSettings: readonly string[] = [
  ...Object.keys(modeOf),
  ...[...Object.keys(clusterSettings), ...Object.values(keyNames)].flatMap((name) => [name, `${name}_FILE`]),
  ...Object.keys(unfitSettings),
];

/** Reads where the register is kept. @throws BadSetting, which never repeats an address */
export const readPlace = (environment: Environment): Place => {
  const { REDLINE_MODE: mode, REDLINE_DATA_DIR: dataDirectory } = readSettings(modeOf, environment);
  if (mode === 'embedded') return { mode, dataDirectory };
  const addresses = Object.fromEntries(
    Object.keys(clusterSettings).map((name) => [name, readSecret(name, environment)]),
  );
  const read = readSettings(clusterSettings, addresses);
  const { REDLINE_UNFIT_KURRENTDB: unfit } = readSettings(unfitSettings, environment);
  return {
    mode,
    kurrentUrl: read.REDLINE_KURRENTDB_URL,
    postgresUrl: read.REDLINE_POSTGRES_URL,
    allowsUnfitStore: unfit === 'allow',
    ...keysIn(environment),
  };
};

const keysIn = (environment: Environment): Pick<ClusterPlace, keyof typeof keyNames> =>
  Object.fromEntries(
    Object.entries(keyNames).flatMap(([field, name]) => {
      const text = readSecret(name, environment);
      if (!text) return [];
      if (Buffer.from(text, 'base64').length !== 32) throw new BadSetting(`${name} must be 32 bytes in base64`);
      return [[field, text]];
    }),
  );
