import { describe, expect, it } from '@jest/globals';
import { addressOf, DatabaseUnusable } from '#platform/postgres';

const at = (parameters: string): string => `postgres://redline:geheim@two/redline?${parameters}`;

describe('the address of a database', () => {
  it('asks for a certificate whose authority and name are looked at', () => {
    expect(addressOf(at('sslmode=verify-full')).ssl).toEqual({});
  });

  it.each(['sslmode=no-verify', 'uselibpqcompat=true&sslmode=require', 'uselibpqcompat=true&sslmode=prefer'])(
    'is refused where it trusts anyone, in one line without the password: %s',
    (parameters) => {
      expect(() => addressOf(at(parameters))).toThrow(DatabaseUnusable);
      expect(() => addressOf(at(parameters))).toThrow(/trusts anyone; sslmode=verify-full does not/);
      expect(() => addressOf(at(parameters))).not.toThrow(/geheim/);
    },
  );

  it.each(['two', '10.1.2.3', '[fd00::1]', 'localhost.example.org', '127.example.org'])(
    'is refused where the way to %s is not encrypted',
    (host) => {
      for (const parameters of ['', '?sslmode=disable']) {
        const open = (): unknown => addressOf(`postgres://redline:geheim@${host}/redline${parameters}`);
        expect(open).toThrow(/not encrypted: sslmode=verify-full is/);
        expect(open).not.toThrow(/geheim/);
      }
    },
  );

  it.each(['127.0.0.1', '127.0.0.2:5433', 'localhost', '[::1]'])('needs no encryption to %s', (host) => {
    expect(addressOf(`postgres://redline:geheim@${host}/redline`).ssl).toBe(false);
  });
});
