import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { newKeyText } from '#platform/secrets';
import type { Rekeying, SecretPlace } from '#platform/secrets';
import { openVault, rekeyVault } from '#platform/vault';
import type { Sealed, Vault } from '#platform/vault';
import { PostgresServer } from '#testing';

const person = { name: '李小明', idNumber: '46010020100101001X' };
const recorded = (): Promise<void> => Promise.resolve();
const unavailable = (code: string) => ({ name: 'SecretsUnavailable', store: 'vault', code });

interface Keys {
  readonly key?: string;
  readonly newKey?: string;
}
interface Place {
  readonly place: SecretPlace;
  /** What the store is opened with, and what it is given next. */
  readonly keys: () => Keys;
  /** Runs SQL behind the vault's back. */
  readonly run: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
}

const suite = (newPlace: () => Promise<Place>): void => {
  const opened: Vault[] = [];
  const open = async (place: SecretPlace, key?: string): Promise<Vault> => {
    const vault = await openVault(place, key);
    opened.push(vault);
    return vault;
  };
  afterAll(() => Promise.all(opened.map((vault) => vault.close())));
  const rekeyed = (place: SecretPlace, keys: Keys, record: Rekeying['record'] = recorded) =>
    rekeyVault(place, { ...keys, record });

  it('opens everything as before, and keeps nothing that was sealed under the old key', async () => {
    const { place, keys, run } = await newPlace();
    const { key, newKey } = keys();
    const vault = await open(place, key);
    const sealed = [];
    for (let n = 0; n < 3; n += 1) sealed.push(await vault.seal(`3646012001/${n}`, person));
    const rows = await run('SELECT sealed_key FROM vault.subject_key UNION ALL SELECT sealed FROM vault.key_proof');
    await vault.close();
    expect(await rekeyed(place, { key, newKey } as Keys)).toEqual({ outcome: 'rekeyed', texts: 3 });
    const after = await run('SELECT sealed_key FROM vault.subject_key UNION ALL SELECT sealed FROM vault.key_proof');
    const texts = (all: typeof rows): unknown[] => all.flatMap((row) => Object.values(row));
    expect(new Set([...texts(rows), ...texts(after)]).size).toBe(8);
    const again = await open(place, newKey);
    for (const { subject, fields } of sealed) expect(await again.open(subject, fields)).toEqual(person);
    expect(await again.seal('3646012001/0', person)).toEqual(sealed[0]);
  });

  it('works where nothing is sealed yet, and again and again', async () => {
    const { place, keys } = await newPlace();
    let { key } = keys();
    await (await open(place, key)).close();
    for (let n = 0; n < 3; n += 1) {
      const { newKey } = keys();
      expect(await rekeyed(place, { key, newKey } as Keys)).toEqual({ outcome: 'rekeyed', texts: 0 });
      key = key === undefined ? undefined : newKey;
    }
    await (await open(place, key)).close();
  });

  it('is on record before anything is changed; what cannot be recorded changes nothing', async () => {
    const { place, keys, run } = await newPlace();
    const { key, newKey } = keys();
    const vault = await open(place, key);
    const { subject, fields } = await vault.seal('3646012001/1', person);
    const before = await run('SELECT sealed FROM vault.key_proof');
    const full = new Error('the log cannot be written');
    await expect(rekeyed(place, { key, newKey } as Keys, () => Promise.reject(full))).rejects.toBe(full);
    expect(await run('SELECT sealed FROM vault.key_proof')).toEqual(before);
    expect(await vault.open(subject, fields)).toEqual(person);
  });

  it('closes whoever has the old key: they open nothing, and write nothing', async () => {
    const { place, keys, run } = await newPlace();
    const { key, newKey } = keys();
    const old = await open(place, key);
    const { subject, fields } = await old.seal('3646012001/1', person);
    await rekeyed(place, { key, newKey } as Keys);
    const rows = await run('SELECT * FROM vault.subject_key');
    await expect(old.open(subject, fields)).rejects.toMatchObject(unavailable('KEY_WRONG'));
    await expect(old.seal('3646012001/1', person)).rejects.toMatchObject(unavailable('KEY_CHANGED'));
    await expect(old.seal('3646012001/2', person)).rejects.toMatchObject(unavailable('KEY_CHANGED'));
    await expect(old.destroy([subject])).rejects.toMatchObject(unavailable('KEY_CHANGED'));
    expect(await run('SELECT * FROM vault.subject_key')).toEqual(rows);
  });

  it('loses nothing that others write at the same moment', async () => {
    const { place, keys } = await newPlace();
    const { key, newKey } = keys();
    const old = await open(place, key);
    const first = await old.seal('3646012001/0', person);
    const writing: Promise<Sealed>[] = [];
    const meanwhile = (): Promise<void> => {
      for (let each = 1; each <= 40; each += 1) writing.push(old.seal(`3646012001/${each}`, person));
      return recorded();
    };
    await rekeyed(place, { key, newKey } as Keys, meanwhile);
    const written = await Promise.allSettled(writing);
    const again = await open(place, newKey);
    for (const one of [first, ...written.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))])
      expect(await again.open(one.subject, one.fields)).toEqual(person);
    const codes = written.map((one) => (one.status === 'rejected' ? (one.reason as { code: string }).code : 'KEY_'));
    expect(codes.filter((code) => !/^(?:KEY_|SQLITE_BUSY)/.test(code))).toEqual([]);
  });

  it('of two at once lets one through', async () => {
    const { place, keys } = await newPlace();
    const [one, other] = [keys(), keys()];
    const vault = await open(place, one.key);
    const { subject, fields } = await vault.seal('3646012001/1', person);
    await vault.close();
    const tried = [one, other].map(({ newKey }) => rekeyed(place, { key: one.key, newKey } as Keys));
    const ended = await Promise.allSettled(tried);
    const through = ended.findIndex(({ status }) => status === 'fulfilled');
    expect(through).toBeGreaterThanOrEqual(0);
    const again = await open(place, [one, other][through]?.newKey);
    expect(await again.open(subject, fields)).toEqual(person);
  });

  it('changes nothing when the key does not open one of the rows', async () => {
    const { place, keys, run } = await newPlace();
    const { key, newKey } = keys();
    const vault = await open(place, key);
    for (const owner of ['a', 'b']) await vault.seal(owner, person);
    const [spoilt] = await run('SELECT subject FROM vault.subject_key ORDER BY subject DESC LIMIT 1');
    await run(`UPDATE vault.subject_key SET sealed_key = 'AAAA' WHERE subject = '${String(spoilt?.['subject'])}'`);
    const rows = await run('SELECT * FROM vault.subject_key');
    await expect(rekeyed(place, { key, newKey } as Keys)).rejects.toMatchObject(unavailable('ROW_LOST'));
    expect(await run('SELECT * FROM vault.subject_key')).toEqual(rows);
    expect(await vault.seal('c', person)).toBeDefined();
  });

  it.each(['', 'short', 'x'.repeat(44), 'A'.repeat(86)])('takes no new key like %j', async (newKey) => {
    const { place, keys } = await newPlace();
    const { key } = keys();
    await (await open(place, key)).close();
    const refused = await rekeyed(place, { key, newKey } as Keys).catch((error: unknown) => error);
    expect(refused).toMatchObject({ name: 'RekeyRefused', code: 'new-key-malformed' });
    expect(newKey !== '' && String((refused as Error).stack).includes(newKey)).toBe(false);
  });
};

