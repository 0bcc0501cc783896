import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openIdentity } from '#platform/identity';
import { here, IdentityBench, tokenIn } from './identity.spec-kit.ts';

let directory: string;
let bench: IdentityBench;
beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'identity-')), 'data');
  bench = new IdentityBench({ kind: 'sqlite', directory });
});
afterEach(async () => {
  await bench.close();
  rmSync(join(directory, '..'), { recursive: true });
});

const file = (...names: readonly string[]): string => join(directory, ...names);
const modeOf = (name: string): string => (statSync(name).mode & 0o777).toString(8);

describe('identity.db', () => {
  it('and its key are for their owner alone', async () => {
    await bench.open();
    expect(['identity.db', 'identity.db-wal', 'keys/identity.key'].map((name) => modeOf(file(name)))).toEqual([
      '600',
      '600',
      '600',
    ]);
    expect([modeOf(directory), modeOf(file('keys'))]).toEqual(['700', '700']);
    expect(readFileSync(file('keys/identity.key'), 'utf8')).toMatch(/^[\w-]{43}\n$/);
  });

  it('is closed to others again where a copy was put back that they could read', async () => {
    await (await bench.open()).close();
    chmodSync(file('identity.db'), 0o644);
    await bench.open();
    expect(modeOf(file('identity.db'))).toBe('600');
  });

  it('is opened by several at once from the start, and holds what was there', async () => {
    const [one, another] = await Promise.all([bench.open(), bench.open(), bench.open()]);
    const wang = await bench.enrol(one);
    await Promise.all([one, another].map((each) => each.setDisplayName('wang', '王芳')));
    await bench.close();
    const later = await new IdentityBench(bench.place).open();
    expect(await later.hasAnyone()).toBe(true);
    expect((await later.displayNames()).get(wang.account)).toBe('王芳');
    await later.close();
  });

  it('ends sessions by a provider of before it was kept who that is there', async () => {
    const before = await bench.open();
    const [wang, li] = [await bench.enrol(before), tokenIn(await before.openSession('li', here))];
    await bench.close();
    const database = new Database(file('identity.db'));
    for (const column of ['person_hash', 'sid_hash'])
      database.exec(`DROP INDEX session_${column}; ALTER TABLE session DROP COLUMN ${column}`);
    database.exec("DELETE FROM migrations WHERE name LIKE 'VouchedSessions%'");
    database.close();
    const later = await bench.open();
    expect(await later.find(wang.session.token)).toMatchObject({ account: 'wang' });
    expect(await later.find(li)).toBeUndefined();
  });

  it('survives power: WAL, flushed with every commit', async () => {
    await bench.open();
    const look = new Database(file('identity.db'), { readonly: true });
    expect(look.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(look.prepare('SELECT count(*) FROM migrations').pluck().get()).toBe(4);
    look.close();
  });

  it.each([
    ['KEY_MISSING', () => rmSync(file('keys/identity.key'))],
    ['KEY_WRONG', () => writeFileSync(file('keys/identity.key'), `${'A'.repeat(43)}\n`)],
    ['KEY_WRONG', () => writeFileSync(file('keys/identity.key'), 'no key')],
  ])('does not open without its key: %s', async (code, spoil) => {
    await (await bench.open()).close();
    spoil();
    await expect(bench.open()).rejects.toMatchObject({ name: 'SecretsUnavailable', code });
  });

  it('is not made of what belongs to someone else, or is damaged', async () => {
    mkdirSync(directory);
    const foreign = new Database(file('identity.db'));
    foreign.exec('CREATE TABLE theirs (n)');
    foreign.close();
    const before = readFileSync(file('identity.db'));
    chmodSync(file('identity.db'), 0o644);
    await expect(bench.open()).rejects.toMatchObject({ name: 'SecretsUnavailable', code: 'NOT_OURS' });
    expect(readFileSync(file('identity.db')).equals(before)).toBe(true);
    writeFileSync(file('identity.db'), 'no database '.repeat(1_000));
    await expect(bench.open()).rejects.toMatchObject({ name: 'SecretsUnavailable', code: 'SQLITE_NOTADB' });
    expect(modeOf(file('identity.db'))).toBe('644');
  });

  it('that fails lets nobody in', async () => {
    const identity = await bench.open();
    const wang = await bench.enrol(identity);
    const other = new Database(file('identity.db'));
    other.exec('DROP TABLE session');
    other.close();
    const unavailable = { name: 'SecretsUnavailable' };
    await expect(identity.find(wang.session.token)).rejects.toMatchObject(unavailable);
    await expect(identity.openSession('wang', here)).rejects.toMatchObject(unavailable);
    expect(await identity.hasAnyone()).toBe(true);
    await identity.close();
    await identity.close();
    await expect(identity.hasAnyone()).rejects.toMatchObject({ ...unavailable, code: 'CLOSED' });
  });

  it('is opened with a key from elsewhere as well', async () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    await (await openIdentity(bench.place, { key })).close();
    expect(() => statSync(file('keys'))).toThrow('ENOENT');
    await (await openIdentity(bench.place, { key })).close();
  });
});
