import Database from 'better-sqlite3';
import { randomBytes } from 'node:crypto';
import { mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Random } from './random.ts';

/** A start that must be refused. */
export interface BadStart {
  readonly name: string;
  readonly program: 'api' | 'worker';
  /** Settings; `folder` is there for files that they name. */
  env(folder: string, random: Random): Readonly<Record<string, string>>;
  /** What is done to a sound data directory before. */
  spoil?(data: string, random: Random): Promise<void>;
}

/** Stands in every secret: no line may repeat it. */
export const secret = 'geheim';

const setting = (name: string, ...values: readonly string[]): BadStart => ({
  name: `${name} that is none`,
  program: 'api',
  env: (_, random) => ({ [name]: random.pick(values) }),
});

const together = (
  name: string,
  env: Readonly<Record<string, string>>,
  program: 'api' | 'worker' = 'api',
): BadStart => ({
  name,
  program,
  env: () => env,
});

/** The setting names a file with this text. */
const naming = (name: string, text: string, others: Readonly<Record<string, string>> = {}): BadStart => ({
  name: `${name} that cannot be used`,
  program: 'api',
  env: (folder) => ({ ...others, [name]: join(folder, text === '' ? 'nowhere' : 'named') }),
  spoil: async (data) => (text === '' ? undefined : writeFile(join(data, '..', 'named'), text)),
});

const kurrent = `kurrentdb://admin:${secret}@127.0.0.1:1`;
const postgres = `postgres://redline:${secret}@127.0.0.1:1/redline`;
const cluster = {
  REDLINE_MODE: 'cluster',
  REDLINE_KURRENTDB_URL: kurrent,
  REDLINE_POSTGRES_URL: postgres,
  REDLINE_IDENTITY_KEY: Buffer.alloc(32, secret).toString('base64'),
  REDLINE_VAULT_KEY: Buffer.alloc(32, secret).toString('base64'),
};
const provider = {
  REDLINE_OIDC_ISSUER: 'https://id.example',
  REDLINE_OIDC_CLIENT_ID: 'redline',
  REDLINE_OIDC_CLIENT_SECRET: secret,
  REDLINE_PUBLIC_URL: 'https://redline.example',
};

const settings: readonly BadStart[] = [
  setting('PORT', 'http', '-1', '65536', '3000.5', ' 3000', '0x10', '999999'),
  setting('REDLINE_HOST', 'redline.example', '0.0.0.0', '::', '10.0.0.1', '256.1.1.1', '127.0.0.1/8'),
  setting('LOG_LEVEL', 'verbose', 'INFO', '30', 'debug '),
  setting('REDLINE_PUBLIC_URL', 'redline.example', 'ftp://redline.example', 'https://', 'javascript:1'),
  setting('REDLINE_TRUSTED_PROXIES', '10.0.0.0/33', 'gateway', '10.0.0.1,,', '10.0.0.0/8/8', '*'),
  setting('REDLINE_MODE', 'cloud', 'Embedded', 'cluster,embedded'),
  setting('REDLINE_WEBHOOK_NETWORKS', '10.0.0.0', 'intranet', '10.0.0.0/64', '10.0.0.0/8;10.1.0.0/16'),
  setting(
    'REDLINE_OIDC_ISSUER',
    'id.example',
    'http://id.example',
    `https://u:${secret}@id.example`,
    'https://id.example?a=1',
  ),
  setting('REDLINE_OIDC_CLIENT_SECRET', secret),
  setting('REDLINE_OIDC_ACR', 'urn:mfa'),
  setting('REDLINE_TOKENS_ISSUER', 'https://id.example', 'id.example'),
  setting('REDLINE_TOKENS_AUDIENCE', 'redline', 'a'.repeat(300)),
  together('a provider without a client', { ...provider, REDLINE_OIDC_CLIENT_ID: '' }),
  together('a client that is no name', { ...provider, REDLINE_OIDC_CLIENT_ID: 'red line' }),
  together('a provider without a secret', { ...provider, REDLINE_OIDC_CLIENT_SECRET: '' }),
  together('a provider without an address of ours', { ...provider, REDLINE_PUBLIC_URL: '' }),
  together('an address beyond the loopback without https', {
    REDLINE_HOST: '10.0.0.1',
    REDLINE_PUBLIC_URL: 'http://redline.example',
  }),
  naming('REDLINE_OIDC_CLIENT_SECRET_FILE', '', { ...provider, REDLINE_OIDC_CLIENT_SECRET: '' }),
  naming('REDLINE_OIDC_CLIENT_SECRET_FILE', secret, provider),
  naming('REDLINE_OIDC_PRIVATE_KEY_FILE', secret, { ...provider, REDLINE_OIDC_CLIENT_SECRET: '' }),
  naming('REDLINE_OIDC_ROLE_MAP_FILE', '{"officers":"KING"}', provider),
  naming('REDLINE_OIDC_ROLE_MAP_FILE', '{"officers":', provider),
  naming('REDLINE_KURRENTDB_URL_FILE', '', { ...cluster, REDLINE_KURRENTDB_URL: '' }),
  naming('REDLINE_POSTGRES_URL_FILE', '', { ...cluster, REDLINE_POSTGRES_URL: '' }),
  naming('REDLINE_POSTGRES_URL_FILE', postgres, cluster),
  naming('REDLINE_IDENTITY_KEY_FILE', secret, { ...cluster, REDLINE_IDENTITY_KEY: '' }),
  naming('REDLINE_VAULT_KEY_FILE', secret, { ...cluster, REDLINE_VAULT_KEY: '' }),
];