const folder = mkdtempSync(join(tmpdir(), 'rekey-'));
afterAll(() => rmSync(folder, { recursive: true }));
let n = 0;
const newDirectory = (): string => {
  n += 1;
  return join(folder, String(n));
};

describe('another key for the vault of a directory', () => {
  const place = (directory: string): Place => ({
    place: { kind: 'sqlite', directory },
    keys: () => ({}),
    run: (sql) => {
      const database = new Database(join(directory, 'vault.db'));
      try {
        const statement = database.prepare(sql.replaceAll('vault.', ''));
        const rows = statement.reader ? statement.all() : [statement.run()];
        return Promise.resolve(rows as readonly Readonly<Record<string, unknown>>[]);
      } finally {
        database.close();
      }
    },
  });
  suite(() => Promise.resolve(place(newDirectory())));
});

describe("another key for a cluster's vault", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  const newPlace = async (): Promise<Place> => {
    const [url, key] = [await server.newDatabase(), newKeyText()];
    const run: Place['run'] = async (sql) => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        return (await client.query(sql)).rows as readonly Readonly<Record<string, unknown>>[];
      } finally {
        await client.end();
      }
    };
    return { place: { kind: 'postgres', url }, keys: () => ({ key, newKey: newKeyText() }), run };
  };
  suite(newPlace);
  afterAll(() => server.stop());

  it('has to be given, and is another one', async () => {
    const { place, keys } = await newPlace();
    const { key } = keys() as { key: string };
    await (await openVault(place, key)).close();
    await expect(rekeyVault(place, { key, record: recorded })).rejects.toMatchObject({ code: 'new-key-missing' });
    const newKey = Buffer.from(key, 'base64url').toString('base64');
    const same = { name: 'RekeyRefused', code: 'new-key-not-new' };
    await expect(rekeyVault(place, { key, newKey, record: recorded })).rejects.toMatchObject(same);
  });

  it('can be ordered again when the answer was lost, and is recorded once', async () => {
    const { place, keys } = await newPlace();
    const { key, newKey } = keys();
    const vault = await openVault(place, key);
    await vault.seal('a', person);
    await vault.close();
    let asked = 0;
    const order = { key, newKey, record: () => Promise.resolve(void (asked += 1)) };
    expect(await rekeyVault(place, order)).toEqual({ outcome: 'rekeyed', texts: 1 });
    expect(await rekeyVault(place, order)).toEqual({ outcome: 'unchanged', texts: 0 });
    expect(asked).toBe(1);
  });

  it('needs the old one', async () => {
    const { place, keys } = await newPlace();
    const { key, newKey } = keys();
    await (await openVault(place, key)).close();
    const wrong = { key: newKeyText(), newKey, record: recorded };
    await expect(rekeyVault(place, wrong)).rejects.toMatchObject(unavailable('KEY_WRONG'));
    await (await openVault(place, key)).close();
  });
});
