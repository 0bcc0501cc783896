import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { until } from '#testing';
import { Cluster } from './cluster.ts';
import { provenCase, publicSchool } from './contents.ts';
import { Office } from './office.ts';
import type { Reply } from './office.ts';
import { codeOf } from './people.ts';
import type { Person } from './people.ts';

// Other keys for the vault and for the identity store, as an operator changes them: a person who was recorded before is
// looked at after, people sign in as before, and auditors find who did it.

const school = '3646016601';
const caseNo = '2022-066';
const officer: Person = { account: 'officer-p', name: '周经办', roles: ['OFFICER'], districts: ['460108'] };
const name = '李小明';
const person = { caseNo, capacity: 'GUARDIAN', minor: false, name };
const wanted = { purpose: 'SERVICE', reason: '送达文书' };
const at = (...rest: readonly string[]): string => ['/api/v1/schools', school, 'persons', ...rest].join('/');
const oneLine = /^redline: [^\n]+\n$/;

const folder = mkdtempSync(join(tmpdir(), 'rekey-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const redline = (settings: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Run> =>
  new Promise((resolve, reject) => {
    const env = { PATH: process.env['PATH'] ?? '', ...settings };
    const child = spawn(process.execPath, ['--import', './tools/swc.mjs', 'apps/cli/src/main.ts', ...args], { env });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (piece: string) => (stdout += piece));
    child.stderr.setEncoding('utf8').on('data', (piece: string) => (stderr += piece));
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }));
  });

const said = ({ status, body }: Reply): readonly unknown[] => [status, body.code ?? body.outcome];

const begin = async (office: Office): Promise<void> => {
  await office.command('/api/v1/schools', { ...publicSchool(school), district: '460108' });
  const { body } = await office.command('/api/v1/violation-cases', provenCase(caseNo, school));
  await office.getOnceKnown(`/api/v1/schools?minPosition=${body.position}`);
};

const put = (office: Office, number: string): Promise<Reply> =>
  office.send('PUT', at(number), { who: officer, body: person });
const look = (office: Office, number: string): Promise<Reply> =>
  office.send('POST', at(number, 'look'), { who: officer, body: wanted });

/** Signs the officer in anew: with the app, whose secret is sealed, one step after the last, or with a recovery code. */
const signIn = async (office: Office, by: 'app' | 'recovery code'): Promise<Reply> => {
  const { account, password, secret, recoveryCodes } = await office.people.signedIn(officer);
  const second = by === 'app' ? { code: codeOf(secret, 1) } : { recoveryCode: recoveryCodes[0] };
  return office.send('POST', '/api/v1/session', { who: null, body: { account, password, ...second } });
};

const orders = async (office: Office): Promise<readonly unknown[]> => {
  const { body } = await office.get('/health/ready');
  const { body: page } = await office.get(`/api/v1/access-records?limit=200&minPosition=${body.logHead}`);
  const { items } = page as { readonly items: readonly { readonly type: string }[] };
  return items.filter(({ type }) => type === 'SecretsRekeyOrdered');
};
const order = (store: string) => ({
  type: 'SecretsRekeyOrdered',
  recordedBy: expect.stringMatching(/^os:./),
  data: { store, at: expect.stringMatching(/^\d{4}-.*Z$/), host: hostname() },
});

