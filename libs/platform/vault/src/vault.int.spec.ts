import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { newKeyText } from '#platform/secrets';
import type { SecretPlace } from '#platform/secrets';
import { openVault } from '#platform/vault';
import type { Vault } from '#platform/vault';
import { PostgresServer } from '#testing';

const owner = '3646012001/7';
const person = { name: '李小明', idNumber: '46010020100101001X' };

const suite = (at: { readonly place: () => Promise<SecretPlace>; readonly key?: string }): void => {
  const opened: Vault[] = [];
  const open = async (place: SecretPlace, key = at.key): Promise<Vault> => {
    const vault = await openVault(place, key);
    opened.push(vault);
    return vault;
  };
  afterAll(async () => {
    for (const vault of opened) await vault.close();
  });

  it('seals and opens, also after a restart and in another process', async () => {
    const place = await at.place();
    const vault = await open(place);
    const { subject, fields } = await vault.seal(owner, person);
    expect(subject).toMatch(/^s_[\w-]{22}$/);
    expect(await (await open(place)).open(subject, fields)).toEqual(person);
    expect(await vault.seal(owner, person)).toEqual({ subject, fields });
    expect((await vault.seal('3646012001/8', person)).subject).not.toBe(subject);
  });

  it('drafts for whoever has no key, and makes none', async () => {
    const place = await at.place();
    const vault = await open(place);
    const draft = await vault.draft(owner, person);
    expect(draft?.subject).toMatch(/^s_[\w-]{22}$/);
    expect(await vault.open(draft?.subject ?? '', draft?.fields ?? {})).toBeUndefined();
    const { subject, fields } = await vault.seal(owner, person);
    expect(subject).not.toBe(draft?.subject);
    expect(Object.keys(draft?.fields ?? {})).toEqual(Object.keys(fields));
    expect(await vault.draft(owner, person)).toBeUndefined();
    await vault.destroy([subject]);
    expect(await vault.draft(owner, person)).toBeDefined();
  });

  it('gives one owner one key, however many ask at once', async () => {
    const place = await at.place();
    const vaults = [await open(place), await open(place), await open(place)];
    const sealed = await Promise.all(vaults.map((vault) => vault.seal(owner, person)));
    expect(new Set(sealed.map(({ subject }) => subject)).size).toBe(1);
  });

  it('opens nothing of a subject that was destroyed, in no process, and goes on for others', async () => {
    const place = await at.place();
    const [vault, other] = [await open(place), await open(place)];
    const gone = await vault.seal(owner, person);
    const stays = await vault.seal('3646012001/8', person);
    expect(await other.open(gone.subject, gone.fields)).toEqual(person);
    expect(await vault.destroy([gone.subject])).toBe(1);
    expect(await vault.open(gone.subject, gone.fields)).toBeUndefined();
    expect(await other.open(gone.subject, gone.fields)).toBeUndefined();
    expect(await vault.destroy([gone.subject])).toBe(0);
    expect(await vault.destroy([])).toBe(0);
    expect(await other.open(stays.subject, stays.fields)).toEqual(person);
    expect((await vault.seal(owner, person)).subject).not.toBe(gone.subject);
  });

  it('refuses what was put in the place of something else', async () => {
    const vault = await open(await at.place());
    const [one, two] = [await vault.seal('a', person), await vault.seal('b', person)];
    const unavailable = { name: 'SecretsUnavailable', store: 'vault', code: 'SEAL_BROKEN' };
    await expect(vault.open(one.subject, two.fields)).rejects.toMatchObject(unavailable);
  });

  it('says nothing once it is closed', async () => {
    const vault = await open(await at.place());
    const { subject, fields } = await vault.seal(owner, person);
    await vault.close();
    await expect(vault.open(subject, fields)).rejects.toMatchObject({ store: 'vault', code: 'CLOSED' });
    await expect(vault.seal(owner, person)).rejects.toMatchObject({ store: 'vault' });
    await expect(vault.destroy([subject])).rejects.toMatchObject({ store: 'vault' });
  });
};

describe('the vault in a directory', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vault-'));
  let n = 0;
  const newDirectory = (): string => {
    n += 1;
    return join(folder, String(n));
  };
  afterAll(() => rmSync(folder, { recursive: true }));

  suite({ place: () => Promise.resolve({ kind: 'sqlite', directory: newDirectory() }) });

  it('is for its owner alone, and not without its key', async () => {
    const directory = newDirectory();
    await (await openVault({ kind: 'sqlite', directory })).close();
    for (const name of ['vault.db', 'keys/vault.key'])
      expect((statSync(join(directory, name)).mode & 0o777).toString(8)).toBe('600');
    rmSync(join(directory, 'keys/vault.key'));
    const missing = { store: 'vault', code: 'KEY_MISSING' };
    await expect(openVault({ kind: 'sqlite', directory })).rejects.toMatchObject(missing);
  });

  it('leaves no byte of a destroyed key in its files', async () => {
    const directory = newDirectory();
    const vault = await openVault({ kind: 'sqlite', directory });
    const { subject } = await vault.seal(owner, person);
    const bytes = (): string =>
      readdirSync(directory)
        .filter((name) => name.startsWith('vault.db'))
        .map((name) => readFileSync(join(directory, name), 'latin1'))
        .join('');
    expect(bytes()).toContain(subject); // the row is in the write-ahead log at least
    await vault.destroy([subject]);
    expect(bytes()).not.toContain(subject);
    await vault.close();
  });
});

describe('the vault in PostgreSQL', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  const key = newKeyText();

  suite({ place: async () => ({ kind: 'postgres', url: await server.newDatabase() }), key });
  afterAll(() => server.stop()); // after what the suite opened is closed

  it('asks for a key, and keeps no plain one', async () => {
    const url = await server.newDatabase();
    const missing = { store: 'vault', code: 'KEY_MISSING' };
    await expect(openVault({ kind: 'postgres', url })).rejects.toMatchObject(missing);
    const vault = await openVault({ kind: 'postgres', url }, key);
    await vault.seal(owner, person);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query('SELECT * FROM vault.subject_key');
    await client.end();
    expect(JSON.stringify(rows)).not.toMatch(/李|4601|3646012001/);
    await expect(openVault({ kind: 'postgres', url }, newKeyText())).rejects.toMatchObject({ code: 'KEY_WRONG' });
    await vault.close();
  });
});
