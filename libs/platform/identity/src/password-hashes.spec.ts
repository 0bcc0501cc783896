import { describe, expect, it } from '@jest/globals';
import { defaultLimits } from './limits.ts';
import { PasswordHashes } from './password-hashes.ts';

const cheap = { ...defaultLimits, hashMemoryKib: 64, hashPasses: 1 };

describe('the hash of a password', () => {
  it('11.4.2 L2 is argon2id over 64 MiB in three passes, with a salt of its own', async () => {
    const hashes = new PasswordHashes(defaultLimits);
    const [one = '', another = ''] = await Promise.all([hashes.hash('kq7 vme2 hdx'), hashes.hash('kq7 vme2 hdx')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(one).not.toBe(another);
    expect(await hashes.isRight('kq7 vme2 hdx', one)).toBe(true);
    expect(await hashes.isRight('kq7 vme2 hdX', one)).toBe(false);
  });

  it('is one for every spelling of the same characters', async () => {
    const hashes = new PasswordHashes(cheap);
    const hash = await hashes.hash('kq7 vme2 hd\u00e9');
    expect(await hashes.isRight('kq7 vme2 hde\u0301', hash)).toBe(true);
  });

  it('is also worked for when there is none, and is then never right', async () => {
    const hashes = new PasswordHashes(cheap);
    for (const password of ['', 'nobody knows this one', 'kq7 vme2 hdx'])
      expect(await hashes.isRight(password, undefined)).toBe(false);
  });

  it('waits for its turn, in a queue that has an end', async () => {
    const hashes = new PasswordHashes({ ...cheap, hashesAtOnce: 2, hashesWaiting: 3 });
    const all = await Promise.all(Array.from({ length: 9 }, () => hashes.hash('kq7 vme2 hdx')));
    expect(all.map((hash) => hash !== undefined)).toEqual([true, true, true, true, true, false, false, false, false]);
    expect(await hashes.hash('kq7 vme2 hdx')).toBeDefined();
  });

  it('gives its place on when it fails', async () => {
    const hashes = new PasswordHashes({ ...cheap, hashesAtOnce: 1, hashesWaiting: 1 });
    const broken = [hashes.isRight('x', 'no hash'), hashes.isRight('x', 'no hash')];
    for (const one of broken) await expect(one).rejects.toMatchObject({ name: 'SecretsUnavailable' });
    expect(await hashes.hash('kq7 vme2 hdx')).toBeDefined();
  });
});