describe('on one machine', () => {
  const dataDirectory = join(folder, 'data');
  const place = { mode: 'embedded', dataDirectory } as const;
  const rekey = (store: string): Promise<Run> =>
    redline({}, 'secrets', 'rekey', '--store', store, '--json', '--data', dataDirectory);
  const keys = (): readonly string[] =>
    readdirSync(join(dataDirectory, 'keys')).map((file) => readFileSync(join(dataDirectory, 'keys', file), 'utf8'));
  let office: Office;
  afterAll(() => office.close());

  it('the keys change while nothing runs, and everything goes on', async () => {
    office = await Office.open(place);
    await begin(office);
    expect(said(await put(office, '1'))).toEqual([201, 'recorded']);
    const old = keys();
    const refused = await rekey('vault');
    expect([refused.code, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toMatch(oneLine);
    expect(keys()).toEqual(old);
    await office.close();
    for (const [store, texts] of Object.entries({ vault: 1, identity: 3 })) {
      const { code, stdout, stderr } = await rekey(store);
      expect([code, stderr]).toEqual([0, '']);
      expect(JSON.parse(stdout)).toEqual({ store, outcome: 'rekeyed', texts });
    }
    expect(keys()).toHaveLength(2);
    for (const key of keys()) expect(old).not.toContain(key);
    office = await Office.open(place, { colleagues: office.people });
    expect((await look(office, '1')).body).toMatchObject({ name });
    expect(said(await put(office, '1'))).toEqual([200, 'unchanged']);
    expect((await signIn(office, 'app')).status).toBe(201);
    expect(await orders(office)).toMatchObject([order('vault'), order('identity')]);
    const events = ['events.db', 'events.db-wal'].map((file) => readFileSync(join(dataDirectory, file), 'latin1'));
    for (const key of [...old, ...keys()]) expect(events.join('')).not.toContain(key.trim());
  });
});

describe('in a cluster', () => {
  let cluster: Cluster;
  let office: Office;
  beforeAll(async () => {
    cluster = await Cluster.start();
    office = await Office.open(cluster.place);
    await cluster.startWorker();
    await until(async () => (await office.get('/health/ready')).status === 200);
    await begin(office);
  });
  afterAll(async () => {
    await office?.close();
    await cluster?.stop();
  });

  const next = { identityKey: randomBytes(32).toString('base64'), vaultKey: randomBytes(32).toString('base64') };
  const rekey = (store: 'identity' | 'vault', ...more: readonly string[]): Promise<Run> => {
    const { kurrentUrl, postgresUrl, identityKey = '', vaultKey = '' } = cluster.place;
    const stores = { REDLINE_KURRENTDB_URL: kurrentUrl, REDLINE_POSTGRES_URL: postgresUrl };
    const old = { REDLINE_IDENTITY_KEY: identityKey, REDLINE_VAULT_KEY: vaultKey };
    const settings = { REDLINE_MODE: 'cluster', REDLINE_UNFIT_KURRENTDB: 'allow', ...stores, ...old };
    return redline(settings, 'secrets', 'rekey', '--store', store, '--json', ...more);
  };
  const given = (key: string): readonly string[] => {
    const file = join(folder, 'new.key');
    writeFileSync(file, `${key}\n`, { mode: 0o600 });
    return ['--new-key-file', file];
  };
  const rowsOf = async (table: string): Promise<readonly unknown[]> => {
    const client = new pg.Client({ connectionString: cluster.place.postgresUrl });
    await client.connect();
    const { rows } = await client.query(`SELECT * FROM ${table}`);
    await client.end();
    return rows;
  };

  it('the keys change once, by an order that may be given again', async () => {
    expect(said(await put(office, '1'))).toEqual([201, 'recorded']);
    expect(await rekey('vault')).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(oneLine) });
    const same = given(cluster.place.vaultKey ?? '');
    expect(await rekey('vault', ...same)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(oneLine),
    });
    for (const [store, key] of [['vault', next.vaultKey] as const, ['identity', next.identityKey] as const])
      for (const outcome of ['rekeyed', 'unchanged']) {
        const { code, stdout, stderr } = await rekey(store, ...given(key));
        expect([code, stderr]).toEqual([0, '']);
        expect(JSON.parse(stdout)).toMatchObject({ store, outcome });
      }
  });

  it('a service that goes on with the old keys shows nothing, lets nobody in and writes nothing', async () => {
    const before = [await rowsOf('vault.subject_key'), await rowsOf('identity.credential')];
    expect(said(await look(office, '1'))).toEqual([503, 'vault-unavailable']);
    for (const number of ['1', '2']) expect(said(await put(office, number))).toEqual([503, 'vault-unavailable']);
    for (const by of ['app', 'recovery code'] as const)
      expect(said(await signIn(office, by))).toEqual([503, 'identity-unavailable']);
    expect([await rowsOf('vault.subject_key'), await rowsOf('identity.credential')]).toEqual(before);
    await expect(Office.open(cluster.place)).rejects.toMatchObject({ name: 'SecretsUnavailable', code: 'KEY_WRONG' });
  });

  it('a service with the new keys goes on as before', async () => {
    await office.close();
    office = await Office.open({ ...cluster.place, ...next }, { colleagues: office.people });
    await until(async () => (await office.get('/health/ready')).status === 200);
    expect((await look(office, '1')).body).toMatchObject({ name });
    expect(said(await put(office, '2'))).toEqual([201, 'recorded']);
    for (const by of ['app', 'recovery code'] as const) expect((await signIn(office, by)).status).toBe(201);
    expect(await orders(office)).toMatchObject([order('vault'), order('identity')]);
  });
});
