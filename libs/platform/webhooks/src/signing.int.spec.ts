import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { backOffMs, readServerKey, secretFrom, signatureOf } from '#platform/webhooks';

describe('a signature', () => {
  it('is that of another implementation', () => {
    const secret = secretFrom(Buffer.alloc(32, 7), 'platform-changes', 17);
    const signed = { id: 'platform-changes_1204_0', timestamp: Math.floor(Date.now() / 1000), body: '{"名":"校"}' };
    const headers = {
      'webhook-id': signed.id,
      'webhook-timestamp': String(signed.timestamp),
      'webhook-signature': signatureOf(secret, signed),
    };
    expect(new Webhook(secret).verify(signed.body, headers)).toEqual({ 名: '校' });
    expect(() => new Webhook(secret).verify(`${signed.body} `, headers)).toThrow('No matching signature found');
  });

  it('is made with a secret of 32 bytes, another one for each registration', () => {
    const key = Buffer.alloc(32, 7);
    const secrets = [
      secretFrom(key, 'a', 1),
      secretFrom(key, 'a', 2),
      secretFrom(key, 'b', 1),
      secretFrom(Buffer.alloc(32), 'a', 1),
    ];
    expect(new Set(secrets).size).toBe(4);
    for (const secret of secrets) expect(Buffer.from(secret.slice('whsec_'.length), 'base64')).toHaveLength(32);
    expect(secretFrom(key, 'a', 1)).toBe(secrets[0]);
  });
});

describe('the server’s key', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'redline-keys-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is made once, for its owner alone', () => {
    const file = join(folder, 'keys', 'webhooks.key');
    const key = readServerKey(file, { mayMake: true });
    expect(key).toHaveLength(32);
    expect(readServerKey(file, { mayMake: true })).toEqual(key);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'keys')).mode & 0o777).toBe(0o700);
  });

  it('is not made where it must be given, and a file that holds none stays as it is', () => {
    const file = join(folder, 'webhooks.key');
    expect(() => readServerKey(file, { mayMake: false })).toThrow('ENOENT');
    writeFileSync(file, 'short');
    expect(() => readServerKey(file, { mayMake: true })).toThrow('holds no base64');
    expect(readFileSync(file, 'utf8')).toBe('short');
  });
});

it('tries again for three days, and a little later by chance', () => {
  const delays = Array.from({ length: 9 }, (_, i) => backOffMs(i + 1, 0) ?? 0);
  expect(delays.slice(0, 3)).toEqual([5_000, 300_000, 1_800_000]);
  const hours = delays.reduce((sum, one) => sum + one, 0) / 3_600_000;
  expect(hours).toBeGreaterThan(72);
  expect(hours).toBeLessThan(80);
  expect(backOffMs(1, 1)).toBe(5_500);
  expect(backOffMs(10, 0)).toBeUndefined();
});
