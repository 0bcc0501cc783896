import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openIdentity } from '#platform/identity';
import { PostgresServer } from '#testing';
import { here, IdentityBench } from './identity.spec-kit.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await PostgresServer.start();
});
afterAll(() => server.stop());

describe('the schema identity', () => {
  it('is made once by many that start together, beside whatever else is there', async () => {
    const bench = new IdentityBench({ kind: 'postgres', url: await server.newDatabase() });
    const all = await Promise.all([bench.open(), bench.open(), bench.open(), bench.open()]);
    const wang = await bench.enrol(all[0]);
    for (const each of all) expect(await each.find(wang.session.token)).toMatchObject({ account: 'wang' });
    expect(await bench.count('migrations')).toBe(4);
    await bench.close();
  });

  it('is opened with the key under which it was begun, and with no other', async () => {
    const place = { kind: 'postgres', url: await server.newDatabase() } as const;
    const bench = new IdentityBench(place);
    await bench.open();
    const unavailable = { name: 'SecretsUnavailable' };
    await expect(openIdentity(place)).rejects.toMatchObject({ ...unavailable, code: 'KEY_MISSING' });
    await expect(new IdentityBench(place).open()).rejects.toMatchObject({ ...unavailable, code: 'KEY_WRONG' });
    await bench.close();
  });

  it('in a database that will not do is refused', async () => {
    const bench = new IdentityBench({ kind: 'postgres', url: 'mysql://nowhere' });
    await expect(bench.open()).rejects.toMatchObject({ name: 'DatabaseUnusable' });
  });

  it('lets nobody in while the server is gone, and goes on when it is back', async () => {
    const bench = new IdentityBench({ kind: 'postgres', url: await server.newDatabase() });
    const identity = await bench.open();
    const wang = await bench.enrol(identity);
    await server.crash();
    const unavailable = { name: 'SecretsUnavailable' };
    await expect(identity.find(wang.session.token)).rejects.toMatchObject(unavailable);
    await expect(identity.openSession('wang', here)).rejects.toMatchObject(unavailable);
    await expect(bench.open()).rejects.toMatchObject(unavailable);
    await server.restart();
    expect(await identity.find(wang.session.token)).toMatchObject({ account: 'wang' });
    await bench.close();
  });
});
