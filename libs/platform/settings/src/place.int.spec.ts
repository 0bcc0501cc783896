import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BadSetting, readPlace } from '#platform/settings';

const cluster = {
  REDLINE_MODE: 'cluster',
  REDLINE_KURRENTDB_URL: 'kurrentdb://admin:geheim@one:2113',
  REDLINE_POSTGRES_URL: 'postgres://redline:geheim@two/redline',
};

describe('where the register is kept', () => {
  it('is a directory unless something else is said', () => {
    expect(readPlace({})).toEqual({ mode: 'embedded', dataDirectory: './data' });
    expect(readPlace({ ...cluster, REDLINE_MODE: '', REDLINE_DATA_DIR: '/srv/redline' })).toEqual({
      mode: 'embedded',
      dataDirectory: '/srv/redline',
    });
  });

  it('is a cluster at two addresses, each of which a file may hold', () => {
    const folder = mkdtempSync(join(tmpdir(), 'settings-'));
    writeFileSync(join(folder, 'kurrent'), `${cluster.REDLINE_KURRENTDB_URL}\n`);
    const { REDLINE_KURRENTDB_URL: _, ...rest } = cluster;
    expect(readPlace({ ...rest, REDLINE_KURRENTDB_URL_FILE: join(folder, 'kurrent') })).toEqual(readPlace(cluster));
    expect(readPlace(cluster)).toEqual({
      mode: 'cluster',
      kurrentUrl: cluster.REDLINE_KURRENTDB_URL,
      postgresUrl: cluster.REDLINE_POSTGRES_URL,
      allowsUnfitStore: false,
    });
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['another mode', { REDLINE_MODE: 'cloud' }, /^REDLINE_MODE must be embedded or cluster$/],
    ['no addresses', { REDLINE_MODE: 'cluster' }, /^REDLINE_KURRENTDB_URL is needed.*; REDLINE_POSTGRES_URL is needed/],
    [
      'an address of another kind',
      { ...cluster, REDLINE_POSTGRES_URL: 'mysql://geheim' },
      /^REDLINE_POSTGRES_URL must be/,
    ],
    ['a value and a file', { ...cluster, REDLINE_POSTGRES_URL_FILE: 'x' }, /are both set$/],
    [
      'a file that is not there',
      { REDLINE_MODE: 'cluster', REDLINE_POSTGRES_URL_FILE: '/nowhere/x' },
      /cannot be read: ENOENT$/,
    ],
  ])('refuses %s in one line that names the setting and repeats no secret', (_, environment, line) => {
    expect(() => readPlace(environment)).toThrow(BadSetting);
    expect(() => readPlace(environment)).toThrow(line);
    expect(() => readPlace(environment)).not.toThrow(/geheim/);
  });
});
