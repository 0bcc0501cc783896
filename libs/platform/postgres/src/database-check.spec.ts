import { describe, expect, it } from '@jest/globals';
import type { ClientBase } from 'pg';
import { DatabaseUnusable } from '#platform/postgres';
import { checkDatabase } from './database-check.ts';

const fine = { version: '15.4', version_number: 150_004, encoding: 'UTF8', is_standby: false };
const fineDatabase = { datname: 'redline', datcollate: 'C.UTF-8', datlocprovider: 'c' };

const checked = (server: object, database: object = {}): Promise<void> => {
  const rows = [{ ...fine, ...server, database: { ...fineDatabase, ...database } }];
  return checkDatabase({ query: () => Promise.resolve({ rows }) } as unknown as ClientBase);
};

describe('a database', () => {
  it.each([
    ['of version 14, which knows one provider', { version_number: 140_000 }, { datlocprovider: undefined }],
    ['sorted by C', {}, { datcollate: 'C' }],
    ['sorted by the C.UTF-8 of the server itself', {}, { datlocprovider: 'b', datlocale: 'C.UTF-8', datcollate: 'de' }],
  ])('%s will do', async (_, server, database) => {
    await expect(checked(server, database)).resolves.toBeUndefined();
  });

  it.each([
    ['it is version 13.9, and 14', { version: '13.9', version_number: 130_009 }, {}],
    ['it is a standby', { is_standby: true }, {}],
    ['redline is encoded in LATIN1', { encoding: 'LATIN1' }, {}],
    ['redline sorts by en_US.UTF-8', {}, { datcollate: 'en_US.UTF-8' }],
    ['redline sorts by zh', {}, { datlocprovider: 'i', daticulocale: 'zh' }],
    ['redline sorts by C,', {}, { datlocprovider: 'i', datlocale: 'C' }],
    ['redline sorts by PG_UNICODE_FAST', {}, { datlocprovider: 'b', datlocale: 'PG_UNICODE_FAST' }],
  ])('will not do, in one line: %s', async (why, server, database) => {
    const error: unknown = await checked(server, database).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DatabaseUnusable);
    expect((error as Error).message).toContain(`cannot be used: ${why}`);
    expect((error as Error).message).not.toContain('\n');
  });
});
