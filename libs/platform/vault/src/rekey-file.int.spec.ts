import { afterAll, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newKeyText } from '#platform/secrets';
import { openVault, rekeyVault } from '#platform/vault';

// Another key for the vault of a directory: what becomes of its files. What becomes of its rows: rekey.int.spec.ts.

const person = { name: '李小明', idNumber: '46010020100101001X' };
const recorded = (): Promise<void> => Promise.resolve();
const unavailable = (code: string) => ({ name: 'SecretsUnavailable', store: 'vault', code });

const folder = mkdtempSync(join(tmpdir(), 'rekey-file-'));
afterAll(() => rmSync(folder, { recursive: true }));
const newDirectory = (): string => mkdtempSync(join(folder, 'data-'));
const placeIn = (directory: string) => ({ kind: 'sqlite', directory }) as const;

const sealedIn = (directory: string): readonly string[] => {
  const database = new Database(join(directory, 'vault.db'), { readonly: true });
  const sealed = database.prepare('SELECT sealed_key FROM subject_key UNION ALL SELECT sealed FROM key_proof').pluck();
  const texts = sealed.all() as readonly string[];
  database.close();
  return texts;
};
const bytesOf = (directory: string): string =>
  readdirSync(directory)
    .filter((name) => name.startsWith('vault.db'))
    .map((name) => readFileSync(join(directory, name), 'latin1'))
    .join('');
const keyFile = (directory: string): string => join(directory, 'keys/vault.key');

it('the key stands in the place of the old one, for its owner alone, and no byte sealed under that one is left', async () => {
  const directory = newDirectory();
  const at = placeIn(directory);
  const vault = await openVault(at);
  for (let each = 0; each < 50; each += 1) await vault.seal(String(each), person);
  await vault.destroy([(await vault.seal('7', person)).subject]);
  const texts = sealedIn(directory);
  const old = readFileSync(keyFile(directory), 'utf8');
  for (const text of texts) expect(bytesOf(directory)).toContain(text);
  await rekeyVault(at, { record: recorded }); // while another one has it open: the log is emptied all the same
  const bytes = bytesOf(directory);
  for (const text of texts) expect(bytes).not.toContain(text);
  expect(readdirSync(join(directory, 'keys'))).toEqual(['vault.key']);
  expect(readFileSync(keyFile(directory), 'utf8')).toMatch(/^[\w-]{43}\n$/);
  expect(readFileSync(keyFile(directory), 'utf8')).not.toBe(old);
  expect((statSync(keyFile(directory)).mode & 0o777).toString(8)).toBe('600');
  await vault.close();
});

it('the key is the one that is given, and never the one that is there', async () => {
  const directory = newDirectory();
  const at = placeIn(directory);
  await (await openVault(at)).close();
  const newKey = newKeyText();
  await rekeyVault(at, { newKey: `${newKey}\n`, record: recorded });
  expect(readFileSync(keyFile(directory), 'utf8')).toBe(`${newKey}\n`);
  const otherwise = Buffer.from(newKey, 'base64url').toString('base64');
  await expect(rekeyVault(at, { newKey: otherwise, record: recorded })).rejects.toMatchObject({
    code: 'new-key-not-new',
  });
});

it('a key is not made for a vault whose key is another one or gone', async () => {
  const directory = newDirectory();
  const at = placeIn(directory);
  await (await openVault(at)).close();
  let asked = 0;
  const record = (): Promise<void> => Promise.resolve(void (asked += 1));
  writeFileSync(keyFile(directory), `${newKeyText()}\n`);
  await expect(rekeyVault(at, { record })).rejects.toMatchObject(unavailable('KEY_WRONG'));
  rmSync(keyFile(directory));
  await expect(rekeyVault(at, { record })).rejects.toMatchObject(unavailable('KEY_MISSING'));
  expect(asked).toBe(0);
});

it('a next key that was never used, whole or torn, goes at the next start', async () => {
  const directory = newDirectory();
  const at = placeIn(directory);
  const vault = await openVault(at);
  const { subject, fields } = await vault.seal('a', person);
  await vault.close();
  for (const text of [`${newKeyText()}\n`, 'torn', '']) {
    writeFileSync(`${keyFile(directory)}.next`, text);
    const again = await openVault(at);
    expect(await again.open(subject, fields)).toEqual(person);
    expect(existsSync(`${keyFile(directory)}.next`)).toBe(false);
    await again.close();
  }
});

it('the two keys stay where neither is the right one, for whoever has to find out', async () => {
  const directory = newDirectory();
  const at = placeIn(directory);
  await (await openVault(at)).close();
  for (const end of ['', '.next']) writeFileSync(`${keyFile(directory)}${end}`, `${newKeyText()}\n`);
  await expect(openVault(at)).rejects.toMatchObject(unavailable('KEY_WRONG'));
  expect(readdirSync(join(directory, 'keys')).toSorted()).toEqual(['vault.key', 'vault.key.next']);
});
