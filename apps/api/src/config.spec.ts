import { describe, expect, it } from '@jest/globals';
import { BadSetting } from '#platform/settings';
import { readConfig } from './config.ts';

describe('the configuration', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toEqual({
      host: '127.0.0.1',
      port: 3000,
      place: { mode: 'embedded', dataDirectory: './data' },
      webhooks: { networks: [], keyFile: undefined },
      logLevel: 'info',
      publicUrl: undefined,
      apiDescription: 'open',
      trustedProxies: undefined,
      tls: undefined,
      oidc: {},
    });
  });

  it('takes an empty value for no value', () => {
    expect(readConfig({ PORT: '', REDLINE_DATA_DIR: '' })).toMatchObject({
      port: 3000,
      place: { dataDirectory: './data' },
    });
  });

  it.each([
    ['PORT', 'http'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['REDLINE_HOST', '0.0.0.0'],
    ['REDLINE_HOST', '10.0.0.5'],
    ['REDLINE_HOST', 'redline.example.org'],
    ['REDLINE_HOST', 'localhost.example.org'],
    ['REDLINE_MODE', 'cloud'],
    ['LOG_LEVEL', 'loud'],
    ['REDLINE_PUBLIC_URL', 'ftp://example.org'],
    ['REDLINE_API_DESCRIPTION', 'true'],
    ['REDLINE_TRUSTED_PROXIES', 'true'],
    ['REDLINE_TRUSTED_PROXIES', '10.0.0.1/33'],
    ['REDLINE_TRUSTED_PROXIES', '10.0.0.1,'],
  ])('refuses %s=%s in one line that names it', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(BadSetting);
    expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^${name} [^\\n]+$`));
  });

  it('leaves the loopback only where people come over TLS', () => {
    const beyond = { REDLINE_HOST: '0.0.0.0', REDLINE_PUBLIC_URL: 'http://redline.example.org' };
    expect(() => readConfig(beyond)).toThrow(/^REDLINE_HOST .* https/);
    const overTls = { ...beyond, REDLINE_PUBLIC_URL: 'https://redline.example.org' };
    expect(readConfig(overTls)).toMatchObject({ host: '0.0.0.0' });
  });

  it('opens the API’s description to anyone on the loopback alone, unless told', () => {
    const url = { REDLINE_PUBLIC_URL: 'https://redline.example.org' };
    const asked = [{}, { REDLINE_HOST: '::1' }, url, { ...url, REDLINE_HOST: '0.0.0.0' }];
    const withDefault = asked.map((environment) => readConfig(environment).apiDescription);
    expect(withDefault).toEqual(['open', 'open', 'signed-in', 'signed-in']);
    for (const told of ['open', 'signed-in'])
      for (const environment of asked)
        expect(readConfig({ ...environment, REDLINE_API_DESCRIPTION: told }).apiDescription).toBe(told);
  });

  it('names every bad value', () => {
    expect(() => readConfig({ PORT: 'x', LOG_LEVEL: 'y' })).toThrow(/PORT .*LOG_LEVEL /);
  });
});

describe('the settings of webhooks', () => {
  it('take networks in CIDR notation, and refuse what is none', () => {
    expect(readConfig({ REDLINE_WEBHOOK_NETWORKS: '10.20.0.0/16, fd12::/32' }).webhooks?.networks).toEqual([
      '10.20.0.0/16',
      'fd12::/32',
    ]);
    for (const text of ['10.20.0.0', '10.20.0.0/33', 'intranet/8', '10.0.0.0/8,'])
      expect(() => readConfig({ REDLINE_WEBHOOK_NETWORKS: text })).toThrow('REDLINE_WEBHOOK_NETWORKS must be networks');
  });
});