const clusters: readonly BadStart[] = (['api', 'worker'] as const).flatMap((program) => [
  together(`a cluster without addresses (${program})`, { REDLINE_MODE: 'cluster' }, program),
  together(
    `a KurrentDB that is none (${program})`,
    { ...cluster, REDLINE_KURRENTDB_URL: `https://${secret}` },
    program,
  ),
  together(
    `a PostgreSQL that is none (${program})`,
    { ...cluster, REDLINE_POSTGRES_URL: `mysql://${secret}` },
    program,
  ),
  together(
    `a way that is not encrypted (${program})`,
    { ...cluster, REDLINE_KURRENTDB_URL: `${kurrent}?tls=false` },
    program,
  ),
  together(
    `a PostgreSQL that trusts anyone (${program})`,
    { ...cluster, REDLINE_POSTGRES_URL: `${postgres}?sslmode=no-verify` },
    program,
  ),
  together(`a cluster where nobody answers (${program})`, cluster, program),
]);

const workers: readonly BadStart[] = [
  together('a worker of one machine', { REDLINE_MODE: 'embedded' }, 'worker'),
  together('a worker beyond the loopback', { ...cluster, REDLINE_WORKER_HOST: '0.0.0.0' }, 'worker'),
  together('a worker on no port', { ...cluster, REDLINE_WORKER_PORT: '70000' }, 'worker'),
];

const spoiling = (name: string, spoil: (data: string, random: Random) => Promise<void>): BadStart => ({
  name,
  program: 'api',
  env: () => ({}),
  spoil,
});

const instead = (file: string, bytes: (random: Random) => Buffer): BadStart =>
  spoiling(`a foreign ${file}`, async (data, random) => {
    for (const end of ['', '-wal', '-shm']) await rm(join(data, `${file}${end}`), { force: true });
    await writeFile(join(data, file), bytes(random));
  });

const inDatabase =
  (file: string, statement: string) =>
  async (data: string): Promise<void> => {
    const db = new Database(join(data, file));
    db.exec(statement);
    db.close();
  };

const directories: readonly BadStart[] = [
  instead('events.db', (random) => randomBytes(random.between(1, 20_000))),
  instead('events.db', () => Buffer.from('SQLite format 3\0 and no more')),
  instead('keys/identity.key', (random) => randomBytes(random.pick([0, 1, 31, 33, 64]))),
  instead('keys/identity.key', () => randomBytes(32)),
  instead('keys/identity.key', () => Buffer.from(randomBytes(32).toString('base64'))),
  instead('identity.db', (random) => randomBytes(random.between(1, 20_000))),
  spoiling("another program's events.db", inDatabase('events.db', 'PRAGMA application_id = 7')),
  spoiling('an events.db of a later release', inDatabase('events.db', 'PRAGMA user_version = 99')),
  spoiling("another program's identity.db", inDatabase('identity.db', 'PRAGMA application_id = 7')),
  spoiling('no identity.key', (data) => rm(join(data, 'keys/identity.key'))),
  spoiling('an events.db cut short', (data) => truncate(join(data, 'events.db'), 5_000)),
  spoiling('a directory in place of events.db', async (data) => {
    await rm(join(data, 'events.db'));
    await mkdir(join(data, 'events.db'));
  }),
  {
    ...spoiling('a file in place of the directory', (data) => writeFile(join(data, '..', 'file'), secret)),
    env: (folder) => ({ REDLINE_DATA_DIR: join(folder, 'file') }),
  },
];

/** Starts that must all be refused, each for a reason of its own. */
export const badStarts: readonly BadStart[] = [...settings, ...clusters, ...workers, ...directories];
