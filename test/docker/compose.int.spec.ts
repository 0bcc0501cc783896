import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { openKurrentEventStore } from '#platform/event-store-kurrentdb';
import { placeSettings } from '#platform/settings';
import type { ClusterPlace, Environment, Place } from '#platform/settings';
import { readConfig as readService, serviceSettings } from '../../apps/api/src/config.ts';
import { readConfig as readWorker, workerSettings } from '../../apps/worker/src/config.ts';
import {
  compose,
  composeFiles as files,
  entryOf,
  exampleSettings,
  filledIn,
  ours,
  read,
  services,
} from './docker-files.ts';
import type { ComposeService } from './docker-files.ts';

// No container engine runs here: the files are held against what the programs read, serve and are built into.

interface Program {
  readonly names: readonly string[];
  readonly readConfig: (environment: Environment) => { readonly place: Place };
}

/** What each program of the image reads, by its entry. */
const programs: Readonly<Record<string, Program>> = {
  'dist/apps/api/src/main.js': { names: [...placeSettings, ...Object.keys(serviceSettings)], readConfig: readService },
  'dist/apps/worker/src/main.js': { names: [...placeSettings, ...Object.keys(workerSettings)], readConfig: readWorker },
};
/** What sources look up in the environment by themselves. */
const lookedUp = ['apps', 'libs'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.includes('.spec'))
    .flatMap((file) => read(join(folder, file)).match(/(?<=process\.env(?:\['|\.))REDLINE_[A-Z_]+/g) ?? []),
);
const everyName = [...new Set([...Object.values(programs).flatMap(({ names }) => names), ...lookedUp])].toSorted();

const cluster = compose('docker/compose.cluster.yml');
const running = ours.filter(({ name }) => name !== 'front');
const secretNames = ({ secrets = [] }: ComposeService): readonly string[] =>
  secrets.map((secret) => (typeof secret === 'string' ? secret : secret.source));

let folder: string;
let made: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'redline-docker-'));
  made = join(folder, 'secrets');
  const { status, stderr } = spawnSync('docker/make-secrets.sh', [made], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the settings', () => {
  it.each(running)('of $file $name are those that its program reads, and it accepts them', ({ service }) => {
    const program = programs[entryOf(service) ?? ''];
    const environment = filledIn(service.environment ?? {});
    expect(Object.keys(environment).filter((name) => !program?.names.includes(name))).toEqual([]);
    const here = Object.entries(environment).map(([name, value]) => [name, value.replace('/run/secrets', made)]);
    expect(program?.readConfig(Object.fromEntries(here) as Record<string, string>).place.mode).toBe(
      environment['REDLINE_MODE'],
    );
  });

  it('stand all in .env.example, in both languages, and nothing there is read by nobody', () => {
    const settings = exampleSettings('docker/.env.example');
    expect(settings.map(({ name }) => name).toSorted()).toEqual(everyName);
    for (const { above } of settings) expect(above.join('\n')).toMatch(/^# [^\u4E00-\u9FFF]+\n# .*[\u4E00-\u9FFF]/);
    const given = Object.fromEntries(settings.map(({ name, value }) => [name, value]));
    expect({ ...readService(given), place: 0 }).toEqual({ ...readService({}), place: 0 });
    expect(() => readWorker({ ...given, REDLINE_MODE: 'cluster' })).toThrow(/KURRENTDB_URL is needed/);
  });

  it('stand all in the operator’s documentation', () => {
    const documented = read('docs/operations.md');
    expect(everyName.filter((name) => !documented.includes(`\`${name}\``))).toEqual([]);
  });

  it('are filled in from names that .env.example has', () => {
    const names = files.flatMap((file) => [...read(file).matchAll(/(?<!\$)\$\{([A-Z_]+)/g)].map((match) => match[1]));
    expect(names.length).toBeGreaterThan(3);
    expect(names.filter((name) => !everyName.includes(name ?? ''))).toEqual([]);
  });
});

describe('every service of the compose files', () => {
  it.each(services)('$file $name has a fixed image, a restart policy and no rights over the host', ({ service }) => {
    expect(service.image).toMatch(/^[a-z/-]+:\d/);
    expect(service.restart).toBe('unless-stopped');
    expect(service.privileged).toBeUndefined();
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  it.each(services)('$file $name refers to what the file declares', ({ file, service }) => {
    const { services: all, volumes = {}, secrets = {} } = compose(file);
    const shared = /^service:(.*)$/.exec(service.network_mode ?? '')?.[1];
    expect(Object.keys(all)).toEqual(expect.arrayContaining(Object.keys(service.depends_on ?? {})));
    expect([undefined, ...Object.keys(all)]).toContain(shared);
    expect(service.network_mode && (service.networks ?? service.ports)).toBeUndefined();
    expect(Object.keys(secrets)).toEqual(expect.arrayContaining([...secretNames(service)]));
    const mounted = (service.volumes ?? []).map((volume) => volume.split(':')[0] ?? '');
    expect(mounted.filter((one) => !(one in volumes) && !existsSync(join('docker', one)))).toEqual([]);
  });

  it('writes nowhere but to its volumes, where it is ours', () => {
    expect(ours.filter(({ service }) => service.read_only !== true)).toEqual([]);
  });

  it('has a health check, and waits for the stores', () => {
    const without = services.filter(({ service }) => !service.healthcheck && !service.image.startsWith('redline:'));
    expect(without).toEqual([]);
    for (const name of ['api-1', 'api-2', 'worker-1', 'worker-2'])
      for (const store of ['kurrent-1', 'kurrent-2', 'kurrent-3', 'postgres'])
        expect(cluster.services[name]?.depends_on?.[store]?.condition).toBe('service_healthy');
  });
});

describe('the cluster', () => {
  it('has one door to both services', () => {
    const gateway = read('docker/gateway.conf');
    const ports = [...gateway.matchAll(/server 127\.0\.0\.1:(\d+);/g)].map((match) => match[1]);
    expect(ports).toEqual(['api-1', 'api-2'].map((name) => cluster.services[name]?.environment?.['PORT']));
    const door = cluster.services['front']?.ports?.[0]?.split(':').at(-1);
    expect(gateway).toContain(`listen ${door};`);
    expect(cluster.services['gateway']?.healthcheck?.test.at(-1)).toBe(`http://127.0.0.1:${door}/health/live`);
  });

  it('asks a worker for its health where the worker tells it', () => {
    const { environment, healthcheck } = cluster.services['worker-1'] ?? {};
    const asked = new URL(/'(http:[^']+)'/.exec(healthcheck?.test.join(' ') ?? '')?.[1] ?? 'none:');
    expect(asked.host).toBe(`${environment?.['REDLINE_WORKER_HOST']}:${environment?.['REDLINE_WORKER_PORT']}`);
    expect(read('apps/worker/src/worker.ts')).toContain(`server.get('${asked.pathname}'`);
  });

  it('keeps its events in three encrypted nodes that know one another, and its rows in code point order', () => {
    const nodes = Object.entries(cluster.services).filter(([name]) => name.startsWith('kurrent-'));
    const addresses = nodes.map(([, { environment }]) => `${environment?.['KURRENTDB_REPLICATION_IP']}:2113`);
    for (const [at, [name, { environment = {} }]] of nodes.entries()) {
      expect(environment['KURRENTDB_GOSSIP_SEED']?.split(',')).toEqual(addresses.toSpliced(at, 1));
      expect(Object.keys(environment).filter((each) => /INSECURE|MEM_?DB|UNSAFE/.test(each))).toEqual([]);
      const { stdout } = spawnSync('openssl', ['x509', '-noout', '-text', '-in', join(made, `${name}.crt`)]);
      expect(String(stdout)).toContain(`DNS:${environment['KURRENTDB_ADVERTISE_HOST_TO_CLIENT_AS']}, `);
      expect(String(stdout)).toContain(`IP Address:${environment['KURRENTDB_REPLICATION_IP']}, `);
    }
    expect(nodes).toHaveLength(3);
    const { POSTGRES_INITDB_ARGS: order } = cluster.services['postgres']?.environment ?? {};
    expect(order).toContain('--locale=C.UTF-8 --encoding=UTF8');
  });

  it('takes no store that is unfit, and shows no secret', () => {
    for (const file of [...files, 'docker/.env.example', 'docker/Dockerfile'])
      expect(read(file)).not.toMatch(/:\/\/\w+:[^@\s]+@|PASSWORD[:=] *['"]?[\w-]+$|UNFIT_KURRENTDB: *allow/m);
  });

  it('finds every secret that it names among those that are made, and the authority’s key in no container', () => {
    const declared = Object.values(cluster.secrets ?? {}).map(({ file }) => basename(file));
    expect([...declared, 'ca.key'].toSorted()).toEqual(readdirSync(made).toSorted());
    expect(read('docker/.gitignore').split('\n')).toContain('secrets');
  });

  it('gives the programs addresses that the stores’ drivers accept, with the authority that they mount', async () => {
    const { environment = {}, ...service } = cluster.services['api-1'] as ComposeService;
    const here = Object.entries(environment).map(([name, value]) => [name, value.replace('/run/secrets', made)]);
    const place = readService(filledIn(Object.fromEntries(here) as Record<string, string>)).place as ClusterPlace;
    for (const url of [place.kurrentUrl, place.postgresUrl])
      expect(secretNames(service)).toContain(/=\/run\/secrets\/([^&]+)/.exec(url)?.[1]);
    expect(place.postgresUrl).toContain('sslmode=verify-full');
    await openKurrentEventStore({ url: place.kurrentUrl.replace('/run/secrets', made) }).close();
    const [password, inUrl] = ['kurrent_admin_password', 'redline_kurrentdb_url'].map((name) =>
      readFileSync(join(made, name), 'utf8'),
    );
    expect(inUrl).toContain(`admin:${password}@`);
  });

  it('never makes secrets over those that are there', () => {
    expect(spawnSync('docker/make-secrets.sh', [made]).status).toBe(1);
  });
});
