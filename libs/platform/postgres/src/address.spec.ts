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
});
