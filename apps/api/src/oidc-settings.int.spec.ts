import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BadSetting } from '#platform/settings';
import { readConfig } from './config.ts';
import type { OidcConfig } from './oidc-settings.ts';

const secret = 'geheim-und-lang-genug';
const base = {
  REDLINE_PUBLIC_URL: 'https://redline.example',
  REDLINE_OIDC_ISSUER: 'https://idp.example/realms/office',
  REDLINE_OIDC_CLIENT_ID: 'redline',
};
const withSecret = { ...base, REDLINE_OIDC_CLIENT_SECRET: secret };

let folder: string;
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'oidc-settings-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (environment: Readonly<Record<string, string>>): OidcConfig => readConfig(environment).oidc ?? {};
const lineOf = (environment: Readonly<Record<string, string>>): string => {
  try {
    readConfig(environment);
    return 'taken';
  } catch (error) {
    if (!(error instanceof BadSetting)) throw error;
    return error.message;
  }
};

describe('the settings of providers outside', () => {
  it('say nothing by default', () => {
    expect(read({})).toEqual({ people: undefined, tokens: undefined });
  });

  it('need an issuer, a name and a proof, and have defaults for the rest', () => {
    const { people } = read(withSecret);
    expect(people?.provider).toEqual({
      issuer: base.REDLINE_OIDC_ISSUER,
      allowInsecure: false,
      clientId: 'redline',
      clientSecret: secret,
      scopes: ['openid', 'profile'],
      acr: [],
      amr: ['mfa', 'otp'],
    });
    expect(people?.claims.names).toEqual({ roles: 'roles', districts: 'districts', schools: 'schools' });
    expect(people?.claims.rolesByGroup.get('OFFICER')).toEqual(['OFFICER']);
    expect(people?.claims.rolesByGroup.get('MACHINE')).toBeUndefined();
  });

  it('take a secret from a file, or a key', () => {
    const ofFile = { ...base, REDLINE_OIDC_CLIENT_SECRET_FILE: file('secret', `${secret}\n`) };
    expect(read(ofFile).people?.provider.clientSecret).toBe(secret);
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = file('key.pem', String(privateKey.export({ type: 'pkcs8', format: 'pem' })));
    const byPem = read({ ...base, REDLINE_OIDC_PRIVATE_KEY_FILE: pem }).people?.provider;
    expect(byPem).toMatchObject({ privateKey: { algorithm: 'ES256', keyId: undefined } });
    expect(byPem?.clientSecret).toBeUndefined();
    const jwk = file('key.jwk', JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: '2026' }));
    expect(read({ ...base, REDLINE_OIDC_PRIVATE_KEY_FILE: jwk }).people?.provider).toMatchObject({
      privateKey: { algorithm: 'ES256', keyId: '2026' },
    });
  });

  it('take the provider’s own words for groups, claims, contexts and methods', () => {
    const map = { 经办: 'OFFICER', 'leaders, all': ['LEADER', 'APPROVER'], guests: [] };
    const { people } = read({
      ...withSecret,
      REDLINE_OIDC_ROLE_MAP_FILE: file('map.json', JSON.stringify(map)),
      REDLINE_OIDC_ROLES_CLAIM: 'groups',
      REDLINE_OIDC_SCOPES: 'openid groups',
      REDLINE_OIDC_ACR: 'urn:one, urn:two',
      REDLINE_OIDC_AMR: 'hwk',
    });
    expect([...(people?.claims.rolesByGroup ?? [])]).toEqual([
      ['经办', ['OFFICER']],
      ['leaders, all', ['LEADER', 'APPROVER']],
      ['guests', []],
    ]);
    expect(people?.claims.names.roles).toBe('groups');
    const words = { scopes: ['openid', 'groups'], acr: ['urn:one', 'urn:two'], amr: ['hwk'] };
    expect(people?.provider).toMatchObject(words);
  });

  it('take http on the loopback, for trials', () => {
    const trial = { REDLINE_OIDC_ISSUER: 'http://127.0.0.1:4000', REDLINE_PUBLIC_URL: 'http://localhost:3000' };
    expect(read({ ...withSecret, ...trial }).people?.provider.allowInsecure).toBe(true);
  });

  it('name whose tokens machines may show', () => {
    const tokens = { REDLINE_TOKENS_ISSUER: 'https://idp.example', REDLINE_TOKENS_AUDIENCE: 'urn:redline' };
    expect(read(tokens).tokens).toEqual({
      issuer: 'https://idp.example',
      allowInsecure: false,
      audience: 'urn:redline',
    });
  });
});

