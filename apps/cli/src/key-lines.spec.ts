import { describe, expect, it } from '@jest/globals';
import type { ListedKey } from '#read-models/machine-clients';
import { rows } from '#testing';
import { keyLines } from './key-lines.ts';

const { client: _client, secretHash: _hash, ...shown } = rows.machineKey();
const key = (over: Partial<ListedKey> = {}): ListedKey => ({
  ...shown,
  use: 'SECRET',
  revokedAt: null,
  revocationReason: null,
  ...over,
});
const client = { ...rows.machineClient(), closedAt: null, closingReason: null };
const cells = (line: string | undefined) => line?.split(/ {2,}/);

describe('the list of keys', () => {
  it('says of each key whether it lives, what it may do and where', () => {
    const { expiresAt } = key();
    const keys = [
      key(),
      key({ keyId: 'key00002', revokedAt: '2022-04-01T08:00:00.000Z', revocationReason: '轮换' }),
      key({ keyId: 'key00003', schools: ['3646012001', '3646012002'], districts: ['460106'] }),
      key({ keyId: 'token001', use: 'TOKENS' }),
      key({ keyId: 'key00004', addresses: ['10.0.0.0/8'], expiresAt: '2022-12-31T08:00:00.000Z' }),
    ];
    const lines = keyLines([{ ...client, keys }], '2022-12-31T08:00:00.000Z', 'en');
    expect(cells(lines[0])).toEqual([
      'Client',
      'Key',
      'Use',
      'State',
      'Scopes',
      'Schools',
      'Districts',
      'Addresses',
      'Per minute',
      'Expires',
    ]);
    const about = (keyId: string, state: string, use = 'secret') => [
      'admission-platform',
      keyId,
      use,
      state,
      'eligibility:read',
    ];
    expect(lines.slice(2).map(cells)).toEqual([
      about('key00001', 'live').concat('all', 'all', 'all', '600', expiresAt),
      about('key00002', 'revoked').concat('all', 'all', 'all', '600', expiresAt),
      about('key00003', 'live').concat('3646012001 3646012002', 'Longhua', 'all', '600', expiresAt),
      about('token001', 'live', 'tokens alone').concat('all', 'all', 'all', '600', expiresAt),
      about('key00004', 'expired').concat('all', 'all', '10.0.0.0/8', '600', '2022-12-31T08:00:00.000Z'),
    ]);
  });

  it('has a line for a client without keys, and a sentence where there is no client', () => {
    const closed = { ...client, id: 'old', closedAt: '2022-04-01T08:00:00.000Z', keys: [] };
    const lines = keyLines([{ ...client, keys: [] }, closed], '2022-12-31T08:00:00.000Z', 'zh-CN');
    expect(lines.slice(2).map((line) => line.split(/\s+/))).toEqual([['admission-platform'], ['old', '接入方已停用']]);
    expect(keyLines([], '2022-12-31T08:00:00.000Z', 'zh-CN')).toEqual(['还没有登记接入方。']);
  });
});
