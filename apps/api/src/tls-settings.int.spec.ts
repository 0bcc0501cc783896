import { describe, expect, it } from '@jest/globals';
import { Certificates } from '#testing';
import { readConfig } from './config.ts';

describe('a certificate of the service', () => {
  const [certificate, key] = ['REDLINE_TLS_CERTIFICATE_FILE', 'REDLINE_TLS_KEY_FILE'];

  it('is refused without its key, where it cannot be read, where it is none, and under a public address in clear', () => {
    expect(() => readConfig({ [certificate]: '/x' })).toThrow(`${certificate} and ${key} are needed together`);
    expect(() => readConfig({ [key]: '/x' })).toThrow(`${certificate} and ${key} are needed together`);
    expect(() => readConfig({ [certificate]: '/nowhere', [key]: '/nowhere' })).toThrow(/cannot be read: ENOENT$/);
    expect(() => readConfig({ [certificate]: 'package.json', [key]: 'package.json' })).toThrow(/cannot be served: /);
    const pair = new Certificates();
    const files = { [certificate]: pair.of('node.crt'), [key]: pair.of('node.key') };
    expect(readConfig(files).tls?.().cert).toContain('BEGIN CERTIFICATE');
    expect(() => readConfig({ ...files, [key]: pair.of('ca.key') })).toThrow('the key is not that of the certificate');
    expect(() => readConfig({ ...files, REDLINE_PUBLIC_URL: 'http://a.example' })).toThrow('must be https');
    pair.remove();
  });
});
