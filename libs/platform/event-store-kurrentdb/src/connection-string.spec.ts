import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { openKurrentEventStore } from '#platform/event-store-kurrentdb';
import { debugPrintsPassword, readConnection } from './connection-string.ts';

const thrown = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe('the connection string', () => {
  it('is read as the client reads it', () => {
    const read = readConnection(
      'esdb+discover://office:p%3As@n1:2113,n2/?tls=true&tlsCaFile=%2Fca.crt&nodePreference=leader',
    );
    expect(read).toEqual({
      text: 'kurrentdb+discover://office:p%3As@n1:2113,n2/?tls=true&tlsCaFile=%2Fca.crt&nodePreference=leader',
      hosts: [
        { address: 'n1', port: 2113 },
        { address: 'n2', port: 2113 },
      ],
      tls: true,
      verified: true,
      user: { name: 'office', password: 'p:s' },
      caFile: '/ca.crt',
      certificate: undefined,
    });
    expect(readConnection('kdb://localhost?tls=false')).toMatchObject({ tls: false, user: undefined });
    expect(readConnection('kdb://h?tlsVerifyCert=false')).toMatchObject({ tls: true, verified: false });
  });

  it.each([
    ['no scheme', 'office:sEcret@host'],
    ['another database', 'postgres://office:sEcret@host'],
    ['a ":" in the password, of which the client would keep a part', 'kurrentdb://office:sEcret:more@host'],
    ['an option that the client would print everything about', 'kurrentdb://office:sEcret@host?tsl=true'],
    ['an option twice', 'kurrentdb://office:sEcret@host?tls=true&TLS=false'],
    ['a password in clear', 'kurrentdb://office:sEcret@host?tls=false'],
    ['a port that is none', 'kurrentdb://office:sEcret@host:x'],
    ['a "%" that encodes nothing', 'kurrentdb://office:sEcret%@host'],
    ['the client answering refusals as successes', 'kurrentdb://office:sEcret@host?throwOnAppendFailure=false'],
    ['a CA file that is not there', 'kurrentdb://office:sEcret@host?tlsCaFile=/nowhere/ca.crt'],
    ['a preference that is none', 'kurrentdb://office:sEcret@host?nodePreference=sEcret'],
  ])('is refused without being repeated: %s', (_, url) => {
    const error = thrown(() => openKurrentEventStore({ url }));
    expect(error).toMatchObject({ code: 'invalid-argument' });
    expect(inspect(error, { depth: 9 })).not.toContain('sEcret');
  });

  it.each([
    ['kdb:*', true],
    ['*', true],
    ['express:*,kdb:connection', true],
    ['kdb:c*', true],
    ['kdb:command', false],
    ['express:*', false],
    [undefined, false],
  ])('would be printed with DEBUG=%s: %s', (debug, printed) => {
    expect(debugPrintsPassword(debug)).toBe(printed);
  });

  it('with a password is refused while DEBUG would print it', () => {
    process.env['DEBUG'] = 'kdb:*';
    try {
      const error = thrown(() => openKurrentEventStore({ url: 'kurrentdb://office:sEcret@host' }));
      expect(error).toMatchObject({ code: 'invalid-argument', message: expect.stringContaining('DEBUG') });
    } finally {
      delete process.env['DEBUG'];
    }
  });
});
