import { beforeEach, describe, expect, it } from '@jest/globals';
import { ProviderUnavailable, TokenRefused } from '#platform/identity-provider';
import type { LoggedOut } from '#platform/identity-provider';
import { ProblemError } from '../http/problem.ts';
import { LogoutDesk } from './logout-desk.ts';

const where = { address: '192.0.2.7', agent: 'provider' };
const out: LoggedOut = {
  issuer: 'https://idp.example',
  subject: 'li-wei',
  sid: undefined,
  id: 'of-this-logout',
  saidMs: 0,
  goodUntilMs: 0,
};

let verified: LoggedOut | Error;
let logFails: Error | undefined;
let done: unknown[];
let tries: number;
let notes: string[];
beforeEach(() => {
  [verified, logFails, done, tries, notes] = [out, undefined, [], 0, []];
});

const desk = new LogoutDesk({
  people: {
    logouts: {
      verify: async () => {
        if (verified instanceof Error) throw verified;
        return verified;
      },
    },
  },
  identity: {
    endLoggedOut: async (one) => {
      done.push(one);
      return ['li.wei'];
    },
    countTry: async () => {
      tries += 1;
      return tries > 2 ? { refused: 'sign-in-too-often', waitSeconds: 60 } : undefined;
    },
  },
  book: {
    record: async ({ type, data }) => {
      if (logFails) throw logFails;
      done.push([type, data]);
    },
  },
  note: (reason) => void notes.push(reason),
});
const told = async (): Promise<string> => {
  try {
    await desk.end('token', where);
    return 'ended';
  } catch (error) {
    return error instanceof ProblemError ? error.code : (error as Error).message;
  }
};

describe('the word of a provider that somebody is out', () => {
  it('ends their sessions, and then is written down', async () => {
    expect(await told()).toBe('ended');
    const data = { account: 'li.wei', ...where, how: 'BY_PROVIDER', at: expect.any(String) };
    expect(done).toEqual([out, ['SignedOut', data]]);
    expect(tries).toBe(0);
  });

  it('ends them also while the log is away, and says that it was not written down', async () => {
    logFails = new Error('the log is away');
    expect(await told()).toBe('the log is away');
    expect(done).toEqual([out]);
  });

  it('that does not hold is counted after it was looked at, and holds up no other', async () => {
    verified = new TokenRefused('token-refused', 'no logout');
    expect([await told(), await told(), await told()]).toEqual([
      'logout-token-refused',
      'logout-token-refused',
      'sign-in-too-often',
    ]);
    expect([done, notes[0]]).toEqual([[], 'logout: no logout']);
    verified = out;
    expect(await told()).toBe('ended');
  });

  it('that cannot be checked accuses nobody', async () => {
    verified = new ProviderUnavailable('the provider answered 503');
    expect([await told(), tries, done]).toEqual(['provider-unavailable', 0, []]);
  });
});