describe('settings of providers that cannot be used', () => {
  it.each([
    ['REDLINE_OIDC_ISSUER', 'idp.example'],
    ['REDLINE_OIDC_ISSUER', 'http://idp.example'],
    ['REDLINE_OIDC_ISSUER', 'https://idp.example/?x=1'],
    ['REDLINE_OIDC_ISSUER', `https://user:${secret}@idp.example`],
    ['REDLINE_OIDC_CLIENT_ID', 'with blanks'],
    ['REDLINE_OIDC_CLIENT_ID', ''],
    ['REDLINE_OIDC_CLIENT_SECRET_FILE', '/nowhere/secret'],
    ['REDLINE_OIDC_PRIVATE_KEY_FILE', '/nowhere/key'],
    ['REDLINE_OIDC_ROLE_MAP_FILE', '/nowhere/map'],
    ['REDLINE_PUBLIC_URL', ''],
    ['REDLINE_PUBLIC_URL', 'http://redline.example'],
    ['REDLINE_TOKENS_ISSUER', 'ftp://idp.example'],
    ['REDLINE_TOKENS_ISSUER', 'https://idp.example'],
    ['REDLINE_TOKENS_AUDIENCE', 'urn:redline'],
  ])('end the start in one line that repeats no secret: %s=%s', (name, value) => {
    const line = lineOf({ ...withSecret, [name]: value });
    expect(line).toMatch(/^[^\n]*\bREDLINE_[A-Z_]+ [^\n]*$/);
    expect(line).toContain(name.replace('_FILE', ''));
    expect(line).not.toContain(secret);
  });

  it.each(['not json', '[]', '{"经办":"BOSS"}', '{"经办":"MACHINE"}', '{"a":"LEADER","a":"AUDITOR"}', '{"":"LEADER"}'])(
    'end the start when the map is %s',
    (text) => {
      const line = lineOf({ ...withSecret, REDLINE_OIDC_ROLE_MAP_FILE: file('map.json', text) });
      expect(line).toMatch(/^REDLINE_OIDC_ROLE_MAP_FILE must hold [^\n]+$/);
    },
  );

  it('end the start with a key that is none or too weak, and repeat nothing of it', () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1_024 }).privateKey;
    const other = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
    const keys = [weak, other].map((key) => String(key.export({ type: 'pkcs8', format: 'pem' })));
    for (const text of [...keys, secret, '{"kty":"EC"}', '{'])
      expect(lineOf({ ...base, REDLINE_OIDC_PRIVATE_KEY_FILE: file('key', text) })).toMatch(
        /^REDLINE_OIDC_PRIVATE_KEY_FILE must hold [^\n]{0,90}$/,
      );
  });

  it('end the start with two proofs, with none, and with parts that have no issuer', () => {
    const both = { ...withSecret, REDLINE_OIDC_PRIVATE_KEY_FILE: file('both', secret) };
    expect([lineOf(both), lineOf(base)]).toEqual([
      expect.stringMatching(/ is needed, and not both$/),
      expect.stringMatching(/ is needed, and not both$/),
    ]);
    const twice = { ...withSecret, REDLINE_OIDC_CLIENT_SECRET_FILE: file('twice', secret) };
    expect(lineOf(twice)).toBe('REDLINE_OIDC_CLIENT_SECRET and REDLINE_OIDC_CLIENT_SECRET_FILE are both set');
    expect(lineOf({ REDLINE_OIDC_CLIENT_SECRET: secret })).toBe(
      'REDLINE_OIDC_ISSUER is needed with REDLINE_OIDC_CLIENT_SECRET',
    );
  });
});
