import { beforeEach, describe, expect, it } from '@jest/globals';
import { ProviderUnavailable, TokenRefused } from '#platform/identity-provider';
import type { AccessToken } from '#platform/identity-provider';
import { newKey } from '#platform/machine-keys';
import { MachineClientsNotCurrent } from '#read-models/machine-clients';
import type { MachineKey } from '#read-models/machine-clients';
import { ProblemError } from '../problem.ts';
import { stranger } from './admitted.ts';
import { Doorkeeper } from './doorkeeper.ts';

const startMs = Date.parse('2026-09-25T08:00:00.000Z');
const sessions = { admit: async () => stranger };
/** As long as the shortest of real ones; what stands in it is the business of whoever verifies it. */
const token = `eyJ.${'a'.repeat(300)}.sig`;
const said: AccessToken = {
  issuer: 'https://idp.example',
  clientId: 'admissions',
  subject: 'admissions',
  scopes: ['eligibility:read', 'metrics:read'],
  expiresMs: startMs + 300_000,
  claims: {},
};
const { keyId, secretHash } = newKey();
const grant: MachineKey = {
  client: 'admissions',
  keyId,
  secretHash,
  scopes: ['eligibility:read', 'log:read'],
  schools: ['3646015001'],
  districts: ['460108'],
  addresses: ['127.0.0.0/8'],
  requestsPerMinute: 1_000,
  issuedAt: '2026-09-25T08:00:00.000Z',
  expiresAt: '2026-09-26T08:00:00.000Z',
  revokedAt: null,
};

let verified: AccessToken | Error;
let key: MachineKey | undefined | Error;
let asked: { tokens: number; clients: string[] };
let [head, nowMs] = [0, startMs];
let doorkeeper: Doorkeeper;
const answer = async <T>(value: T | Error): Promise<T> => {
  if (value instanceof Error) throw value;
  return value;
};
beforeEach(() => {
  [verified, key, head, nowMs] = [said, grant, 0, startMs];
  asked = { tokens: 0, clients: [] };
  doorkeeper = new Doorkeeper({
    sessions,
    keys: {
      keyById: async () => undefined,
      keyForTokens: (client) => {
        asked.clients.push(client);
        return answer(key);
      },
    },
    tokens: {
      verify: () => {
        asked.tokens += 1;
        return answer(verified);
      },
    },
    progress: {
      get head() {
        return head;
      },
    },
    nowMs: () => nowMs,
  });
});

const admitted = async (shown = token, ip = '127.0.0.1') =>
  doorkeeper.admit({ headers: { authorization: `Bearer ${shown}` }, ip });
const told = async (shown = token, ip = '127.0.0.1'): Promise<string> => {
  try {
    return (await admitted(shown, ip)).actor.id;
  } catch (error) {
    if (error instanceof ProblemError) return error.code;
    throw error;
  }
};

describe('a request with an access token', () => {
  it('comes from its client, with what its key opens and the token asks for', async () => {
    const { actor, allowance } = await admitted();
    expect(actor).toMatchObject({
      id: 'machine:admissions',
      roles: ['MACHINE'],
      districts: ['460108'],
      schools: ['3646015001'],
      scopes: ['eligibility:read'],
      steppedUp: false,
    });
    expect(allowance.slice(0, 4)).toEqual(['ratelimit-limit', '1000', 'ratelimit-remaining', '999']);
    expect(asked.clients).toEqual(['admissions']);
  });

  it.each([
    ['token-refused', new TokenRefused('token-refused', 'no')],
    ['token-expired', new TokenRefused('token-expired', 'no')],
    ['provider-unavailable', new ProviderUnavailable('away')],
  ])('is refused with %s when that is what becomes of it', async (code, error) => {
    verified = error;
    expect(await told()).toBe(code);
    expect(asked.clients).toEqual([]);
  });

  it('is nobody’s whose client has no live key, and nobody’s while that cannot be known', async () => {
    key = undefined;
    expect(await told()).toBe('token-client-unknown');
    key = new MachineClientsNotCurrent();
    expect(await told()).toBe('machine-clients-not-current');
  });

  it('says for the record whose it was, as people can read it', async () => {
    key = undefined;
    const senderOf = async (clientId: string): Promise<unknown> => {
      verified = { ...said, clientId };
      return admitted().then(
        () => 'nobody',
        (error: unknown) => (error instanceof ProblemError ? error.sender : error),
      );
    };
    expect(await senderOf('admissions')).toBe('machine:admissions');
    expect(await senderOf('a\u{202E}b\u{D800}c')).toBe('machine:a\u{FFFD}b\u{FFFD}c');
    expect(await senderOf('\u{20BB7}'.repeat(255))).toBe(`machine:${'\u{20BB7}'.repeat(124)}`);
    expect(await senderOf(`x${'\u{20BB7}'.repeat(254)}`)).toBe(`machine:x${'\u{20BB7}'.repeat(123)}\u{FFFD}`);
  });

  it('is kept out from another address', async () => {
    const known = { code: 'key-not-from-here', sender: 'machine:admissions' };
    await expect(admitted(token, '10.0.0.1')).rejects.toMatchObject(known);
  });

  it('is not looked at when it is longer than any token, or none', async () => {
    expect(await told('a'.repeat(8_193))).toBe('token-refused');
    expect(await told(`${'a'.repeat(300)} b`)).toBe('token-refused');
    expect(await told('short')).toBe('key-unknown');
    expect(asked.tokens).toBe(0);
  });
});

describe('a token that is remembered', () => {
  it('spares looking for a second, until the read side moves', async () => {
    await told();
    await told();
    expect(asked.tokens).toBe(1);
    head += 1;
    key = undefined;
    expect(await told()).toBe('token-client-unknown');
    [key, verified] = [grant, new ProviderUnavailable('away')];
    nowMs += 1_000;
    expect(await told()).toBe('provider-unavailable');
  });

  it('ends with the token and with the key, whichever is first', async () => {
    verified = { ...said, expiresMs: startMs + 500 };
    await told();
    nowMs += 500;
    expect(await told()).toBe('token-expired');
    verified = said;
    key = { ...grant, expiresAt: new Date(nowMs + 100).toISOString() };
    const other = `${token}2`;
    await told(other);
    nowMs += 100;
    expect(await told(other)).toBe('token-expired');
  });
});
