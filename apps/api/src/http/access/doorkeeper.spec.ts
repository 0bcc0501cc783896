import { beforeEach, describe, expect, it } from '@jest/globals';
import { newKey } from '#platform/machine-keys';
import { nobody } from '#policy';
import { MachineClientsNotCurrent } from '#read-models/machine-clients';
import type { MachineKey } from '#read-models/machine-clients';
import { ProblemError } from '../problem.ts';
import { stranger } from './admitted.ts';
import { Holding } from './allowances.ts';
import { Doorkeeper } from './doorkeeper.ts';

const sessions = { admit: async (token: string) => ({ ...stranger, actor: { ...nobody, id: token } }) };
const startMs = Date.parse('2026-09-25T08:00:00.000Z');
const { key, keyId, secretHash } = newKey();
const issued: MachineKey = {
  client: 'admission-platform',
  keyId,
  secretHash,
  scopes: ['eligibility:read'],
  schools: 'all',
  districts: ['460108'],
  addresses: ['127.0.0.0/8'],
  requestsPerMinute: 3,
  issuedAt: '2026-09-25T08:00:00.000Z',
  expiresAt: '2026-09-26T08:00:00.000Z',
  revokedAt: null,
};

let row: MachineKey | undefined;
let lookUps: number;
let [head, nowMs] = [0, startMs];
let holds: number[];
let doorkeeper: Doorkeeper;
beforeEach(() => {
  [row, lookUps, head, nowMs, holds] = [issued, 0, 0, startMs, []];
  doorkeeper = new Doorkeeper({
    sessions,
    keys: {
      keyById: async (id) => {
        lookUps += 1;
        return id === keyId ? row : undefined;
      },
      keyForTokens: async () => row,
    },
    progress: {
      get head() {
        return head;
      },
    },
    nowMs: () => nowMs,
    holding: new Holding(async (ms) => void holds.push(ms)),
  });
});

/** The client and its headers, or the code of the refusal. */
const told = async (authorization: string | undefined = `Bearer ${key}`, address = '127.0.0.1') => {
  try {
    const { actor, allowance } = await doorkeeper.admit({ headers: { authorization }, ip: address });
    return { id: actor.id, allowance };
  } catch (error) {
    if (error instanceof ProblemError) return error.code;
    throw error;
  }
};

describe('a request with a key', () => {
  it('comes from its client, with what the key opens', async () => {
    const { actor } = await doorkeeper.admit({ headers: { authorization: `Bearer ${key}` }, ip: '127.0.0.1' });
    expect(actor).toEqual({
      id: 'machine:admission-platform',
      roles: ['MACHINE'],
      districts: ['460108'],
      schools: 'all',
      scopes: ['eligibility:read'],
      steppedUp: false,
      conflicts: [],
    });
  });

  it.each([
    ['a key that nobody issued', () => `Bearer ${newKey().key}`],
    [
      'one of a key that has no secret',
      () => {
        row = { ...issued, secretHash: null };
        return `Bearer ${key}`;
      },
    ],
    ['no key at all', () => 'Bearer x'],
    ['another scheme', () => 'Basic b2ZmaWNlOnNlY3JldA=='],
    ['nothing', () => ''],
    ['ten thousand letters', () => `Bearer ${'e'.repeat(10_000)}`],
  ])('is nobody known with %s', async (_, authorization) => {
    expect(await told(authorization())).toBe('key-unknown');
  });

  it('is nobody known with the id of a key and another secret', async () => {
    const forged = new Doorkeeper({
      sessions,
      keys: { keyById: async () => issued, keyForTokens: async () => issued },
      progress: { head: 0 },
    });
    const shown = { headers: { authorization: `Bearer ${newKey().key}` }, ip: '127.0.0.1' };
    await expect(forged.admit(shown)).rejects.toMatchObject({ code: 'key-unknown' });
  });

  it('is told which end its own key came to', async () => {
    row = { ...issued, revokedAt: '2026-09-25T09:00:00.000Z' };
    expect(await told()).toBe('key-was-revoked');
    row = { ...issued, expiresAt: '2026-09-25T08:00:00.000Z' };
    head += 1;
    expect(await told()).toBe('key-expired');
  });

  it('is kept out from another address', async () => {
    expect(await told(undefined, '10.0.0.1')).toBe('key-not-from-here');
  });

  it('sees what is left, and is stopped when nothing is', async () => {
    const seen = [await told(), await told(), await told()].map((one) => typeof one === 'object' && one.allowance[3]);
    expect(seen).toEqual(['2', '1', '0']);
    expect(holds).toEqual([]);
    expect([await told(), await told()]).toEqual(['too-many-requests', 'too-many-requests']);
    expect(holds).toEqual([10, 20]); // each is told later than the one before
    nowMs += 60_000;
    expect(await told()).toMatchObject({ id: 'machine:admission-platform' });
  });

  it('says with the refusal when to come again', async () => {
    for (let n = 0; n < 3; n += 1) await told();
    await expect(async () =>
      doorkeeper.admit({ headers: { authorization: `Bearer ${key}` }, ip: '127.0.0.1' }),
    ).rejects.toMatchObject({
      headers: { 'retry-after': '60', 'ratelimit-remaining': '0' },
    });
  });
});

describe('a proof that is remembered', () => {
  it('spares looking, and ends when the read side moves', async () => {
    await told();
    await told();
    expect(lookUps).toBe(1);
    row = { ...issued, revokedAt: '2026-09-25T08:00:01.000Z' };
    head += 1;
    expect(await told()).toBe('key-was-revoked');
  });

  it('ends after a second all the same: the read side may be unable to move', async () => {
    await told();
    row = undefined;
    nowMs += 1_000;
    expect(await told()).toBe('key-unknown');
  });

  it('is no proof of expiry', async () => {
    await told();
    nowMs = Date.parse(issued.expiresAt);
    expect(await told()).toBe('key-expired');
  });
});

it('lets nobody in by rows that may lack a revocation', async () => {
  const blind = new Doorkeeper({
    sessions,
    keys: {
      keyById: () => Promise.reject(new MachineClientsNotCurrent()),
      keyForTokens: () => Promise.reject(new MachineClientsNotCurrent()),
    },
    progress: { head: 0 },
  });
  await expect(blind.admit({ headers: { authorization: `Bearer ${key}` }, ip: '127.0.0.1' })).rejects.toMatchObject({
    code: 'machine-clients-not-current',
  });
});
